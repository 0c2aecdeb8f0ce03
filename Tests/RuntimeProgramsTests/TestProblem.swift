import ClassicalOptimizers
import Hamiltonians
import PauliAlgebra
import TestSupport
import VariationalAlgorithms

/// Small problems that several suites share.
enum TestProblem {
  /// H2 in its minimal basis: 4 qubits, 3 excitations.
  static func hydrogen() throws -> MolecularProblem {
    try FCIDump(contentsOf: RepositoryData.path("molecules/h2_sto3g_r0.735.fcidump")).molecule.problem()
  }

  /// LiH with 2 electrons in 3 orbitals: 4 qubits after parity mapping and reduction.
  static func smallLithiumHydride() throws -> MolecularProblem {
    try FCIDump(contentsOf: RepositoryData.path("molecules/lih_active3/lih_active3_r1.547.fcidump")).molecule
      .problem(mapping: .parity, reducingTwoQubits: true)
  }

  /// LiH in its minimal basis: 12 qubits, 92 excitations.
  static func lithiumHydride() throws -> MolecularProblem {
    try FCIDump(contentsOf: RepositoryData.path("molecules/lih_sto3g_r1.595.fcidump")).molecule.problem()
  }

  /// Two spins in a tilted field.
  static func spins() throws -> PauliSum {
    try PauliSum(["ZZ": -1, "XI": -0.6, "IX": -0.3, "ZI": 0.2])
  }

  /// A variational run, small enough to be repeated hundreds of times.
  static func vqe(
    _ optimizer: OptimizerName, shots: Int? = nil, precision: Double? = nil, gradient: GradientMethod? = nil,
    initialPoint: InitialPoint = .ansatz, maximumEvaluations: Int = 24, seed: UInt64 = 3
  ) throws -> VQE {
    VQE(
      hamiltonian: try spins(), ansatz: try RealAmplitudes(qubitCount: 2, layers: 1),
      optimizer: optimizer.optimizer(maximumEvaluations: maximumEvaluations, seed: seed), gradient: gradient,
      initialPoint: initialPoint, shots: shots, precision: precision, seed: seed)
  }

  static func vqe(
    _ problem: MolecularProblem, _ optimizer: OptimizerName, shots: Int? = nil, maximumEvaluations: Int
  ) throws -> VQE {
    VQE(
      hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem),
      optimizer: optimizer.optimizer(maximumEvaluations: maximumEvaluations, seed: 5), shots: shots, seed: 5)
  }
}
