internal import ComplexModule
public import PauliAlgebra
public import QuantumCircuits
internal import RealModule

/// The quantum approximate optimization algorithm: layers that alternate between a cost of bit strings and a mixer.
///
/// |γ, β⟩ = exp(−iβₚB) exp(−iγₚC) … exp(−iβ₁B) exp(−iγ₁C) |start⟩ for a diagonal C to be minimised, with the parameters in
/// the order γ₁, β₁, γ₂, β₂, …, all in radians. Each term c·Z…Z of C is one rotation by 2cγ, whatever its weight; the
/// identity is left out, as it is a phase. ``QAOAMixer`` has the signs of B. Farhi, Goldstone and Gutmann maximise −C with
/// −B: both signs turned give the conjugate state, so their angles hold here as they are.
/// - Note: Farhi, Goldstone and Gutmann, arXiv:1411.4028; Hadfield et al., Algorithms 12, 34 (2019).
public struct QAOAAnsatz: Ansatz {
  public let name = "qaoa"
  public let circuit: Circuit
  /// C.
  public let cost: PauliSum
  /// p.
  public let layers: Int
  public let mixer: QAOAMixer
  public let initialState: QAOAInitialState

  /// The angles of one layer: its γ and then its β, of which there is one unless the mixer is a circuit.
  public var parametersPerLayer: Int { 1 + mixer.parameterCount }

  /// - Parameter initialState: nil takes the lowest state of a transverse field or a warm start, and |+…+⟩ for mixers of
  ///   one's own; XY mixers need one.
  /// - Throws: ``QAOAError`` for a cost that is constant or not diagonal, and for parts that do not fit each other.
  public init(
    _ cost: PauliSum, layers: Int = 1, mixer: QAOAMixer = .transverseField, initialState: QAOAInitialState? = nil
  ) throws {
    guard cost.isHermitian else { throw QAOAError.notHermitian(what: "cost") }
    if let term = cost.terms.first(where: { !$0.string.isDiagonal }) {
      throw QAOAError.notDiagonal(term: "\(term.string)")
    }
    guard cost.terms.contains(where: { !$0.string.isIdentity }) else { throw QAOAError.constantCost }
    guard (1...AnsatzError.maximumLayerCount).contains(layers) else { throw QAOAError.layerCount(found: layers) }
    try mixer.validate(qubitCount: cost.qubitCount)
    guard let start = initialState ?? Self.initialState(for: mixer) else { throw QAOAError.initialStateNeeded }

    let betaCount = mixer.parameterCount
    let gammas = Parameter.vector("γ", count: layers)
    let betas = Parameter.vector("β", count: layers * betaCount)
    func ofLayer(_ layer: Int) -> [Parameter] { Array(betas[layer * betaCount..<(layer + 1) * betaCount]) }

    var circuit = try Circuit(
      qubitCount: cost.qubitCount, parameters: (0..<layers).flatMap { [gammas[$0]] + ofLayer($0) })
    try start.append(to: &circuit)
    for layer in 0..<layers {
      for term in cost.terms where !term.string.isIdentity {
        try circuit.append(pauliRotation: term.string, angle: 2 * term.coefficient.real * gammas[layer])
      }
      try mixer.append(ofLayer(layer), to: &circuit)
    }
    self.circuit = circuit
    self.cost = cost
    self.layers = layers
    self.mixer = mixer
    self.initialState = start
  }

  private static func initialState(for mixer: QAOAMixer) -> QAOAInitialState? {
    switch mixer {
    case .transverseField, .observable, .circuit: .uniform
    case .warmStart(let start): .warmStart(start)
    case .xy: nil
    }
  }

  /// The linear ramp.
  public func initialPoint(seed: UInt64) -> [Double] { linearRamp() }
}
