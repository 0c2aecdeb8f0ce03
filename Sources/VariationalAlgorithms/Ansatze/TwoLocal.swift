public import QuantumCircuits

/// Layers of one-qubit rotations on every qubit and two-qubit gates between pairs: the hardware-efficient pattern.
///
/// Parameters are numbered layer by layer, in a layer gate by gate, for a gate qubit by qubit.
/// - Note: Kandala et al., Nature 549, 242 (2017).
public struct TwoLocal: Ansatz {
  /// Which pairs of qubits a layer entangles, in the order in which the gates act.
  public enum Entanglement: String, CaseIterable, Hashable, Sendable, Codable {
    /// (0, 1), (1, 2), … (n − 2, n − 1)
    case linear
    /// (n − 2, n − 1), … (1, 2), (0, 1)
    case reverseLinear = "reverse-linear"
    /// The last qubit with the first, then linear.
    case circular
    /// Every pair.
    case full

    func pairs(qubitCount n: Int) -> [(Int, Int)] {
      let chain = (0..<max(0, n - 1)).map { ($0, $0 + 1) }
      return switch self {
      case .linear: chain
      case .reverseLinear: chain.reversed()
      case .circular: (n > 2 ? [(n - 1, 0)] : []) + chain
      case .full: (0..<n).flatMap { first in (first + 1..<max(n, first + 1)).map { (first, $0) } }
      }
    }
  }

  public let name: String
  public let circuit: Circuit

  /// - Parameters:
  ///   - rotations: One-qubit gates with one angle, each on all qubits in turn.
  ///   - entangler: A two-qubit gate; its angles, if it has any, are parameters too.
  ///   - layers: Repetitions of rotations and entanglers; one more row of rotations closes the circuit.
  /// - Throws: ``AnsatzError`` for gates of the wrong kind and sizes out of range, ``CircuitError``.
  public init(
    qubitCount: Int, rotations: [StandardGate] = [.ry], entangler: StandardGate = .cz,
    entanglement: Entanglement = .linear, layers: Int = 3, name: String = "two-local"
  ) throws {
    guard qubitCount > 0 else { throw AnsatzError.qubitCount(found: qubitCount) }
    guard (0...AnsatzError.maximumLayerCount).contains(layers) else { throw AnsatzError.layerCount(found: layers) }
    for gate in rotations where gate.qubitCount != 1 || gate.angleCount != 1 {
      throw AnsatzError.gate(gate.name, allowed: "one-qubit gates with one angle")
    }
    guard entangler.qubitCount == 2 else { throw AnsatzError.gate(entangler.name, allowed: "two-qubit gates") }
    var circuit = try Circuit(qubitCount: qubitCount)
    func nextParameter() -> ParameterExpression { Parameter("θ[\(circuit.parameters.count)]").angle }
    for layer in 0...layers {
      for gate in rotations {
        for qubit in 0..<qubitCount { try circuit.append(gate, angles: [nextParameter()], on: [qubit]) }
      }
      guard layer < layers else { break }
      for (first, second) in entanglement.pairs(qubitCount: qubitCount) {
        let start = circuit.parameters.count
        let angles = (0..<entangler.angleCount).map { Parameter("θ[\(start + $0)]").angle }
        try circuit.append(entangler, angles: angles, on: [first, second])
      }
    }
    self.name = name
    self.circuit = circuit
  }

  /// Small random angles: all zeros is a stationary point of many Hamiltonians, large angles lie on a plateau.
  public func initialPoint(seed: UInt64) -> [Double] {
    InitialPoint.uniform(count: circuit.parameters.count, halfWidth: 0.1 * .pi, seed: seed)
  }
}

/// A two-local pattern with its gates chosen.
public protocol TwoLocalAnsatz: Ansatz {
  var pattern: TwoLocal { get }
}

extension TwoLocalAnsatz {
  public var name: String { pattern.name }
  public var circuit: Circuit { pattern.circuit }
  public func initialPoint(seed: UInt64) -> [Double] { pattern.initialPoint(seed: seed) }
}

/// RY and RZ on every qubit, CX between neighbours: reaches every state as layers are added.
public struct EfficientSU2: TwoLocalAnsatz {
  public let pattern: TwoLocal

  /// - Throws: ``AnsatzError`` for sizes out of range.
  public init(qubitCount: Int, layers: Int = 3, entanglement: TwoLocal.Entanglement = .reverseLinear) throws {
    pattern = try TwoLocal(
      qubitCount: qubitCount, rotations: [.ry, .rz], entangler: .cx, entanglement: entanglement, layers: layers,
      name: "efficient-su2")
  }
}

/// RY on every qubit, CX between neighbours: states with real amplitudes.
public struct RealAmplitudes: TwoLocalAnsatz {
  public let pattern: TwoLocal

  /// - Throws: ``AnsatzError`` for sizes out of range.
  public init(qubitCount: Int, layers: Int = 3, entanglement: TwoLocal.Entanglement = .reverseLinear) throws {
    pattern = try TwoLocal(
      qubitCount: qubitCount, rotations: [.ry], entangler: .cx, entanglement: entanglement, layers: layers,
      name: "real-amplitudes")
  }
}
