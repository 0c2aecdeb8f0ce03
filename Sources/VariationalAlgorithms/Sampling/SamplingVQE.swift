public import ClassicalOptimizers
public import PauliAlgebra
public import QuantumBackends
internal import QuantumCircuits

/// A search for bit strings of low cost: the angles of an ansatz are turned until the outcomes it is measured with cost
/// least.
///
/// ```swift
/// let search = SamplingVQE(cost: cost, ansatz: try RealAmplitudes(qubitCount: 10), alpha: 0.2, shots: 1000)
/// let result = try await search.run(on: LocalBackend())
/// print(result.best[0].bitString, result.best[0].value)
/// ```
/// The objective is CVaR, the mean of the lowest share α of the outcomes: all of them at α = 1, the expectation value of
/// the cost; fewer look at the best ones, which is what a search is after. The value holds everything that decides the
/// outcome: the same value on the same kind of machine gives the same bits.
/// - Note: Barkoutsos et al., Quantum 4, 256 (2020).
public struct SamplingVQE: Sendable {
  /// A diagonal observable, whose value for a bit string is to be lowest.
  public var cost: PauliSum
  public var ansatz: any Ansatz
  /// Unless it is set, L-BFGS for exact values and COBYLA for sampled ones.
  public var optimizer: any Optimizer {
    get { chosenOptimizer ?? Self.defaultOptimizer(shots: shots) }
    set { chosenOptimizer = newValue }
  }
  /// How derivatives of exact values are found for optimizers that use them, as in ``VQE/gradient``.
  public var gradient: GradientMethod?
  public var initialPoint: InitialPoint
  /// α, above 0 and at most 1.
  ///
  /// Where α·``shots`` is below 2 or so, the objective is little more than the lowest outcome, and no error of it is known:
  /// an optimizer that weighs errors takes a lucky draw for exact.
  public var alpha: Double
  /// Outcomes drawn for each evaluation; nil means exact expectation values, which only α = 1 has.
  public var shots: Int?
  /// Outcomes drawn at the end; nil takes ``shots``, or 1024 without them.
  public var finalShots: Int?
  /// The most outcomes that each list of the result holds.
  public var outcomeLimit = 16
  /// Every random choice follows from it.
  public var seed: UInt64
  private var chosenOptimizer: (any Optimizer)?

  /// - Parameter optimizer: nil takes L-BFGS for exact values and COBYLA for sampled ones.
  public init(
    cost: PauliSum, ansatz: some Ansatz, optimizer: (any Optimizer)? = nil, gradient: GradientMethod? = nil,
    initialPoint: InitialPoint = .ansatz, alpha: Double = 1, shots: Int? = nil, finalShots: Int? = nil, seed: UInt64 = 0
  ) {
    self.cost = cost
    self.ansatz = ansatz
    chosenOptimizer = optimizer
    self.gradient = gradient
    self.initialPoint = initialPoint
    self.alpha = alpha
    self.shots = shots
    self.finalShots = finalShots
    self.seed = seed
  }

  static func defaultOptimizer(shots: Int?) -> any Optimizer {
    // Steps below a hundredth of a radian drown in the noise of samples.
    shots == nil ? LBFGS() : COBYLA(initialStep: 0.3, stepTolerance: 0.01)
  }

  /// Minimises the objective, and draws outcomes at the best point.
  ///
  /// Cancelling the task, or throwing `CancellationError` from `onProgress`, ends the run: when a value is known, the
  /// result is the best so far with the stop reason `interrupted`. However the run ends, also by an error of the
  /// backend, the checkpoint, if one was asked for, then holds all that was evaluated. When it is only the outcomes at the
  /// end that cannot be drawn, the result comes without them, and with ``SamplingVQEResult/finalSampleError``.
  /// - Parameters:
  ///   - checkpoint: Where to save the run as it goes.
  ///   - resuming: A checkpoint to go on from; it must belong to the same problem, and to the same choice of sectors.
  ///   - onProgress: Called after each batch of evaluations.
  /// - Throws: ``SamplingVQEError`` and ``VQEError`` for inputs that do not fit together, ``BackendError``,
  ///   ``OptimizationError``; and `CancellationError` when cancelled before the first value.
  public func run(
    on backend: some Backend, checkpoint: CheckpointPolicy? = nil, resuming: VQECheckpoint? = nil,
    onProgress: (SamplingVQEProgress) async throws -> Void = { _ in }
  ) async throws -> SamplingVQEResult {
    let cost = try validated()
    return try await run(
      exactVQE.resolvedOptimizer(), cost: cost, on: backend, checkpoint: checkpoint, resuming: resuming,
      onProgress: onProgress)
  }

  /// Refuses what does not fit together, before anything is computed.
  private func validated() throws -> DiagonalCost {
    let cost = try DiagonalCost(cost)
    let method = type(of: optimizer).name
    guard alpha > 0 && alpha <= 1 else { throw SamplingVQEError.alpha(alpha) }
    if alpha < 1 && shots == nil { throw SamplingVQEError.exactTail(alpha: alpha) }
    let possible = 2...ShotLimit.most
    if let shots, !possible.contains(shots) { throw SamplingVQEError.shots(found: shots) }
    if let finalShots, !possible.contains(finalShots) { throw SamplingVQEError.finalShots(found: finalShots) }
    if outcomeLimit < 1 { throw SamplingVQEError.outcomeLimit(found: outcomeLimit) }
    if shots != nil && method.needsGradient { throw SamplingVQEError.gradientOfSamples(optimizer: method.rawValue) }
    if method == .nft && alpha < 1 {
      throw SamplingVQEError.trigonometricTail(optimizer: method.rawValue, alpha: alpha)
    }
    try exactVQE.validate()
    return cost
  }

  var resolvedFinalShots: Int { finalShots ?? shots ?? 1024 }

  /// The same search for the lowest expectation value, which shares its optimizer, its start and its exact values.
  var exactVQE: VQE {
    VQE(
      hamiltonian: cost, ansatz: ansatz, optimizer: optimizer, gradient: gradient, initialPoint: initialPoint,
      seed: seed)
  }

  /// A hash of everything that decides the points and values of a run, but not how long it goes on.
  var problemFingerprint: String {
    var hash = FNV1a128()
    hash.combine("sampling \(alpha.bitPattern) \(shots.map(String.init) ?? "-")")
    hash.combine(exactVQE.problemFingerprint)
    return hash.text
  }
}
