internal import ClassicalOptimizers
internal import JSONSchemas
internal import OpenQASM
public import QuantumBackends
internal import QuantumCircuits
public import VariationalAlgorithms

/// A variational problem with all its settings, as the `vqe` program takes it.
public struct VQEInputs: Codable, Sendable {
  /// The circuit of an ansatz, and where to start in it.
  public struct Ansatz: Codable, Sendable {
    /// OpenQASM 3, or the hash of such a text.
    public var circuit: CircuitSource
    /// What results call it; nil takes `circuit`.
    public var name: String?
    /// Radians, one angle for each input of the circuit; nil starts at zero.
    public var initialPoint: [Double]?

    enum CodingKeys: String, CodingKey {
      case initialPoint = "initial_point"
      case circuit, name
    }

    public init(circuit: CircuitSource, name: String? = nil, initialPoint: [Double]? = nil) {
      self.circuit = circuit
      self.name = name
      self.initialPoint = initialPoint
    }
  }

  public var hamiltonian: VQEHamiltonian
  public var ansatz: Ansatz
  /// nil takes L-BFGS for exact energies and SPSA for sampled ones.
  public var optimizer: VQEOptimizer?
  /// nil takes adjoint gradients for exact energies and the parameter-shift rule for sampled ones.
  public var gradient: VQEGradient?
  /// Shots for each energy; nil with a nil ``precision`` means exact values.
  public var shots: Int?
  public var precision: Double?
  /// A bound on the standard error of the energy at the end; nil evaluates it like the others.
  public var finalPrecision: Double?
  /// nil takes strings that commute on every qubit together.
  public var grouping: MeasurementGrouping?
  /// Every random choice follows from it; nil means 0.
  public var seed: UInt64?
  /// Whether the output holds every evaluation; nil means that it does not.
  public var includesLog: Bool?

  enum CodingKeys: String, CodingKey {
    case finalPrecision = "final_precision"
    case includesLog = "include_log"
    case hamiltonian, ansatz, optimizer, gradient, shots, precision, grouping, seed
  }

  public init(
    hamiltonian: VQEHamiltonian, ansatz: Ansatz, optimizer: VQEOptimizer? = nil, gradient: VQEGradient? = nil,
    shots: Int? = nil, precision: Double? = nil, finalPrecision: Double? = nil, grouping: MeasurementGrouping? = nil,
    seed: UInt64? = nil, includesLog: Bool? = nil
  ) {
    self.hamiltonian = hamiltonian
    self.ansatz = ansatz
    self.optimizer = optimizer
    self.gradient = gradient
    self.shots = shots
    self.precision = precision
    self.finalPrecision = finalPrecision
    self.grouping = grouping
    self.seed = seed
    self.includesLog = includesLog
  }

  /// The inputs that make the program do what `vqe.run(on:)` does, bit for bit.
  ///
  /// What only the ansatz knows (where to start, curvatures, frequencies) is written out.
  /// - Throws: `VQEError` and `OptimizationError` for what a run would refuse.
  public init(_ vqe: VQE, includesLog: Bool = false) throws {
    let run = try vqe.resolved()
    let start = run.ansatz.initialPoint(seed: run.seed)
    hamiltonian = VQEHamiltonian(ObservablesSource(.inline(try RecentTexts.json(of: run.hamiltonian))))
    let circuit = RecentTexts.openQASM3(of: run.ansatz.circuit)
    ansatz = Ansatz(circuit: .text(circuit), name: run.ansatz.name, initialPoint: start)
    try run.optimizer.limits.validate()
    try run.optimizer.validate(dimension: start.count)
    optimizer = VQEOptimizer(run.optimizer)
    gradient = run.gradient.map(VQEGradient.init)
    shots = run.shots
    precision = run.precision
    finalPrecision = run.finalPrecision
    grouping = run.grouping == .qubitWise ? nil : run.grouping
    seed = run.seed
    self.includesLog = includesLog
  }

  /// The run that the inputs describe.
  ///
  /// - Throws: ``ProgramFailure`` with the place of a text that cannot be read; what fetching a text throws.
  func vqe(circuits: CircuitLibrary) async throws -> VQE {
    let circuit = try await at("ansatz.circuit") { try await circuits.circuit(ansatz.circuit) }
    let observable = try await at("hamiltonian") { try await circuits.observable(hamiltonian.source) }
    return VQE(
      hamiltonian: observable,
      ansatz: try CircuitAnsatz(circuit, name: ansatz.name ?? "circuit", initialPoint: ansatz.initialPoint),
      optimizer: optimizer?.method, gradient: gradient?.method, shots: shots, precision: precision,
      finalPrecision: finalPrecision, grouping: grouping ?? .qubitWise, seed: seed ?? 0)
  }

  /// Puts the place in the inputs before what is wrong there.
  private func at<T>(_ path: String, _ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch {
      throw ProgramFailure.at(path, error)
    }
  }
}

extension VQEInputs: TextualInputs {
  package mutating func replaceTexts(_ hash: (String) -> String?) {
    if case .text(let text) = ansatz.circuit, let hash = hash(text) { ansatz.circuit = .hash(hash) }
    if case .inline(let value) = hamiltonian.source.text, let hash = hash(value.text) {
      hamiltonian.source.text = .hash(hash)
    }
  }
}
