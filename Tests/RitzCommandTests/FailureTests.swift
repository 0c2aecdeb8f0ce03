import Foundation
import Testing

extension CommandTests {
  @Suite("failures") struct FailureTests {
    @Test(
      "wrong usage is refused by name with status 64",
      arguments: [
        ["vqe"], ["frobnicate"], ["vqe", "--frobnicate"], ["exact"], ["replay"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "h2_631g_r0.735.fcidump"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--backend", "https://example.org"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--optimizer", "newton"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--ansatz", "magic"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--optimizer", "cobyla", "--gradient", "adjoint"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--gradient", "adjoint", "--shots", "10"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--shots", "10", "--precision", "0.1"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--shots", "-1"], ["vqe", "h2_sto3g_r0.735.fcidump", "--seed", "-1"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--precision", "nan"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--final-precision", "0.1"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--shots", "10", "--final-precision", "0"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--grouping", "commuting"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--symmetry-sector", "2,0"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--max-evaluations", "0"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--layers", "2"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--ansatz", "hva", "--layers", "0"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--ansatz", "hva", "--order", "one-exponential"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--ansatz", "hva", "--initial-point", "mp2"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--reduce-two-qubits"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--freeze-core", "9"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--active-space", "2"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--active-space", "2,9"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--table", "--checkpoint", "x"],
        ["vqe", "../hamiltonians/tfim_n10_ring_h1.0.txt", "--mapping", "parity"],
        ["vqe", "../hamiltonians/tfim_n10_ring_h1.0.txt", "--ansatz", "uccsd"],
        ["exact", "h2_sto3g_r0.735.fcidump", "--states", "0"], ["exact", "h2_sto3g_r0.735.fcidump", "--states", "99"],
        ["exact", "h2_sto3g_r0.735.fcidump", "--sector", "2,1"], ["exact", "h2_sto3g_r0.735.fcidump", "--sector", "2"],
        ["exact", "h2_sto3g_r0.735.fcidump", "--sector", "20,0"],
        ["exact", "../hamiltonians/fermi_hubbard_2x3_u4.txt", "--sector", "6,0"],
        ["exact", "../hamiltonians/fermi_hubbard_2x3_u4.txt", "--spin-order", "blocked"],
      ])
    func usage(arguments: [String]) async throws {
      expectFailure(try await Tool.run(arguments), status: 64)
    }

    /// What a file holds, and the line that is to blame if one is.
    struct Malformed: CustomTestStringConvertible {
      var testDescription: String
      var contents: Data
      var line: Int?

      init(_ name: String, _ contents: String, line: Int? = nil) {
        self.init(name, Data(contents.utf8), line: line)
      }

      init(_ name: String, _ contents: Data, line: Int? = nil) {
        testDescription = name
        self.contents = contents
        self.line = line
      }
    }

    static let h2 = """
      &FCI NORB=2,NELEC=2,MS2=0,
       ORBSYM=1,5,
       ISYM=1,
      &END
       0.6757101548035161 1 1 1 1
       0.6645817302552967 2 2 1 1
       0.1809312700364100 2 1 2 1
       0.6985737227320175 2 2 2 2
      -1.2563390730032502 1 1 0 0
      -0.4718960072811427 2 2 0 0
       0.7199689944489797 0 0 0 0

      """

    static let malformedFiles: [Malformed] = [
      Malformed("truncated in its header", String(h2.prefix(30))),
      Malformed("truncated in a line", String(h2.dropLast(60)), line: 9),
      Malformed("NaN", h2.replacingOccurrences(of: "0.6985737227320175", with: "NaN"), line: 8),
      Malformed("infinity", h2.replacingOccurrences(of: "0.6985737227320175", with: "1e999"), line: 8),
      Malformed("index out of range", h2.replacingOccurrences(of: " 2 2 2 2", with: " 3 2 2 2"), line: 8),
      Malformed("contradictory duplicate", h2 + " 0.7 1 1 1 1\n", line: 12),
      Malformed("missing NELEC", h2.replacingOccurrences(of: "NELEC=2,", with: "")),
      Malformed("huge NORB", h2.replacingOccurrences(of: "NORB=2,", with: "NORB=2000000000,")),
      Malformed("negative NORB", h2.replacingOccurrences(of: "NORB=2,", with: "NORB=-2,")),
      Malformed("more electrons than fit", h2.replacingOccurrences(of: "NELEC=2,", with: "NELEC=6,")),
      Malformed("empty", ""),
      Malformed("blank", "\n  \n\n"),
      Malformed("binary", Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ $0 / 256) })),
      Malformed("UTF-16", Data([0xFF, 0xFE]) + h2.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
      Malformed("prose", "Dear reader,\nthere is no Hamiltonian here.\n", line: 1),
      Malformed("broken JSON", "{\"n_qubits\": 2, \"terms\": [[1.0, \"X0\""),
      Malformed("JSON of a wrong convention", "{\"n_qubits\": 2, \"convention\": \"?\", \"terms\": [[\"XI\", 1.0]]}"),
      Malformed("a Pauli sum of a wrong letter", "1.0 X0 Z1\n0.5 Q1\n", line: 2),
      Malformed("a Pauli sum of two widths", "1.0 XIZ\n0.5 XI\n", line: 2),
      Malformed("a Pauli sum with a NaN", "1.0 X0\nnan Z1\n", line: 2),
    ]

    @Test(
      "a malformed file is refused with status 65 and one line, at once and in little memory",
      arguments: malformedFiles)
    func refusesMalformed(file: Malformed) async throws {
      let scratch = try Scratch()
      let path = try scratch.file("bad.fcidump", file.contents)
      for command in ["vqe", "exact"] {
        // Two gigabytes of address space are plenty for what the file holds, and too few for what it may claim.
        let outcome = try await Tool.run(command, path, limitedTo: 2_000_000)
        expectFailure(outcome, status: 65)
        #expect(outcome.seconds < 1)
        #expect(outcome.errors.hasPrefix("error: \(path):"))
        if let line = file.line { #expect(outcome.errors.hasPrefix("error: \(path):\(line): "), "\(outcome.errors)") }
      }
    }

    @Test("folders, missing files and files of another kind are refused with status 65")
    func otherFiles() async throws {
      let scratch = try Scratch()
      for command in ["vqe", "exact", "replay"] {
        expectFailure(try await Tool.run(command, scratch.url.path), status: 65)
        expectFailure(try await Tool.run(command, scratch.path("missing")), status: 65)
      }
      expectFailure(try await Tool.run("replay", "h2_sto3g_r0.735.fcidump"), status: 65)
      let resumed = try await Tool.run(
        "vqe", "h2_sto3g_r0.735.fcidump", "--resume", "h2_sto3g_r0.735.fcidump")
      expectFailure(resumed, status: 65)
    }

    @Test("a bad file among good ones is found before anything is computed")
    func badFileInCurve() async throws {
      let scratch = try Scratch()
      let path = try scratch.file("bad.fcidump", String(Self.h2.prefix(30)))
      expectFailure(
        try await Tool.run("vqe", "--table", "lih_sto3g_r1.595.fcidump", path), status: 65)
    }

    @Test("what does not fit into memory, or cannot be written, fails with status 1")
    func impossible() async throws {
      let scratch = try Scratch()
      // Rotations of all its qubits lead everywhere.
      let wide = try scratch.file("wide.txt", "1.0 Z50 Z3\n" + (0...50).map { "0.5 X\($0)\n" }.joined())
      expectFailure(try await Tool.run("vqe", wide), status: 1)
      expectFailure(try await Tool.run("exact", wide), status: 1)
      for option in ["--plot", "--record", "--checkpoint"] {
        let path = scratch.path("no/such/folder/file")
        expectFailure(try await Tool.run("vqe", "h2_sto3g_r0.735.fcidump", option, path), status: 1)
      }
    }
  }
}
