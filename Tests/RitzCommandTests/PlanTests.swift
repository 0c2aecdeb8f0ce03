import Foundation
import Testing

extension CommandTests {
  @Suite("ritz plan") struct PlanTests {
    private let circuit =
      "OPENQASM 3.0; include \"stdgates.inc\"; input float theta; qubit[3] q; rx(theta) q[0]; h q; cx q[0], q[1];"

    @Test("a molecule's run is planned: states, memory, and the time of an energy and its gradient")
    func molecule() async throws {
      let plan = try await Tool.run("plan", "h2_sto3g_r0.735.fcidump", "--json").json()
      #expect(plan["n_qubits"] as? Int == 4 && plan["n_terms"] as? Int == 15 && plan["n_parameters"] as? Int == 3)
      #expect(plan["sector_dimension"] as? Int == 16 && plan["fits"] as? Bool == true)
      #expect(plan["groups"] is NSNull && plan["shots"] is NSNull && plan["total_seconds"] is NSNull)
      let (energy, gradient) = (
        try #require(plan["seconds"] as? Double), try #require(plan["gradient_seconds"] as? Double)
      )
      #expect(energy > 0 && gradient > energy && gradient < 1)
      let text = try await Tool.run("plan", "h2_sto3g_r0.735.fcidump").output
      #expect(text.contains("4 qubits, 15 terms; uccsd with 3 parameters; l-bfgs"))
      #expect(text.contains("values are exact"))
    }

    @Test("with a precision, the plan tells groups and shots, those of the last evaluation too")
    func shots() async throws {
      let words = [
        "h2_sto3g_r0.735.fcidump", "--precision", "0.01", "--optimizer", "cobyla", "--max-evaluations", "4",
        "--final-precision", "0.005", "--json",
      ]
      let plan = try await Tool.run(["plan"] + words).json()
      // The strings of hydrogen fall into ZZ…, and four of X and Y on all qubits.
      #expect(plan["groups"] as? Int == 5 && plan["evaluations"] as? Int == 4)
      let (each, last) = (try #require(plan["shots"] as? Int), try #require(plan["final_shots"] as? Int))
      #expect(last > 3 * each)
      let commuting = try await Tool.run(["plan"] + words + ["--grouping", "commuting"]).json()
      #expect(try #require(commuting["groups"] as? Int) < 5)
      let total = try #require(plan["total_seconds"] as? Double)
      #expect(total > 4 * (try #require(plan["seconds"] as? Double)))
    }

    @Test("a circuit is planned as its outcomes, or as the value of an observable")
    func circuits() async throws {
      let folder = try Scratch()
      let path = try folder.file("a.qasm", circuit)
      let outcomes = try await Tool.run("plan", path, "--parameters", "{\"theta\": 1}", "--json").json()
      #expect(outcomes["n_qubits"] as? Int == 3 && outcomes["shots"] as? Int == 1024)
      let value = try await Tool.run(
        "plan", path, "--parameters", "{\"theta\": 1}", "--observable", "ZXX", "--shots", "70", "--json"
      ).json()
      #expect(value["groups"] as? Int == 1 && value["shots"] as? Int == 70 && value["n_terms"] as? Int == 1)
      // Without an ending the first word tells what it is.
      let other = try folder.file("b", "// a program\n\nOPENQASM 3.0; qubit[30] q; U(1, 2, 3) q;")
      let wide = try await Tool.run("plan", other, "--json").json()
      #expect(wide["bytes"] as? Int ?? 0 >= 16 << 30 && wide["sector_dimension"] as? Int == 1 << 30)
    }

    @Test("what needs more memory than there is is planned, not refused")
    func tooLarge() async throws {
      let folder = try Scratch()
      let path = try folder.file("wide.qasm", "OPENQASM 3.0; include \"stdgates.inc\"; qubit[50] q; h q;")
      let plan = try await Tool.run("plan", path, "--json").json()
      #expect(plan["fits"] as? Bool == false && plan["bytes"] as? Int ?? 0 >= 16 << 50)
      let wider = try folder.file("wider.qasm", "OPENQASM 3.0; include \"stdgates.inc\"; qubit[90] q; h q;")
      let never = try await Tool.run("plan", wider, "--json").json()
      #expect(never["fits"] as? Bool == false && never["n_qubits"] as? Int == 90 && never["seconds"] is NSNull)
      let chain = try folder.file("chain.txt", (0..<39).map { "1 X\($0) X\($0 + 1)\n0.5 Z\($0)\n" }.joined())
      let shifted = try await Tool.run("plan", chain, "--optimizer", "l-bfgs", "--shots", "100000", "--json").json()
      #expect(shifted["fits"] as? Bool == false && shifted["gradient_shots"] as? Int ?? 0 > 1_000_000)
      #expect(try await Tool.run("plan", path).output.contains("does not fit"))
      expectFailure(try await Tool.run("sample", path), status: 1)
    }

    @Test("a program's time is unknown, several files have a line each")
    func programs() async throws {
      let folder = try Scratch()
      let path = try folder.file(
        "p.qasm",
        "OPENQASM 3.0; include \"stdgates.inc\"; qubit[2] q; bit c; h q[0]; c = measure q[0]; if (c) { x q[1]; }")
      let plans = try await Tool.run("plan", path, "h2_sto3g_r0.735.fcidump", "--json").jsonLines()
      #expect(plans.count == 2 && plans[0]["seconds"] is NSNull && plans[1]["seconds"] is Double)
    }

    @Test("options that cannot be honoured are refused")
    func refusals() async throws {
      let folder = try Scratch()
      let path = try folder.file("a.qasm", circuit)
      for words in [
        ["h2_sto3g_r0.735.fcidump", "--observable", "ZZ"], ["h2_sto3g_r0.735.fcidump", "--parameters", "{}"],
        [path, "--ansatz", "hva"], [path, "--optimizer", "spsa"], [path, "--precision", "0.1"],
        ["h2_sto3g_r0.735.fcidump", "--shots", "0"], ["h2_sto3g_r0.735.fcidump", "--grouping", "commuting"],
      ] {
        expectFailure(try await Tool.run(["plan"] + words), status: 64)
      }
      expectFailure(try await Tool.run("plan", "missing.fcidump"), status: 65)
      expectFailure(try await Tool.run("plan", path), status: 65)
    }
  }
}
