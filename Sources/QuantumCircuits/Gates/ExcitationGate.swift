/// exp(θ(T − T†)) for one fermionic (or qubit) excitation T, written for the qubits of a linear encoding.
///
/// T|b⟩ = ±(−1)^{parity of b on signQubits} |b with flippedQubits inverted⟩ where every condition holds, 0 elsewhere. The
/// gate turns each pair (b, T b) by θ and leaves all other basis states: cos θ on the diagonal, sin θ from b to T b.
/// T − T† has the eigenvalues 0, ±i, so an expectation value has the frequencies 1 and 2 in θ.
///
/// The form is canonical: conditions are independent and in reduced echelon form, and the sign does not look at what they
/// fix. Two gates are equal when T and the label are.
public struct ExcitationGate: Hashable, Sendable {
  /// The parity that the qubits of a basis state must have for T to act on it.
  public struct Condition: Hashable, Sendable, Codable {
    public let qubits: [Int]
    /// Whether the number of ones on the qubits must be odd.
    public let isOdd: Bool

    public init(qubits: [Int], isOdd: Bool) {
      self.qubits = qubits
      self.isOdd = isOdd
    }
  }

  /// The most conditions a gate may have: a fourfold excitation has eight.
  public static let maximumConditionCount = 8

  public let flippedQubits: [Int]
  public let conditions: [Condition]
  public let signQubits: [Int]
  /// Whether T carries a factor −1 beside the parity of ``signQubits``.
  public let isNegative: Bool
  /// What drawings call the excitation, such as `4,5←0,1`.
  public internal(set) var label: String

  /// An excitation from its action on basis states.
  ///
  /// Conditions may be given in any form; repeated qubits within a set cancel in pairs.
  /// - Throws: ``CircuitError/invalidExcitation(_:)`` for qubits out of range, contradicting conditions, more than eight of
  ///   them, nothing to flip, or a T that could act twice (no condition changes when the qubits flip).
  public init(
    flippedQubits: [Int], conditions: [Condition], signQubits: [Int] = [], isNegative: Bool = false, label: String = ""
  ) throws(CircuitError) {
    let qubits = flippedQubits + signQubits + conditions.flatMap(\.qubits)
    if let outside = qubits.first(where: { !(0..<Circuit.maximumQubitCount).contains($0) }) {
      throw .invalidExcitation(
        "An excitation names qubit \(outside); 0 to \(Circuit.maximumQubitCount - 1) are possible.")
    }
    let flipped = ParityForm(flippedQubits)
    guard !flipped.qubits.isEmpty else {
      throw .invalidExcitation("An excitation flips no qubit; it must change at least one.")
    }
    var system = ParitySystem()
    for condition in conditions {
      guard system.insert(ParityForm(condition.qubits, isOdd: condition.isOdd)) else {
        throw .invalidExcitation("The conditions of an excitation contradict each other, so that it never acts.")
      }
    }
    guard system.rows.count <= Self.maximumConditionCount else {
      throw .invalidExcitation(
        "An excitation has \(system.rows.count) conditions; at most \(Self.maximumConditionCount) are possible.")
    }
    guard system.rows.contains(where: { !$0.overlap(with: flipped.qubits).isMultiple(of: 2) }) else {
      throw .invalidExcitation(
        "An excitation could act twice in a row; a condition must change when the qubits flip.")
    }
    let sign = system.reduced(ParityForm(signQubits, isOdd: isNegative))
    self.flippedQubits = flipped.qubits
    self.conditions = system.rows.map { Condition(qubits: $0.qubits, isOdd: $0.isOdd) }
    self.signQubits = sign.qubits
    self.isNegative = sign.isOdd
    self.label = label
  }

  /// Every qubit that the gate looks at or changes, ascending.
  public var support: [Int] {
    var support: [Int] = []
    for qubit in (flippedQubits + signQubits + conditions.flatMap(\.qubits)).sorted() where qubit != support.last {
      support.append(qubit)
    }
    return support
  }

  /// The same excitation under another label.
  package func labeled(_ label: String) -> ExcitationGate {
    var gate = self
    gate.label = label
    return gate
  }

  /// The same excitation with qubit j in the place of `qubits[j]`.
  ///
  /// - Precondition: The qubits are distinct and include the ``support``.
  package func localized(to qubits: [Int]) -> ExcitationGate {
    var position: [Int: Int] = [:]
    for (index, qubit) in qubits.enumerated() { position[qubit] = index }
    return renumbered { qubit in
      guard let index = position[qubit] else { preconditionFailure("Qubit \(qubit) is not among \(qubits)") }
      return index
    }
  }

  /// The same excitation with `qubits[j]` in the place of its qubit j.
  package func mapped(onto qubits: [Int]) -> ExcitationGate {
    renumbered { qubits[$0] }
  }

  private func renumbered(_ number: (Int) -> Int) -> ExcitationGate {
    // A change of names keeps every property checked by the initialiser, but the echelon form depends on their order.
    var system = ParitySystem()
    for condition in conditions {
      _ = system.insert(ParityForm(condition.qubits.map(number), isOdd: condition.isOdd))
    }
    return ExcitationGate(
      flipped: flippedQubits.map(number), system: system,
      sign: ParityForm(signQubits.map(number), isOdd: isNegative), label: label)
  }

  private init(flipped: [Int], system: ParitySystem, sign: ParityForm, label: String) {
    let sign = system.reduced(sign)
    flippedQubits = flipped.sorted()
    conditions = system.rows.map { Condition(qubits: $0.qubits, isOdd: $0.isOdd) }
    signQubits = sign.qubits
    isNegative = sign.isOdd
    self.label = label
  }
}

extension ExcitationGate: Codable {
  private enum CodingKeys: String, CodingKey {
    case flippedQubits, conditions, signQubits, isNegative, label
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let flipped = try container.decode([Int].self, forKey: .flippedQubits)
    let conditions = try container.decode([Condition].self, forKey: .conditions)
    let sign = try container.decode([Int].self, forKey: .signQubits)
    let isNegative = try container.decode(Bool.self, forKey: .isNegative)
    let label = try container.decode(String.self, forKey: .label)
    self = try decodingCircuit(in: container, forKey: .conditions) { () throws(CircuitError) in
      try ExcitationGate(
        flippedQubits: flipped, conditions: conditions, signQubits: sign, isNegative: isNegative, label: label)
    }
  }
}
