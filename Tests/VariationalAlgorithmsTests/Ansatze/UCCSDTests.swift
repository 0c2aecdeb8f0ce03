import ClassicalOptimizers
import Hamiltonians
import QuantumBackends
import QuantumCircuits
import Simulators
import TestSupport
import Testing
import VariationalAlgorithms

/// One energy of `vqe_references.json`: a molecule, an order of factors, the converged energy of independent code.
struct UCCSDReference: Sendable, CustomTestStringConvertible {
  var file: String
  var order: UCCSD.Order
  var energy: Double
  var errorToFCI: Double
  /// The lowest energy of the reference's spatial symmetry.
  var fullCI: Double

  var testDescription: String { "\(file), \(order.rawValue)" }

  static let all: [UCCSDReference] = {
    struct Converged: Decodable {
      var energy: Double
      var error_to_fci: Double
    }
    struct Entry: Decodable {
      var e_fci_in_symmetry_block: Double
      var trotter1_singles_then_doubles: Converged
      var trotter1_doubles_then_singles: Converged
      var one_exponential_spin_orbital_amplitudes: Converged
    }
    struct File: Decodable { var uccsd: [String: Entry] }
    guard let file = try? RepositoryData.decode(File.self, from: "molecules/vqe_references.json") else { return [] }
    return file.uccsd.sorted { $0.key < $1.key }.flatMap { name, entry in
      [
        (UCCSD.Order.singlesThenDoubles, entry.trotter1_singles_then_doubles),
        (.doublesThenSingles, entry.trotter1_doubles_then_singles),
        (.oneExponential, entry.one_exponential_spin_orbital_amplitudes),
      ].map {
        UCCSDReference(
          file: name, order: $0, energy: $1.energy, errorToFCI: $1.error_to_fci, fullCI: entry.e_fci_in_symmetry_block)
      }
    }
  }()
}

@Suite("UCCSD")
struct UCCSDTests {
  @Test("the references are there")
  func referencesExist() {
    #expect(UCCSDReference.all.count == 30)
  }

  @Test("the references' errors against full CI are within chemical accuracy for LiH, BeH2 and H2O")
  func chemicalAccuracy() {
    for reference in UCCSDReference.all where ["lih_sto3g", "beh2", "h2o"].contains(where: reference.file.hasPrefix) {
      #expect(abs(reference.energy - reference.fullCI - reference.errorToFCI) < 1e-12)
      #expect(reference.errorToFCI < 1.6e-3)
    }
  }

  @Test("reaches the energy of independent code in each order", arguments: UCCSDReference.all)
  func energies(reference: UCCSDReference) async throws {
    let problem = try FCIDump(contentsOf: RepositoryData.path("molecules/\(reference.file)")).molecule.problem()
    var optimizer = LBFGS()
    optimizer.gradientTolerance = 1e-7
    let result = try await VQE(
      hamiltonian: problem.hamiltonian, ansatz: UCCSD(problem, order: reference.order), optimizer: optimizer
    ).run(on: LocalBackend())
    #expect(result.stopReason.isConverged)
    #expect(abs(result.energy - reference.energy) < 1e-8, "found \(result.energy) after \(result.evaluations)")
    // What the ansatz misses of full CI follows.
    #expect(abs(result.energy - reference.fullCI - reference.errorToFCI) < 1e-8)
  }
}
