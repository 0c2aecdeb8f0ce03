import Foundation
import Hamiltonians
import RandomStreams
import Testing

@Suite("FCIDUMP files")
struct FCIDumpTests {
  static let hydrogen = """
     &FCI NORB=2,NELEC=2,MS2=0,
      ORBSYM=1,5,
      ISYM=1,
     &END
      0.674 1 1 1 1
      0.181 2 1 2 1
      0.663 2 2 1 1
      0.697 2 2 2 2
     -1.252 1 1 0 0
     -0.475 2 2 0 0
      0.719 0 0 0 0
    """

  static let hydrogenBody = hydrogen.components(separatedBy: "&END\n")[1]

  @Test(
    "are read in every spelling of the header",
    arguments: [
      " &FCI NORB=2,NELEC=2,MS2=0,\n  ORBSYM=1,5,\n  ISYM=1,\n &END\n",
      "&FCI NORB=2,NELEC=2,MS2=0,ORBSYM=1,5,ISYM=1 /\n",
      "&FCI NORB=2,NELEC=2,MS2=0,ORBSYM=1,5,ISYM=1/\n",
      "&fci norb=2 nelec=2 ms2=0 orbsym=1 5 isym=1 &end\n",
      "$FCI NORB = 2 , NELEC = 2 , MS2 = 0 , ORBSYM = 1 , 5 , ISYM = 1\n$END\n",
      "$FCI NORB=2 NELEC=2 MS2=0 ORBSYM=1 5 ISYM=1 $\n",
      "\n\n &FCI\nNORB=2,\nNELEC=2,\nMS2=0,\nUHF=.FALSE.,\nORBSYM=1,\n5,\nISYM=1\n&END\n",
      "&FCI\tNORB=+2\tNELEC=2\r\nMS2=0,ORBSYM=1,5,ISYM=1,\r\n&END\r\n",
      "&FCI ISYM=1 ORBSYM=1,5 MS2=0 NELEC=2 NORB=2 IUHF=0 UHF=F TREL=.false. SYML=0,0 &END\n",
      "&FCI NORB\n=\n2 NELEC=2 ORBSYM=1,5 ISYM=1 &END",
    ])
  func headers(_ header: String) throws {
    let expected = try FCIDump(parsing: Self.hydrogen)
    #expect(try FCIDump(parsing: header + "\n" + Self.hydrogenBody) == expected)
    #expect(try FCIDump(parsing: header + "\n" + Self.hydrogenBody + "\n\n  \n") == expected)
  }

  @Test("a list may repeat an entry with a star")
  func repeatedSymmetry() throws {
    let text = Self.hydrogen.replacing("ORBSYM=1,5", with: "ORBSYM=2*1")
    #expect(try FCIDump(parsing: text).molecule.orbitalSymmetries == [1, 1])
  }

  @Test(
    "are read with every spelling of a number",
    arguments: [
      "0.674", "+0.674", ".674", "674.E-3", "0.674D0", "6.74d-1", "0.0674E+01", "6740.0E-0004", "67.4-2", "674D-03",
      "0.67400000000000000000000000000000000000",
    ])
  func numbers(_ number: String) throws {
    let text = Self.hydrogen.replacing("0.674", with: number)
    #expect(try FCIDump(parsing: text) == FCIDump(parsing: Self.hydrogen))
  }

  @Test("commas may stand between the fields of a line")
  func commas() throws {
    let text = Self.hydrogen.replacing("0.181 2 1 2 1", with: "0.181, 2,1 ,2 , 1")
    #expect(try FCIDump(parsing: text) == FCIDump(parsing: Self.hydrogen))
  }

  @Test("all eight permutations and repeated core energies are the same integral")
  func repetitions() throws {
    let more = """
      0.181 1 2 2 1
      0.18100000000001 2 1 1 2
      0.181 1 2 1 2
      0.663 1 1 2 2
      -1.252 1 1 0 0
      0.719 0 0 0 0

      """
    #expect(try FCIDump(parsing: Self.hydrogen + "\n" + more) == FCIDump(parsing: Self.hydrogen))
  }

  @Test("orbital energies are kept and change nothing else")
  func orbitalEnergies() throws {
    let text = Self.hydrogen.replacing(" 0.719 0 0 0 0", with: "-0.578 1 0 0 0\n 0.671 2 0 0 0\n 0.719 0 0 0 0")
    let file = try FCIDump(parsing: text)
    #expect(file.orbitalEnergies == [0: -0.578, 1: 0.671])
    #expect(try file.molecule == FCIDump(parsing: Self.hydrogen).molecule)
    #expect(try FCIDump(parsing: file.text) == file)
  }

  @Test("values stand where the file puts them")
  func values() throws {
    let molecule = try FCIDump(parsing: Self.hydrogen).molecule
    #expect(molecule.coreEnergy == 0.719)
    #expect(molecule.oneElectron(0, 0) == -1.252)
    #expect(molecule.oneElectron(0, 1) == 0)
    for (p, q, r, s) in [(1, 0, 1, 0), (0, 1, 1, 0), (1, 0, 0, 1), (0, 1, 0, 1)] {
      #expect(molecule.twoElectron(p, q, r, s) == 0.181)
    }
    #expect(molecule.twoElectron(0, 0, 1, 1) == 0.663)
    #expect(molecule.alphaCount == 1 && molecule.betaCount == 1)
  }

  @Test("a file that is written and read is the same to the last bit", arguments: MoleculeReference.all)
  func roundTrip(_ reference: MoleculeReference) throws {
    let file = try FCIDump(contentsOf: try #require(reference.path))
    #expect(try FCIDump(parsing: file.text) == file)
    #expect(try FCIDump(parsing: file.text.replacing("\n", with: "\r\n")) == file)
  }

  @Test("a file cut anywhere is refused")
  func truncation() throws {
    let bytes = Array(Self.hydrogen.utf8)
    for length in 0..<bytes.count {
      let text = String(decoding: bytes[..<length], as: UTF8.self)
      #expect(throws: InputFileError.self, "cut after \(length) bytes") { try FCIDump(parsing: text) }
    }
  }

  @Test("damaged files are read or refused, never more", arguments: 0..<20 as Range<UInt64>)
  func damage(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let interesting = Array("&/$=,.+-0123456789 \n\tEDNOR*(".utf8)
    for _ in 0..<200 {
      var bytes = Array(Self.hydrogen.utf8)
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = interesting.randomElement(using: &generator) ?? 0
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 1...255, using: &generator), at: place)
        }
      }
      do {
        let file = try FCIDump(parsing: String(decoding: bytes, as: UTF8.self))
        #expect(file.molecule.hartreeFockEnergy.isFinite)
      } catch {
        #expect(!error.description.contains("\n"))
      }
    }
  }
}
