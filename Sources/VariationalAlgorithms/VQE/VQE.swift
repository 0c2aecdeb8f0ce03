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
  /// Every random choice follows from it.
  public var seed: UInt64

  public init(
    hamiltonian: PauliSum, ansatz: some Ansatz, optimizer: some Optimizer = LBFGS(), gradient: GradientMethod? = nil,
    initialPoint: InitialPoint = .ansatz, shots: Int? = nil, precision: Double? = nil, seed: UInt64 = 0
  ) {
    self.hamiltonian = hamiltonian
    self.ansatz = ansatz
    self.optimizer = optimizer
    self.gradient = gradient
    self.initialPoint = initialPoint
    self.shots = shots
    self.precision = precision
    self.seed = seed
  }

  /// Minimises the energy.
  ///
  /// Cancelling the task, or throwing `CancellationError` from `onProgress`, ends the run: when an energy is known, the result is the best so far with the stop reason
  /// `interrupted`, and the checkpoint, if one was asked for, has been written.
  /// - Parameters:
  ///   - checkpoint: Where to save the run as it goes.
  ///   - resuming: A checkpoint to go on from; it must belong to the same problem.
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
  }

  var isSampled: Bool { shots != nil || precision != nil }

  /// The gradient method that is used on `backend`.
  func resolvedGradient(on backend: any Backend) async throws -> GradientMethod {
    let hasAdjoint = try await backend.capabilities.supportsAdjointGradients
    if gradient == .adjoint && !hasAdjoint { throw VQEError.adjointUnavailable(backend: backend.name) }
    return gradient ?? (hasAdjoint && !isSampled ? .adjoint : .parameterShift)
  }

  /// The loop, with the optimizer's type at hand.
  private func run<Method: Optimizer>(
    _ optimizer: Method, on backend: some Backend, checkpoint policy: CheckpointPolicy?, resuming: VQECheckpoint?,
    onProgress: (VQEProgress) async throws -> Void
  ) async throws -> VQEResult {
    let clock = ContinuousClock()
    let started = clock.now
    var (saved, run, log) = try begin(optimizer, resuming: resuming)
    var writer = policy.map { CheckpointWriter($0, for: self) }

    return try await backend.withSession { session in
      let objective = try await EnergyObjective(self, on: session, needsGradients: Method.name.needsGradient)
      do {
        while !run.isOver {
          try Task.checkCancellation()
          let queries = run.queries
          let answers = try await objective.evaluate(queries, evaluationsBefore: run.evaluations)
          let step = try run.advance(with: answers)
          log.append(queries, answers, step: step)
          saved.append(queries, answers)
          try writer?.write(saved, unlessRecent: !run.isOver)
          try await onProgress(
            VQEProgress(
              evaluations: run.evaluations, gradientEvaluations: run.gradientEvaluations,
              bestEnergy: run.best?.value ?? answers[0].value, step: step, elapsed: started.duration(to: clock.now)))
        }
      } catch is CancellationError where run.best != nil {
        try writer?.write(saved, unlessRecent: false)
        run.interrupt()
      }
      let found = try run.result()
      var final = Evaluation(value: found.value, standardError: found.standardError)
      if isSampled && found.stopReason != .interrupted {
        // The lowest of many noisy values lies too low; what is reported is a fresh one at the same point.
        final = try await objective.independentEvaluation(at: found.parameters)
      }
      return VQEResult(
        energy: final.value, standardError: final.standardError, parameters: found.parameters,
        evaluations: found.evaluations, gradientEvaluations: found.gradientEvaluations, iterations: found.iterations,
        stopReason: found.stopReason, ansatz: ansatz.name, optimizer: Method.name, seed: seed, steps: log.steps,
        log: log.evaluations, elapsed: started.duration(to: clock.now))
    }
  }
}

extension VQE {
  /// A run before its first evaluation, or where a checkpoint left it.
  private func begin<Method: Optimizer>(
    _ optimizer: Method, resuming checkpoint: VQECheckpoint?
  ) throws -> (SavedRun<Method>, OptimizationRun<Method>, VQELog) {
    guard let checkpoint else {
      let start = try initialPoint.resolved(for: ansatz, seed: seed)
      return (SavedRun(optimizer: optimizer, start: start), try OptimizationRun(optimizer, from: start), VQELog())
    }
    var saved = try checkpoint.saved(for: self, as: Method.self)
    do {
      var (run, log) = try saved.restored()
      if run.optimizer.limits != optimizer.limits {
        try run.setLimits(optimizer.limits)
        saved.limitsChanged(to: optimizer.limits)
      }
      return (saved, run, log)
    } catch let error as any CustomStringConvertible {
      throw checkpoint.damaged(error)
    }
  }
}

/// What a run tells after each batch of evaluations.
public struct VQEProgress: Sendable {
  /// Evaluations of the run so far, those before it was resumed included.
  public var evaluations: Int
  public var gradientEvaluations: Int
  /// The lowest energy seen.
  public var bestEnergy: Double
  /// The iteration that the batch completed; nil in the middle of one.
  public var step: OptimizationStep?
  /// Since this call began.
  public var elapsed: Duration
}

/// The outcome of a variational run.
public struct VQEResult: Sendable {
  /// The energy at ``parameters``; with shots that of an independent evaluation after the optimisation.
  public var energy: Double
  /// nil for exact energies.
  public var standardError: Double?
  /// Radians, in the order of the ansatz circuit's parameters.
  public var parameters: [Double]
  /// Points at which the optimizer asked for the energy, with or without its gradient.
  public var evaluations: Int
  public var gradientEvaluations: Int
  public var iterations: Int
  public var stopReason: StopReason
  public var ansatz: String
  public var optimizer: OptimizerName
  public var seed: UInt64
  /// One entry per completed iteration.
  public var steps: [OptimizationStep]
  /// One entry per evaluation, in order.
  public var log: [LoggedEvaluation]
  /// Wall time of this call.
  public var elapsed: Duration
}
