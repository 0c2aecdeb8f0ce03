import PauliAlgebra
import QuantumCircuits

extension GateDefinition {
  /// exp(−iθP/2): a change of basis to Z, a ladder of cx, and rz on the last qubit.
  ///
  /// - Precondition: The string is not the identity, whose rotation is a global phase.
  static func pauliRotation(_ string: PauliString) -> GateDefinition {
    var calls: [GateCall] = []
    appendRotation(about: string, angle: .variable(0), to: &calls)
    return GateDefinition(parameterCount: 1, qubitCount: string.qubitCount, calls: calls)
  }

  /// exp(θ(T − T†)): the product of its Pauli rotations, which commute.
  ///
  /// - Precondition: The support of the gate is 0, 1, …, without gaps.
  static func excitation(_ gate: ExcitationGate) -> GateDefinition {
    product(of: [gate])
  }

  /// exp(Σ θₖ(Tₖ − Tₖ†)): the product over k where all Pauli strings of all k commute; else it has no body.
  ///
  /// - Precondition: The supports of the gates together are 0, 1, …, without gaps.
  static func exponential(of gates: [ExcitationGate]) -> GateDefinition {
    let qubitCount = (gates.compactMap { $0.support.last }.max() ?? -1) + 1
    if gates.count <= maximumFactorCount {
      let strings = gates.flatMap { $0.pauliRotations(qubitCount: qubitCount).map(\.string) }
      let commute = strings.indices.allSatisfy { index in
        strings[..<index].allSatisfy { $0.commutes(with: strings[index]) }
      }
      if commute { return product(of: gates) }
    }
    return withoutBody(parameterCount: gates.count, qubitCount: qubitCount)
  }

  /// The most excitations whose Pauli strings are compared with each other.
  private static let maximumFactorCount = 8

  /// A definition that calls a gate which does not exist, so that no reader takes it for something else.
  static func withoutBody(parameterCount: Int, qubitCount: Int) -> GateDefinition {
    GateDefinition(
      parameterCount: parameterCount, qubitCount: qubitCount,
      calls: [GateCall(.withoutBody, on: Array(0..<qubitCount))])
  }

  /// exp(θ₀(T₀ − T₀†)), then exp(θ₁(T₁ − T₁†)), …
  private static func product(of gates: [ExcitationGate]) -> GateDefinition {
    let qubitCount = (gates.compactMap { $0.support.last }.max() ?? -1) + 1
    var calls: [GateCall] = []
    for (index, gate) in gates.enumerated() {
      for (string, factor) in gate.pauliRotations(qubitCount: qubitCount) {
        appendRotation(about: string, angle: .variable(index, times: factor), to: &calls)
      }
    }
    return GateDefinition(parameterCount: gates.count, qubitCount: qubitCount, calls: calls)
  }

  private static func appendRotation(about string: PauliString, angle: LinearForm, to calls: inout [GateCall]) {
    let factors = string.factors
    guard let last = factors.last?.qubit else { return }
    // H X H = Z, and H S† Y S H = Z.
    for (qubit, pauli) in factors where pauli != .z {
      if pauli == .y { calls.append(GateCall(.sdg, on: qubit)) }
      calls.append(GateCall(.h, on: qubit))
    }
    let ladder = zip(factors, factors.dropFirst()).map { GateCall(.cx, on: $0.qubit, $1.qubit) }
    calls += ladder
    calls.append(GateCall(.rz, angle, on: last))
    calls += ladder.reversed()
    for (qubit, pauli) in factors.reversed() where pauli != .z {
      calls.append(GateCall(.h, on: qubit))
      if pauli == .y { calls.append(GateCall(.s, on: qubit)) }
    }
  }
}
