internal import QuantumCircuits
internal import RealModule

/// A relaxed solution of a binary problem as the state and the mixer that QAOA starts from.
///
/// Qubit i starts in RY(θᵢ)|0⟩ with θᵢ = 2 arcsin √cᵢ, so that it is measured as 1 with probability cᵢ. The mixer that
/// belongs to it, B = −Σ (sin θᵢ Xᵢ + cos θᵢ Zᵢ), has that state as its ground state; with all cᵢ = ½ both are those of
/// plain QAOA. Values near 0 and 1 are moved to ε and 1 − ε, because the layers could not leave them.
/// - Note: Egger, Mareček and Woerner, Quantum 5, 479 (2021).
public struct WarmStart: Hashable, Sendable {
  /// cᵢ within ε … 1 − ε: how likely each qubit is 1.
  public let probabilities: [Double]

  /// - Parameters:
  ///   - relaxed: One value from 0 to 1 for each qubit, qubit 0 first.
  ///   - regularization: ε, from 0 (none) to 0.5 (forgets the solution).
  /// - Throws: ``QAOAError`` for values outside these ranges.
  public init(relaxed: [Double], regularization: Double = 0.25) throws(QAOAError) {
    guard (0...0.5).contains(regularization) else { throw .regularization(regularization) }
    if let index = relaxed.firstIndex(where: { !(0...1).contains($0) }) {
      throw .relaxedValue(index: index, value: relaxed[index])
    }
    probabilities = relaxed.map { min(max($0, regularization), 1 - regularization) }
  }

  /// θᵢ.
  var angles: [Double] { probabilities.map { 2 * Double.asin($0.squareRoot()) } }

  func appendState(to circuit: inout Circuit) throws(CircuitError) {
    for (qubit, angle) in angles.enumerated() { try circuit.append(.ry, angle, on: qubit) }
  }

  /// exp(−iβB) = ∏ RY(θᵢ) RZ(−2β) RY(−θᵢ).
  func appendMixer(_ beta: Parameter, to circuit: inout Circuit) throws(CircuitError) {
    for (qubit, angle) in angles.enumerated() {
      try circuit.append(.ry, -angle, on: qubit)
      try circuit.append(.rz, -2 * beta, on: qubit)
      try circuit.append(.ry, angle, on: qubit)
    }
  }
}
