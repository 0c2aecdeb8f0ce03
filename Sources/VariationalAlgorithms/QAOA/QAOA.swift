public import ClassicalOptimizers
public import PauliAlgebra
public import QuantumBackends

/// The quantum approximate optimization algorithm as one call: bit strings of low cost, from ``QAOAAnsatz`` by
/// ``SamplingVQE``.
///
/// ```swift
/// let qaoa = try QAOA(cost: MaxCut(on: graph).hamiltonian, layers: 3, alpha: 0.25, shots: 1000)
/// let result = try await qaoa.run(on: LocalBackend())
/// print(result.best[0].bitString, -result.best[0].value)
/// ```
/// Without shots the objective is the exact expectation value, with exact gradients where the backend has them.
/// - Note: Farhi, Goldstone and Gutmann, arXiv:1411.4028; with CVaR, Barkoutsos et al., Quantum 4, 256 (2020).
public struct QAOA: Sendable {
  /// The layers, their mixer and where they start.
  public let ansatz: QAOAAnsatz
  /// Unless it is set, L-BFGS for exact values and COBYLA for sampled ones.
  public var optimizer: any Optimizer {
    get { chosenOptimizer ?? SamplingVQE.defaultOptimizer(shots: shots) }
    set { chosenOptimizer = newValue }
  }
  /// Of the angles γ₁, β₁, γ₂, β₂, …; unless told otherwise a linear ramp.
  public var initialPoint: InitialPoint
  /// The share of the outcomes whose mean is minimised: α of ``SamplingVQE``.
  public var alpha: Double
  /// Outcomes drawn for each evaluation; nil means exact expectation values.
  public var shots: Int?
  /// Outcomes drawn at the end; nil takes ``shots``, or 1024 without them.
  public var finalShots: Int?
  /// Every random choice follows from it.
  public var seed: UInt64
  private var chosenOptimizer: (any Optimizer)?

  /// - Parameters:
  ///   - cost: A diagonal observable to be minimised.
  ///   - layers: p.
  ///   - initialState: nil takes what belongs to the mixer; XY mixers need one.
  ///   - optimizer: nil takes L-BFGS for exact values and COBYLA for sampled ones.
  /// - Throws: ``QAOAError`` for parts that do not fit each other.
  public init(
    cost: PauliSum, layers: Int = 1, mixer: QAOAMixer = .transverseField, initialState: QAOAInitialState? = nil,
    optimizer: (any Optimizer)? = nil, initialPoint: InitialPoint = .ansatz, alpha: Double = 1, shots: Int? = nil,
    finalShots: Int? = nil, seed: UInt64 = 0
  ) throws {
    ansatz = try QAOAAnsatz(cost, layers: layers, mixer: mixer, initialState: initialState)
    chosenOptimizer = optimizer
    self.initialPoint = initialPoint
    self.alpha = alpha
    self.shots = shots
    self.finalShots = finalShots
    self.seed = seed
  }

  /// The search that ``run(on:checkpoint:resuming:onProgress:)`` makes, with further settings of its own.
  public var search: SamplingVQE {
    SamplingVQE(
      cost: ansatz.cost, ansatz: ansatz, optimizer: chosenOptimizer, initialPoint: initialPoint, alpha: alpha,
      shots: shots, finalShots: finalShots, seed: seed)
  }

  /// Minimises the objective, and draws outcomes at the best angles: ``SamplingVQE/run(on:checkpoint:resuming:onProgress:)``.
  public func run(
    on backend: some Backend, checkpoint: CheckpointPolicy? = nil, resuming: VQECheckpoint? = nil,
    onProgress: (SamplingVQEProgress) async throws -> Void = { _ in }
  ) async throws -> SamplingVQEResult {
    try await search.run(on: backend, checkpoint: checkpoint, resuming: resuming, onProgress: onProgress)
  }
}
