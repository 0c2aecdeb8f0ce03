import Foundation
import Ritz

/// The molecules that the runtime is tried with.
enum Problems: String, CaseIterable, Sendable {
  case h2
  /// Two electrons in three orbitals.
  case lihFourQubits
  case lih

  private static let molecules = URL(filePath: #filePath).appending(path: "../../../Data/molecules").standardizedFileURL

  func problem() throws -> MolecularProblem {
    func molecule(_ name: String) throws -> Molecule {
      try FCIDump(contentsOf: Self.molecules.appending(path: "\(name).fcidump").path).molecule
    }
    return switch self {
    case .h2: try molecule("h2_sto3g_r0.735").problem(mapping: .jordanWigner)
    case .lihFourQubits:
      try molecule("lih_active3/lih_active3_r1.547").problem(mapping: .parity, reducingTwoQubits: true)
    case .lih: try molecule("lih_sto3g_r1.595").problem(mapping: .jordanWigner)
    }
  }

  /// A run of at most so many evaluations.
  func vqe(_ method: OptimizerName, shots: Int?, maximumEvaluations: Int) throws -> VQE {
    let problem = try problem()
    return VQE(
      hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem),
      optimizer: method.optimizer(maximumEvaluations: maximumEvaluations, seed: 7), shots: shots, seed: 7)
  }
}
