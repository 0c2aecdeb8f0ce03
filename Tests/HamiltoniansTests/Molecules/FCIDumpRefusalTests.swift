import Foundation
import Hamiltonians
import Testing

/// A file as it should not be: what to change in a good one, and the one line that says so.
struct Refusal: Sendable, CustomTestStringConvertible {
  var original: String
  var replacement: String
  var message: String

  init(_ original: String, _ replacement: String, _ message: String) {
    self.original = original
    self.replacement = replacement
    self.message = message
  }

  var testDescription: String { "\(original) -> \(replacement)" }
}

@Suite("Refused FCIDUMP files")
struct FCIDumpRefusalTests {
  @Test(
    "name the line, what was found and what is allowed",
    arguments: [
      Refusal("NORB=2,", "", "f:4: the header has no NORB; it is required"),
      Refusal("NELEC=2,", "", "f:4: the header has no NELEC; it is required"),
      Refusal("NORB=2", "NORB=2000000000", "f:1: NORB = 2000000000; 1...128 is allowed"),
      Refusal("NORB=2", "NORB=99999999999999999999", "f:1: NORB = '99999999999999999999'; one integer is allowed"),
      Refusal("NORB=2", "NORB=0", "f:1: NORB = 0; 1...128 is allowed"),
      Refusal("NORB=2", "NORB=-2", "f:1: NORB = -2; 1...128 is allowed"),
      Refusal("NORB=2", "NORB=2.5", "f:1: NORB = '2.5'; one integer is allowed"),
      Refusal("NORB=2", "NORB=2,2", "f:1: NORB = '2' '2'; one integer is allowed"),
      Refusal("NORB=2", "NORB=", "f:1: NORB = nothing; one integer is allowed"),
      Refusal("NORB=2", "NORB=2,NORB=2", "f:1: NORB stands here again; once is enough"),
      Refusal("NORB=2", "NORB=3", "f:2: ORBSYM has 2 entries; NORB = 3 of them are needed"),
      Refusal("NORB=2", "NORB=1", "f:2: ORBSYM has more than 1 entries; NORB = 1 of them are needed"),
      Refusal("ORBSYM=1,5", "ORBSYM=1,A1", "f:2: 'A1' in ORBSYM; integers, one for each orbital, are allowed"),
      Refusal(
        "ORBSYM=1,5", "ORBSYM=1000000000*1", "f:2: ORBSYM has more than 2 entries; NORB = 2 of them are needed"),
      Refusal("NELEC=2", "NELEC=5", "f:1: NELEC = 5; 0...4 is allowed"),
      Refusal("NELEC=2", "NELEC=-2", "f:1: NELEC = -2; 0...4 is allowed"),
      Refusal(
        "NELEC=2,MS2=0", "NELEC=3,MS2=0",
        "f:1: MS2 = 0 is impossible with NELEC = 3; it is the number of unpaired electrons, an odd number in 1...3"),
      Refusal(
        "NELEC=2,MS2=0,", "NELEC=3",
        "f:1: MS2 = 0 is impossible with NELEC = 3; it is the number of unpaired electrons, an odd number in 1...3"),
      Refusal(
        "MS2=0", "MS2=4",
        "f:1: MS2 = 4 is impossible with NELEC = 2; it is the number of unpaired electrons, an even number in 0...2"),
      Refusal(
        "NELEC=2,MS2=0", "NELEC=4,MS2=2",
        "f:1: MS2 = 2 with NELEC = 4 puts 3 electrons of one spin into NORB = 2 orbitals; each holds one of a spin"),
      Refusal(
        "ISYM=1", "UHF=.TRUE.",
        "f:3: UHF is true, which means different orbitals for the two spins; only restricted orbitals are read"),
      Refusal(
        "ISYM=1", "IUHF=1",
        "f:3: IUHF is true, which means different orbitals for the two spins; only restricted orbitals are read"),
      Refusal(
        "ISYM=1", "TREL=.TRUE.",
        "f:3: TREL is true, which means relativistic spinors; only real restricted orbitals are read"),
      Refusal("ISYM=1", "UHF=maybe", "f:3: UHF = 'maybe'; .TRUE. or .FALSE. is allowed"),
      Refusal(
        "ISYM=1", "NFROZEN=1",
        "f:3: unknown key 'NFROZEN'; NORB, NELEC, MS2, ORBSYM, ISYM, UHF, IUHF, TREL are understood"),
      Refusal("&FCI NORB", "&FCI 7 NORB", "f:1: '7' belongs to no key; write KEY=value"),
      Refusal("&END", "&ENDE", "f:4: '&ENDE' in the header; &END or / closes it"),
      Refusal("&FCI", "&SCF", "f:1: '&SCF' starts no FCIDUMP; it begins with &FCI"),
      Refusal("&FCI", "FCI", "f:1: 'FCI' starts no FCIDUMP; it begins with &FCI"),
      Refusal(
        "0.674 1", "nan 1", "f:5: 'nan' is no number; a line is 'value i j k l' with a finite value"),
      Refusal("0.674 1", "NaN 1", "f:5: 'NaN' is no number; a line is 'value i j k l' with a finite value"),
      Refusal("0.674 1", "inf 1", "f:5: 'inf' is no number; a line is 'value i j k l' with a finite value"),
      Refusal("0.674 1", "0x1p3 1", "f:5: '0x1p3' is no number; a line is 'value i j k l' with a finite value"),
      Refusal("0.674 1", "0.6.74 1", "f:5: '0.6.74' is no number; a line is 'value i j k l' with a finite value"),
      Refusal("0.674 1", "0.674E 1", "f:5: '0.674E' is no number; a line is 'value i j k l' with a finite value"),
      Refusal("0.674 1", "1e999 1", "f:5: '1e999' is too large for a number"),
      Refusal("0.674 1", "(0.674,0.0) 1", "f:5: '(0.674' is a complex number; only real orbitals are read"),
      Refusal("0.181 2 1 2 1", "0.181 3 1 2 1", "f:6: orbital 3 in a file with NORB = 2; 0...2 is allowed"),
      Refusal("0.181 2 1 2 1", "0.181 2 1 2 -1", "f:6: orbital -1 in a file with NORB = 2; 0...2 is allowed"),
      Refusal("0.181 2 1 2 1", "0.181 2 1 2 1.0", "f:6: '1.0' is no orbital; an integer in 0...2 is allowed"),
      Refusal("0.181 2 1 2 1", "0.181 2 1 2", "f:6: the line ends too early; a line is 'value i j k l'"),
      Refusal("0.181 2 1 2 1", "0.181 2 1 2 1 0", "f:6: '0' after four indices; a line is 'value i j k l'"),
      Refusal(
        "0.181 2 1 2 1", "0.181 0 0 2 1",
        "f:6: indices 0 0 2 1; i j k l, i j 0 0, i 0 0 0 or 0 0 0 0 are allowed"),
      Refusal(
        "0.181 2 1 2 1", "0.181 2 1 2 0",
        "f:6: indices 2 1 2 0; i j k l, i j 0 0, i 0 0 0 or 0 0 0 0 are allowed"),
      Refusal(
        "0.663 2 2 1 1", "0.663 2 2 1 1\n0.664 1 1 2 2",
        "f:8: 0.664 contradicts 0.663 of line 7 for the same integral; repeated values must agree to 1e-8"),
      Refusal(
        "-1.252 1 1 0 0", "-1.252 1 1 0 0\n-1.253 1 1 0 0",
        "f:10: -1.253 contradicts -1.252 of line 9 for the same integral; repeated values must agree to 1e-8"),
      Refusal(
        "0.719 0 0 0 0", "0.719 0 0 0 0\n0.0 0 0 0 0",
        "f:12: 0.0 contradicts 0.719 of line 11 for the same integral; repeated values must agree to 1e-8"),
      Refusal(
        "  0.719 0 0 0 0", "",
        "f:10: the file ends without a core energy; a line 'value 0 0 0 0' is needed, with 0.0 where there is none"),
      Refusal("0.719 0 0 0 0", "0.719 0 0", "f:11: the file ends within the line; a line is 'value i j k l'"),
    ])
  func messages(_ refusal: Refusal) throws {
    #expect(FCIDumpTests.hydrogen.contains(refusal.original))
    let text = FCIDumpTests.hydrogen.replacing(refusal.original, with: refusal.replacement)
    let error = #expect(throws: InputFileError.self) { try FCIDump(parsing: text, name: "f") }
    #expect(error?.description == refusal.message)
  }

  @Test("a header without an end is refused where the file ends")
  func endlessHeader() {
    let error = #expect(throws: InputFileError.self) { try FCIDump(parsing: "&FCI NORB=2,\nNELEC=2,\n", name: "f") }
    #expect(error?.description == "f:3: the file ends within its header; &END or / closes a header")
  }

  @Test("files that are no text are refused as what they are")
  func foreignFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fcidump-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = FCIDumpTests.hydrogen
    let utf16 = try #require(text.data(using: .utf16))
    let utf16WithoutMark = try #require(text.data(using: .utf16LittleEndian))
    let cases: [(contents: Data, message: String)] = [
      (Data(), "is empty; an FCIDUMP or a Pauli sum is needed"),
      (Data(" \n\t\r\n".utf8), "is empty; an FCIDUMP or a Pauli sum is needed"),
      (utf16, "is UTF-16 text; save it as ASCII or UTF-8"),
      (utf16WithoutMark, "is binary (it holds NUL bytes); a text file is needed"),
      (Data([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2]), "is binary (it holds NUL bytes); a text file is needed"),
    ]
    for (contents, message) in cases {
      let file = folder.appending(path: "file")
      try contents.write(to: file)
      for read in [{ _ = try FCIDump(contentsOf: $0) }, { _ = try HamiltonianFile(contentsOf: $0) }] {
        let error = #expect(throws: InputFileError.self) { try read(file.path) }
        #expect(error?.message == message)
        #expect(error?.description == "\(file.path): \(message)")
      }
    }
    let directory = #expect(throws: InputFileError.self) { try FCIDump(contentsOf: folder.path) }
    #expect(directory?.message == "is a directory; a text file is needed")
    let missing = #expect(throws: InputFileError.self) { try FCIDump(contentsOf: folder.path + "/none") }
    #expect(missing?.message == "cannot be opened (No such file or directory); a readable text file is needed")
    let withMark = folder.appending(path: "mark")
    try Data([0xEF, 0xBB, 0xBF] + text.utf8).write(to: withMark)
    #expect(try FCIDump(contentsOf: withMark.path) == FCIDump(parsing: text))
  }

  @Test("a file that contradicts itself is refused", .enabled(if: !MoleculeReference.others.isEmpty))
  func inconsistentFile() throws {
    let path = Repository.otherPrograms.appending(path: "oh_qiskit_nature_inconsistent.fcidump").path
    let error = #expect(throws: InputFileError.self) { try FCIDump(contentsOf: path) }
    #expect(error?.line == 1)
    #expect(error?.message.hasPrefix("MS2 = 0 is impossible with NELEC = 9") == true)
  }

  @Test("what a file claims is not allocated")
  func absurdClaims() {
    let clock = ContinuousClock()
    let elapsed = clock.measure {
      for count in ["129", "1000000", "2000000000", "9223372036854775807"] {
        #expect(throws: InputFileError.self) {
          try FCIDump(parsing: "&FCI NORB=\(count),NELEC=2,MS2=0 &END\n0.5 1 1 1 1\n0.0 0 0 0 0\n")
        }
      }
    }
    #expect(elapsed < .seconds(1))
  }
}
