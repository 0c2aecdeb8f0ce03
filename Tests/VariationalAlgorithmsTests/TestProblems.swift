import ClassicalOptimizers
import Foundation
import Hamiltonians
import PauliAlgebra
import QuantumBackends
import TestSupport
import Testing
import VariationalAlgorithms

/// Small problems that several suites share.
enum TestProblem {
  /// H2 in its minimal basis: 4 qubits, 3 excitations, exact by UCCSD.
  static func hydrogen() throws -> MolecularProblem {
    try FCIDump(contentsOf: RepositoryData.path("molecules/h2_sto3g_r0.735.fcidump")).molecule.problem()
  }

  static let hydrogenEnergy = -1.1373060357534004

  /// Two spins in a tilted field: 2 qubits, one-norm 2.1.
  static func spins() throws -> PauliSum {
    try PauliSum(["ZZ": -1, "XI": -0.6, "IX": -0.3, "ZI": 0.2])
  }

  /// A variational run with every setting that matters, small enough to be repeated hundreds of times.
  static func vqe(
    _ optimizer: OptimizerName, shots: Int? = nil, gradient: GradientMethod? = nil, maximumEvaluations: Int = 24,
    seed: UInt64 = 3
  ) throws -> VQE {
    var vqe = VQE(
      hamiltonian: try spins(), ansatz: try RealAmplitudes(qubitCount: 2, layers: 1), gradient: gradient, shots: shots,
      seed: seed)
    vqe.optimizer = optimizer.optimizer(maximumEvaluations: maximumEvaluations, seed: seed)
    return vqe
  }
}

/// A file name in a folder of its own, removed when the value goes.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("ritz-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// Writes the JSON object in a file anew with a change.
func changeJSON(at path: String, _ change: (inout [String: Any]) -> Void) throws {
  let url = URL(fileURLWithPath: path)
  var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
  change(&object)
  try JSONSerialization.data(withJSONObject: object).write(to: url)
}

extension VQEResult {
  /// Everything but the time it took, to the last bit.
  var bits: String {
    let numbers = [energy, standardError ?? 0] + parameters
    let logged = log.flatMap { entry -> [Double] in
      entry.point + [entry.value, entry.standardError ?? 0] + (entry.gradient ?? [])
    }
    return [
      (numbers + logged).map { String($0.bitPattern, radix: 16) }.joined(separator: " "),
      "\(evaluations) \(gradientEvaluations) \(iterations) \(stopReason.rawValue) \(log.count) \(steps.count)",
    ].joined(separator: "\n")
  }
}
