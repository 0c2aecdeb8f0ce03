import Foundation
import Testing

extension CommandTests {
  @Suite("ritz sample, estimate and convert") struct CircuitTests {
    private let head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n"

    /// Writes files and hands out their folder.
    private func folder(_ files: [String: String]) throws -> URL {
      let folder = FileManager.default.temporaryDirectory.appending(path: "ritz-circuits-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
      return folder
    }

    @Test("sample prints the counts of a circuit and of a program")
    func sample() async throws {
      let folder = try folder([
        "bell.qasm": head + "qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;",
        "plain.qasm": "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[2]; x q[1];",
        "again.qasm": head + "input float theta; qubit[2] q; bit a; bit[2] b; rx(theta) q[0]; a = measure q[0];\n"
          + "if (a) { x q[1]; } b = measure q;",
      ])
      defer { try? FileManager.default.removeItem(at: folder) }
      let bell = try await Tool.run(
        "sample", folder.appending(path: "bell.qasm").path, "--shots", "1000", "--seed", "4", "--json"
      ).json()
      let counts = try #require(bell["counts"] as? [String: Int])
      #expect(Set(counts.keys) == ["00", "11"] && counts.values.reduce(0, +) == 1000)
      #expect(bell["shots"] as? Int == 1000 && bell["seed"] as? Int == 4 && bell["method"] as? String == "state-vector")
      let plain = try await Tool.run("sample", folder.appending(path: "plain.qasm").path, "--shots", "7")
      #expect(plain.output == "10  7\n")
      let again = try await Tool.run(
        "sample", folder.appending(path: "again.qasm").path, "--parameters", "{\"theta\": 3.141592653589793}",
        "--shots", "5",
        "--json"
      ).json()
      #expect(again["counts"] as? [String: Int] == ["11 1": 5])
    }

    @Test("estimate prints exact values, and sampled ones with their errors")
    func estimate() async throws {
      let folder = try folder([
        "turn.qasm": head + "input float theta; qubit[2] q; ry(theta) q[0]; cx q[0], q[1];",
        "sum.txt": "0.5 ZZ\n-1.5 IX\n",
      ])
      defer { try? FileManager.default.removeItem(at: folder) }
      let turn = folder.appending(path: "turn.qasm").path
      let exact = try await Tool.run(
        "estimate", turn, "--observable", "IZ", "--parameters", "{\"theta\": 0.6}", "--json"
      ).json()
      #expect(abs(try #require(exact["value"] as? Double) - 0.825335614909678) < 1e-12)
      #expect(exact["standard_error"] is NSNull && exact["shots"] is NSNull && exact["seed"] is NSNull)
      let sampled = try await Tool.run(
        "estimate", turn, "--observable", folder.appending(path: "sum.txt").path, "--parameters", "{\"theta\": 0.6}",
        "--precision", "0.02", "--seed", "3", "--json"
      ).json()
      let (value, error) = (
        try #require(sampled["value"] as? Double), try #require(sampled["standard_error"] as? Double)
      )
      #expect(error > 0 && error <= 0.02 && abs(value - 0.5) < 5 * error)
      #expect((sampled["shots"] as? Int ?? 0) > 100 && sampled["seed"] as? Int == 3)
    }

    @Test("convert keeps what programs and Hamiltonians mean")
    func convert() async throws {
      let folder = try folder([
        "a.qasm": head + "qubit[2] q; bit[2] c; h q[0]; c[0] = measure q[0]; if (c[0]) { x q[1]; } c[1] = measure q[1];"
      ])
      defer { try? FileManager.default.removeItem(at: folder) }
      func path(_ name: String) -> String { folder.appending(path: name).path }
      #expect(try await Tool.run("convert", path("a.qasm"), path("b.qasm3")).status == 0)
      let outcomes = try await Tool.run("sample", path("b.qasm3"), "--shots", "300", "--json").json()
      #expect(Set(try #require(outcomes["counts"] as? [String: Int]).keys) == ["00", "11"])
      #expect(try await Tool.run("convert", "h2_sto3g_r0.735.fcidump", path("h2.json")).status == 0)
      let (file, sum) = (
        try await Tool.run("exact", "h2_sto3g_r0.735.fcidump", "--json").json(),
        try await Tool.run("exact", path("h2.json"), "--json").json()
      )
      #expect(file["n_terms"] as? Int == sum["n_terms"] as? Int)
      #expect(file["one_norm"] as? Double == sum["one_norm"] as? Double)
      let text = try await Tool.run("convert", path("h2.json"), "-", "--to", "text")
      #expect(text.output.split(separator: "\n").count == sum["n_terms"] as? Int)
    }

    @Test("bad circuits are refused with file, line and column, and status 65")
    func refusals() async throws {
      let folder = try folder([
        "bad.qasm": head + "qubit[2] q;\nfrobnicate q[0];\n", "pulse.qasm": head + "defcalgrammar \"openpulse\";\n",
        "input.qasm": head + "input float theta;\nqubit q; rx(theta) q;\n",
        "self.qasm": "OPENQASM 3.0;\ninclude \"self.qasm\";\n", "good.qasm": head + "qubit q; h q;",
      ])
      defer { try? FileManager.default.removeItem(at: folder) }
      func outcome(_ name: String, _ rest: [String] = []) async throws -> Tool.Outcome {
        try await Tool.run(["sample", folder.appending(path: name).path] + rest)
      }
      for (name, line) in [("bad.qasm", 4), ("pulse.qasm", 3), ("self.qasm", 2)] {
        let found = try await outcome(name)
        expectFailure(found, status: 65)
        #expect(found.errors.contains("\(name):\(line):"), "\(found.errors)")
      }
      let input = try await outcome("input.qasm")
      expectFailure(input, status: 65)
      #expect(input.errors.contains("theta"))
      expectFailure(try await outcome("missing.qasm"), status: 65)
      expectFailure(try await outcome("good.qasm", ["--shots", "0"]), status: 64)
      expectFailure(try await outcome("good.qasm", ["--method", "magic"]), status: 64)
      expectFailure(try await outcome("input.qasm", ["--parameters", "0.5"]), status: 64)
      let good = folder.appending(path: "good.qasm").path
      expectFailure(try await Tool.run("estimate", good, "--observable", "ZZ"), status: 65)
      expectFailure(try await Tool.run("estimate", good, "--observable", "Z", "--seed", "1"), status: 64)
      expectFailure(try await Tool.run("convert", good, folder.appending(path: "out.qpy").path), status: 64)
    }
  }
}
