public import ComplexModule
public import LinearAlgebra
public import RealModule

/// The lowest energies of a Hamiltonian, exact to rounding, with their states.
///
/// Computed by exact diagonalisation: of a sector with given particle numbers, whose states are enumerated by their
/// occupations, or of the whole space of a Pauli sum, cut by the symmetries that are found in it.
public struct ExactSpectrum: Sendable {
  /// The lowest energies, ascending, degenerate ones as often as they occur.
  public let energies: [Double]
  /// The norm ‖Hv − Ev‖ of each state, computed afresh from its vector.
  public let residuals: [Double]
  /// How they were found.
  public let method: EigenSolverMethod
  /// The dimension of the space that was searched.
  public let dimension: Int
  /// The largest dimension of the parts that symmetries cut that space into, each of which is solved by itself if need be.
  public let largestPartDimension: Int
  /// ⟨S²⟩ of each state; nil for a whole space, in which spin has no meaning.
  public let spinSquared: [Double]?
  /// The number of qubits of the Hamiltonian.
  public let qubitCount: Int
  /// The sector that was searched; nil for a whole space.
  public let sector: ParticleSector?

  /// The parts in which states were found low enough; empty where elements of a diagonal were sorted.
  package let parts: [SearchedPart]

  private let states: [ExactState]

  init(
    _ states: [ExactState], method: EigenSolverMethod, dimension: Int, largestPartDimension: Int, parts: [SearchedPart],
    qubitCount: Int, sector: ParticleSector? = nil, spinSquared: [Double]? = nil
  ) {
    energies = states.map(\.energy)
    residuals = states.map(\.residual)
    self.states = states
    self.method = method
    self.dimension = dimension
    self.largestPartDimension = largestPartDimension
    self.parts = parts
    self.spinSquared = spinSquared
    self.qubitCount = qubitCount
    self.sector = sector
  }

  /// The lowest energy.
  public var groundEnergy: Double { energies[0] }

  /// A state as the vector of its 2ⁿ amplitudes on the qubits of the Hamiltonian, bit q of an index being qubit q.
  ///
  /// - Throws: ``ExactSpectrumError/tooManyQubits(_:allowed:)`` beyond 30 qubits.
  public func stateVector(_ level: Int) throws(ExactSpectrumError) -> [Complex<Double>] {
    precondition(energies.indices.contains(level), "states 0..<\(energies.count) were computed")
    guard qubitCount <= 30 else { throw .tooManyQubits(qubitCount, allowed: 30) }
    return states[level].vector(qubitCount: qubitCount)
  }
}
