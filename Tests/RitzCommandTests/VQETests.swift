import Foundation
import Testing

extension CommandTests {
  @Suite("ritz vqe") struct VQETests {
    static let keys = [
      "energy", "standard_error", "exact_energy", "error_vs_exact", "evaluations", "gradient_evaluations", "parameters",
      "stop_reason", "ansatz", "optimizer", "seed", "seconds", "history",
    ]

    @Test("finds the UCCSD energy of LiH and prints every key of the contract")
    func lithiumHydride() async throws {
      let outcome = try await Tool.run("vqe", "lih_sto3g_r1.595.fcidump", "--json")
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      let object = try outcome.json()
      for key in Self.keys { #expect(object[key] != nil, "\(key)") }
      #expect(abs(try #require(object["energy"] as? Double) - -7.882391427528058) < 1e-8)
      #expect(abs(try #require(object["exact_energy"] as? Double) - -7.882401932290212) < 1e-8)
      #expect(object["standard_error"] is NSNull)
      #expect(object["ansatz"] as? String == "uccsd")
      #expect(object["optimizer"] as? String == "l-bfgs")
      #expect((object["parameters"] as? [Double])?.count == 92)
      #expect((object["history"] as? [Any])?.isEmpty == false)
    }

    @Test("finds the same energy of LiH in its symmetry sector and in the full register, and prints the same keys")
    func symmetrySector() async throws {
      let arguments = ["vqe", "lih_sto3g_r1.595.fcidump", "--json"]
      let usual = try await Tool.run(arguments).json()
      let energy = try #require(usual["energy"] as? Double)
      for choice in ["on", "off"] {
        let object = try await Tool.run(arguments + ["--symmetry-sector", choice]).json()
        #expect(abs(try #require(object["energy"] as? Double) - energy) < 1e-10)
        #expect(Set(object.keys) == Set(usual.keys))
      }
    }

    @Test("tells people the energy, its error, the evaluations and why it stopped")
    func text() async throws {
      let outcome = try await Tool.run("vqe", "h2_sto3g_r0.735.fcidump")
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      for word in ["energy       -1.137306", "hartree", "error", "evaluations", "time", "gradient-converged"] {
        #expect(outcome.output.contains(word), "\(word)")
      }
    }

    @Test("takes the Hamiltonian-variational ansatz for a model")
    func model() async throws {
      let object = try await Tool.run("vqe", "tfim_n10_ring_h1.0.txt", "--json", in: Tool.hamiltonians).json()
      #expect(object["ansatz"] as? String == "hva")
      #expect(abs(try #require(object["energy"] as? Double) - -12.784906442999318) < 1e-6)
    }

    @Test(
      "runs each ansatz in each mapping",
      arguments: ["uccsd", "efficient-su2", "real-amplitudes", "two-local", "hva"],
      [["--mapping", "bravyi-kitaev"], ["--mapping", "parity", "--reduce-two-qubits"]])
    func ansatz(name: String, mapping: [String]) async throws {
      let outcome = try await Tool.run(
        ["vqe", "h2_sto3g_r0.735.fcidump", "--ansatz", name, "--max-evaluations", "40", "--json"] + mapping)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let object = try outcome.json()
      #expect(object["ansatz"] as? String == name)
      #expect(object["n_qubits"] as? Int == (mapping.count == 3 ? 2 : 4))
    }

    @Test("gives a sampled energy its standard error, the same for the same seed")
    func sampled() async throws {
      let arguments = [
        "vqe", "h2_sto3g_r0.735.fcidump", "--precision", "0.01", "--optimizer", "spsa", "--max-evaluations", "60",
        "--json", "--seed",
      ]
      let first = try await Tool.run(arguments + ["7"]).json()
      let again = try await Tool.run(arguments + ["7"]).json()
      let other = try await Tool.run(arguments + ["8"]).json()
      let error = try #require(first["standard_error"] as? Double)
      #expect(error > 0 && error <= 0.01)
      #expect(first["energy"] as? Double == again["energy"] as? Double)
      #expect(first["energy"] as? Double != other["energy"] as? Double)
      #expect(first["seed"] as? Int == 7)
    }

    @Test("honours a frozen core, an active space, the order of factors and MP2 amplitudes")
    func options() async throws {
      let frozen = try await Tool.run("vqe", "lih_sto3g_r1.595.fcidump", "--freeze-core", "1", "--json").json()
      #expect(abs(try #require(frozen["energy"] as? Double) - -7.882174505765373) < 1e-8)
      let active = try await Tool.run("vqe", "lih_sto3g_r1.595.fcidump", "--active-space", "2,5", "--json").json()
      #expect(active["energy"] as? Double == frozen["energy"] as? Double)
      let order = try await Tool.run(
        "vqe", "lih_sto3g_r1.595.fcidump", "--order", "singles-then-doubles", "--initial-point", "mp2", "--json"
      ).json()
      #expect(abs(try #require(order["energy"] as? Double) - -7.882391292325313) < 1e-8)
    }

    @Test("prints its version and short help to standard output")
    func help() async throws {
      let version = try await Tool.run("--version")
      #expect(version.status == 0 && version.output.hasPrefix("ritz "))
      for arguments in [["--help"], ["vqe", "--help"], ["exact", "--help"], ["replay", "--help"]] {
        let outcome = try await Tool.run(arguments)
        #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.contains("USAGE"))
      }
    }
  }
}
