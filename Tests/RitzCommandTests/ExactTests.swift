import Foundation
import Testing

extension CommandTests {
  @Suite("ritz exact") struct ExactTests {
    static let keys = [
      "energy", "energies", "method", "n_qubits", "n_terms", "one_norm", "identity_coefficient", "sector_dimension",
      "hf_energy", "core_energy", "s_squared", "fock_energy",
    ]

    @Test("prints one JSON object with every key, in the order of the contract")
    func json() async throws {
      let outcome = try await Tool.run("exact", "lih_sto3g_r1.595.fcidump", "--states", "4", "--json")
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      let object = try outcome.json()
      #expect(Set(object.keys) == Set(Self.keys))
      let positions = Self.keys.map { outcome.output.range(of: "\"\($0)\":")?.lowerBound }
      #expect(positions == positions.sorted { ($0 ?? outcome.output.endIndex) < ($1 ?? outcome.output.endIndex) })
      let energies = try #require(object["energies"] as? [Double])
      #expect(energies.count == 4)
      #expect(abs(energies[0] - -7.882401932290212) < 1e-8)
      #expect(object["energy"] as? Double == energies[0])
      #expect(object["n_qubits"] as? Int == 12)
      #expect(object["n_terms"] as? Int == 631)
      #expect(object["sector_dimension"] as? Int == 225)
    }

    @Test("finds the lower energy of another number of electrons, and says so")
    func fock() async throws {
      let object = try await Tool.run("exact", "heh+_sto3g_r0.772.fcidump", "--json").json()
      let (energy, fock) = (try #require(object["energy"] as? Double), try #require(object["fock_energy"] as? Double))
      #expect(fock < energy - 0.1)
      let text = try await Tool.run("exact", "heh+_sto3g_r0.772.fcidump")
      #expect(text.output.contains("lower"))
    }

    @Test("reads a sector of a Pauli sum in the order of spins that it is told")
    func sector() async throws {
      let outcome = try await Tool.run(
        "exact", "fermi_hubbard_2x3_u4.json", "--sector", "6,0", "--spin-order", "interleaved", "--json",
        in: Tool.hamiltonians)
      let object = try outcome.json()
      #expect(abs(try #require(object["energy"] as? Double) - -3.6193213239575464) < 1e-8)
      #expect(abs(try #require(object["fock_energy"] as? Double) - -5.175682936794459) < 1e-8)
      #expect(object["sector_dimension"] as? Int == 400)
      #expect(object["hf_energy"] is NSNull)
    }

    @Test("gives the same numbers in each mapping", arguments: ["jordan-wigner", "parity", "bravyi-kitaev"])
    func mapping(name: String) async throws {
      let object = try await Tool.run("exact", "h4_square_sto3g_r1.23.fcidump", "--mapping", name, "--json").json()
      let reference = try await Tool.run("exact", "h4_square_sto3g_r1.23.fcidump", "--json").json()
      for key in ["n_terms", "sector_dimension"] { #expect(object[key] as? Int == reference[key] as? Int) }
      for key in ["energy", "one_norm", "identity_coefficient"] {
        let (found, expected) = (object[key] as? Double ?? .nan, reference[key] as? Double ?? .nan)
        #expect(abs(found - expected) < 1e-9)
      }
    }
  }
}
