public import QuantumCircuits
internal import RealModule

/// The state that the layers of QAOA start from.
public enum QAOAInitialState: Hashable, Sendable {
  /// |+…+⟩, every bit string alike.
  case uniform
  /// One bit string, its rightmost character for qubit 0.
  case bitString(String)
  /// Every bit string with so many ones alike, in each group by itself; nil for one group of all qubits, and qubits of no
  /// group in |0⟩. One 1 in each group is the start of one-hot variables.
  case dicke(ones: Int, groups: [[Int]]? = nil)
  /// The state of a relaxed solution.
  case warmStart(WarmStart)
  /// What a circuit without parameters prepares from |0…0⟩.
  case circuit(Circuit)

  /// Appends the preparation from |0…0⟩.
  func append(to circuit: inout Circuit) throws {
    let width = circuit.qubitCount
    switch self {
    case .uniform:
      for qubit in 0..<width { try circuit.append(.h, on: qubit) }
    case .bitString(let text):
      guard text.count == width, text.allSatisfy({ $0 == "0" || $0 == "1" }) else {
        throw QAOAError.bitString(text, qubitCount: width)
      }
      for (qubit, bit) in text.reversed().enumerated() where bit == "1" { try circuit.append(.x, on: qubit) }
    case .dicke(let ones, let groups):
      for group in try QubitGroups(groups, qubitCount: width).groups {
        try Self.appendDicke(ones: ones, among: group, to: &circuit)
      }
    case .warmStart(let start):
      try Self.requireWidth(start.probabilities.count, width)
      try start.appendState(to: &circuit)
    case .circuit(let preparation):
      try Self.requireWidth(preparation.qubitCount, width)
      guard preparation.parameters.isEmpty else {
        throw QAOAError.initialStateWithParameters(found: preparation.parameters.count)
      }
      try circuit.append(contentsOf: preparation)
    }
  }

  private static func requireWidth(_ found: Int, _ allowed: Int) throws(QAOAError) {
    guard found == allowed else { throw .initialStateWidth(found: found, allowed: allowed) }
  }

  /// From |0…01…1⟩ with the ones last, each split of the first m qubits decides whether a one stays on the m-th of them:
  /// k·n exchanges for k ones among n qubits.
  /// - Note: Bärtschi and Eidenbenz, Fundamentals of Computation Theory 2019, arXiv:1904.07358.
  private static func appendDicke(ones: Int, among group: [Int], to circuit: inout Circuit) throws {
    guard (0...group.count).contains(ones) else { throw QAOAError.ones(found: ones, groupSize: group.count) }
    for qubit in group.suffix(ones) { try circuit.append(.x, on: qubit) }
    guard ones > 0, ones < group.count else { return }
    for m in stride(from: group.count, to: 1, by: -1) {
      // |0^(k+1−l) 1^l⟩ → √(l/m) |0^(k+1−l) 1^l⟩ + √(1 − l/m) |0^(k−l) 1^l 0⟩
      for l in 1...min(ones, m - 1) {
        let (emptied, filled) = (group[m - 1], group[m - 1 - l])
        var conditions = [
          ExcitationGate.Condition(qubits: [emptied], isOdd: true),
          ExcitationGate.Condition(qubits: [filled], isOdd: false),
        ]
        if l > 1 { conditions.append(ExcitationGate.Condition(qubits: [group[m - l]], isOdd: true)) }
        let exchange = try ExcitationGate(
          flippedQubits: [emptied, filled], conditions: conditions, label: "\(filled)←\(emptied)")
        try circuit.append(excitation: exchange, angle: Double.acos((Double(l) / Double(m)).squareRoot()))
      }
    }
  }
}
