internal import ComplexModule
internal import Hamiltonians
public import PauliAlgebra
public import QuantumCircuits
internal import RealModule

/// What moves amplitude between bit strings in each layer of QAOA: exp(−iβB).
///
/// Each B of this list has its lowest state where the layers start, so positive β and γ follow an annealing towards the
/// lowest cost.
/// - Note: Hadfield et al., Algorithms 12, 34 (2019), for mixers that keep constraints.
public enum QAOAMixer: Hashable, Sendable {
  /// B = −Σ Xᵢ: all bit strings, from their equal superposition. Farhi, Goldstone and Gutmann, arXiv:1411.4028.
  case transverseField
  /// B = −½ Σ w (XᵢXⱼ + YᵢYⱼ) over pairs, one exp(iβw(XX + YY)/2) after the other: keeps the number of ones.
  case xy(ExchangePairs)
  /// B = −Σ (sin θᵢ Xᵢ + cos θᵢ Zᵢ), whose ground state is a relaxed solution.
  case warmStart(WarmStart)
  /// B given by its terms: ∏ exp(−iβcP) in the order of `PauliSum.terms`, exp(−iβB) itself where they commute.
  case observable(PauliSum)
  /// Any circuit; each layer has all its parameters for itself, named β in their order.
  case circuit(Circuit)

  /// The angles of one layer.
  var parameterCount: Int {
    if case .circuit(let circuit) = self { circuit.parameters.count } else { 1 }
  }

  /// Refuses what does not fit a cost of this width.
  func validate(qubitCount: Int) throws {
    switch self {
    case .transverseField:
      break
    case .xy(let pairs):
      _ = try pairs.edges(qubitCount: qubitCount)
    case .warmStart(let start):
      try Self.requireWidth(start.probabilities.count, qubitCount)
    case .observable(let sum):
      try Self.requireWidth(sum.qubitCount, qubitCount)
      guard sum.isHermitian else { throw QAOAError.notHermitian(what: "mixer") }
      guard sum.terms.contains(where: { !$0.string.isIdentity }) else { throw QAOAError.constantMixer }
    case .circuit(let circuit):
      try Self.requireWidth(circuit.qubitCount, qubitCount)
      guard !circuit.parameters.isEmpty else { throw QAOAError.mixerWithoutParameters }
    }
  }

  private static func requireWidth(_ found: Int, _ allowed: Int) throws(QAOAError) {
    guard found == allowed else { throw .mixerWidth(found: found, allowed: allowed) }
  }

  /// Appends one layer of the mixer.
  ///
  /// - Parameter betas: One parameter, or as many as a circuit has.
  func append(_ betas: [Parameter], to circuit: inout Circuit) throws {
    guard let beta = betas.first else { return }
    switch self {
    case .transverseField:
      for qubit in 0..<circuit.qubitCount { try circuit.append(.rx, -2 * beta, on: qubit) }
    case .xy(let pairs):
      for edge in try pairs.edges(qubitCount: circuit.qubitCount) {
        // xx_plus_yy(θ, 0) is exp(−iθ(XX + YY)/4).
        try circuit.append(.xxPlusYY, -2 * edge.weight * beta, 0, on: edge.first, edge.second)
      }
    case .warmStart(let start):
      try start.appendMixer(beta, to: &circuit)
    case .observable(let sum):
      for term in sum.terms where !term.string.isIdentity {
        try circuit.append(pauliRotation: term.string, angle: 2 * term.coefficient.real * beta)
      }
    case .circuit(let layer):
      let replacement = zip(layer.parameters, betas).map { ($0, $1.angle) }
      try circuit.append(contentsOf: layer.substituting(Dictionary(uniqueKeysWithValues: replacement)))
    }
  }
}
