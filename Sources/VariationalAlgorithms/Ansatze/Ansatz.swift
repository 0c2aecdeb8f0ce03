public import PauliAlgebra
public import QuantumCircuits

/// A family of states: a circuit from |0…0⟩, reference state included, and a sensible place to start in it.
public protocol Ansatz: Sendable {
  /// A short name for results and records.
  var name: String { get }

  /// Prepares the trial state; its parameters are what is optimised.
  var circuit: Circuit { get }

  /// Where a run starts when nobody says otherwise, one angle in radians per parameter of ``circuit``.
  ///
  /// - Parameter seed: For ansätze whose start is random; the same seed gives the same point.
  func initialPoint(seed: UInt64) -> [Double]

  /// Estimates of the energy's second derivatives by each parameter near the initial point, all positive; nil when
  /// nothing is known. Optimizers that can use them need fewer evaluations.
  func curvatures(of hamiltonian: PauliSum) -> [Double]?
}

extension Ansatz {
  /// The number of angles that are optimised.
  public var parameterCount: Int { circuit.parameters.count }

  public func curvatures(of hamiltonian: PauliSum) -> [Double]? { nil }
}

/// Any circuit as an ansatz, started at zero or at a given point.
public struct CircuitAnsatz: Ansatz {
  public let name: String
  public let circuit: Circuit
  private let start: [Double]

  /// - Parameter initialPoint: One angle per parameter; zeros when it is nil.
  /// - Throws: ``VQEError`` when the point does not have one finite angle per parameter.
  public init(_ circuit: Circuit, name: String = "circuit", initialPoint: [Double]? = nil) throws(VQEError) {
    self.circuit = circuit
    self.name = name
    start = initialPoint ?? Array(repeating: 0, count: circuit.parameters.count)
    try InitialPoint.validate(start, parameterCount: circuit.parameters.count)
  }

  public func initialPoint(seed: UInt64) -> [Double] { start }
}
