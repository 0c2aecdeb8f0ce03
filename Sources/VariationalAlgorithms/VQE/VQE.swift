public import ClassicalOptimizers
public import PauliAlgebra
public import QuantumBackends
internal import QuantumCircuits

/// The variational quantum eigensolver: the lowest energy an ansatz reaches, as an upper bound of the ground-state energy.
///
/// ```swift
/// let result = try await VQE(hamiltonian: problem.hamiltonian, ansatz: UCCSD(problem)).run(on: LocalBackend())
/// ```
/// The value holds everything that decides the outcome. The same value on the same kind of machine gives the same energies,
/// parameters and evaluations bit for bit, whether a run goes through or is stopped and resumed.
/// - Note: Peruzzo et al., Nature Communications 5, 4213 (2014).
public struct VQE: Sendable {
  /// The observable whose expectation value is minimised, in the unit the energies come out in.
  public var hamiltonian: PauliSum
  public var ansatz: any Ansatz
  public var optimizer: any Optimizer
  /// How derivatives are found for optimizers that use them; nil chooses adjoint where values are exact and the backend
  /// has it, parameter shift elsewhere.
  public var gradient: GradientMethod?
  public var initialPoint: InitialPoint
  /// Shots for each energy; nil with a nil ``precision`` means exact values.
  public var shots: Int?
  /// A bound on the standard error of each energy, in place of shots.
  public var precision: Double?
  /// A bound on the standard error of the energy that a sampled run ends with, evaluated at the parameters it has found; nil
  /// evaluates it like the others. It decides nothing on the way there, so a resumed run may have another.
  public var finalPrecision: Double?
  /// Which strings of the Hamiltonian share their shots.
  public var grouping: MeasurementGrouping
  /// Every random choice follows from it.
  public var seed: UInt64

  /// - Parameter optimizer: nil takes L-BFGS for exact energies and SPSA for sampled ones.
  public init(
    hamiltonian: PauliSum, ansatz: some Ansatz, optimizer: (any Optimizer)? = nil, gradient: GradientMethod? = nil,
    initialPoint: InitialPoint = .ansatz, shots: Int? = nil, precision: Double? = nil, finalPrecision: Double? = nil,
    grouping: MeasurementGrouping = .qubitWise, seed: UInt64 = 0
  ) {
    self.hamiltonian = hamiltonian
    self.ansatz = ansatz
    self.optimizer = optimizer ?? (shots == nil && precision == nil ? LBFGS() : SPSA())
    self.gradient = gradient
    self.initialPoint = initialPoint
    self.shots = shots
    self.precision = precision
    self.finalPrecision = finalPrecision
    self.grouping = grouping
    self.seed = seed
  }

  /// Minimises the energy.
  ///
  /// Cancelling the task, or throwing `CancellationError` from `onProgress`, ends the run: when an energy is known, the
  /// result is the best so far with the stop reason `interrupted`. However the run ends, also by an error of the
  /// backend, the checkpoint, if one was asked for, then holds all that was evaluated.
  /// - Parameters:
  ///   - checkpoint: Where to save the run as it goes.
  ///   - resuming: A checkpoint to go on from; it must belong to the same problem, and to the same choice of sectors.
  ///   - onProgress: Called after each batch of evaluations.
  /// - Throws: ``VQEError`` for inputs that do not fit together, ``BackendError``, ``OptimizationError``; and
  ///   `CancellationError` when cancelled before the first energy.
  public func run(
    on backend: some Backend, checkpoint: CheckpointPolicy? = nil, resuming: VQECheckpoint? = nil,
    onProgress: (VQEProgress) async throws -> Void = { _ in }
  ) async throws -> VQEResult {
    try validate()
    return try await run(
      resolvedOptimizer(), on: backend, checkpoint: checkpoint, resuming: resuming, onProgress: onProgress)
  }

  /// Refuses what does not fit together, before anything is computed.
  func validate() throws(VQEError) {
    guard hamiltonian.isHermitian else { throw .notHermitian }
    let width = ansatz.circuit.qubitCount
    guard hamiltonian.qubitCount == width else {
      throw .widthMismatch(hamiltonian: hamiltonian.qubitCount, ansatz: width)
    }
    guard !ansatz.circuit.parameters.isEmpty else { throw .noParameters(ansatz: ansatz.name) }
    try gradient?.validate()
    if gradient == .adjoint && isSampled { throw .adjointNeedsExactValues }
    if let finalPrecision {
      guard isSampled else { throw .unusedFinalPrecision }
      guard finalPrecision > 0 && finalPrecision.isFinite else { throw .invalidFinalPrecision(finalPrecision) }
    }
    let method = type(of: optimizer).name
    if gradient != nil && !method.needsGradient { throw .unusedGradient(optimizer: method.rawValue) }
  }

  var isSampled: Bool { shots != nil || precision != nil }

  /// The gradient method that is used on `backend`, which is asked whether it can do what the run needs.
  func resolvedGradient(on backend: any Backend) async throws -> GradientMethod {
    let capabilities = try await backend.capabilities
    guard isSampled || capabilities.supportsExactExpectationValues else {
      throw VQEError.exactUnavailable(backend: backend.name)
    }
    let hasAdjoint = capabilities.supportsAdjointGradients
    if gradient == .adjoint && !hasAdjoint { throw VQEError.adjointUnavailable(backend: backend.name) }
    return gradient ?? (hasAdjoint && !isSampled ? .adjoint : .parameterShift)
  }
}
