public import Ritz

/// One variational run that is made in every arm.
public struct VariationalCase: Hashable, Sendable {
  public var molecule: BenchmarkMolecule
  public var optimizer: OptimizerName
  /// Shots for each energy; nil for exact ones.
  public var shots: Int?
  /// nil for the optimizer's own limits.
  public var maximumEvaluations: Int?
  public var seed: UInt64

  public init(
    _ molecule: BenchmarkMolecule, optimizer: OptimizerName, shots: Int? = nil, maximumEvaluations: Int? = nil,
    seed: UInt64 = 0
  ) {
    self.molecule = molecule
    self.optimizer = optimizer
    self.shots = shots
    self.maximumEvaluations = maximumEvaluations
    self.seed = seed
  }

  /// What is fixed for all arms: the run, and what a device would have to do for it.
  func prepared() throws -> PreparedCase {
    let problem = try molecule.problem()
    let ansatz = try UCCSD(problem)
    let vqe = VQE(
      hamiltonian: problem.hamiltonian, ansatz: ansatz,
      optimizer: optimizer.optimizer(maximumEvaluations: maximumEvaluations, seed: seed), shots: shots, seed: seed)
    let angles = ansatz.circuit.withIndependentAngles().angles
    return PreparedCase(
      vqe: vqe, exactEnergy: try ExactSpectrum(of: problem).groundEnergy,
      termCount: problem.hamiltonian.termCount(), basisCount: MeasurementPlan(problem.hamiltonian).bases.count,
      shiftedEnergies: angles.reduce(0) { $0 + 2 * ($1.frequencies?.count ?? 0) })
  }
}

/// A case made ready to run.
struct PreparedCase: Sendable {
  let vqe: VQE
  /// The lowest energy with the molecule's electrons, in hartree.
  let exactEnergy: Double
  let termCount: Int
  /// Settings of the readout that measure all terms, each a circuit on a device.
  let basisCount: Int
  /// Energies beside the one at the point itself that the parameter-shift rule takes for a gradient.
  let shiftedEnergies: Int
}
