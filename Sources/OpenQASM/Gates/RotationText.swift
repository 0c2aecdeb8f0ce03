import PauliAlgebra
import QuantumCircuits

/// Writes the definition of a product of Pauli rotations by one angle, letter by letter what
/// ``GateDefinition/openQASM(name:)`` writes of it, without making its statements first.
struct RotationText {
  private(set) var bytes: [UInt8] = []
  private let names: [[UInt8]]
  /// The last string's support, with the ladder of cx up and down it.
  private var support: [Int] = []
  private var ladder: (up: [UInt8], down: [UInt8]) = ([], [])

  init(_ rotations: [(string: PauliString, factor: Double)], qubitCount: Int, name: String) {
    names = (0..<qubitCount).map { Array("q\($0)".utf8) }
    append("gate \(name)(t0) ")
    for (index, name) in names.enumerated() {
      if index > 0 { append(", ") }
      bytes += name
    }
    append(" {\n")
    for (string, factor) in rotations { append(string, factor) }
    append("}\n")
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func append(_ gate: StaticString, on qubit: Int) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: gate.utf8Start, count: gate.utf8CodeUnitCount))
    bytes += names[qubit]
    append(";\n")
  }

  private mutating func append(_ string: PauliString, _ factor: Double) {
    let factors = string.factors
    guard let last = factors.last?.qubit else { return }
    prepareLadder(factors.map(\.qubit))
    for (qubit, pauli) in factors where pauli != .z {
      if pauli == .y { append("  sdg ", on: qubit) }
      append("  h ", on: qubit)
    }
    bytes += ladder.up
    append("  rz(\(openQASMExpression(constant: 0, terms: [("t0", factor)]))) ")
    bytes += names[last]
    append(";\n")
    bytes += ladder.down
    for (qubit, pauli) in factors.reversed() where pauli != .z {
      append("  h ", on: qubit)
      if pauli == .y { append("  s ", on: qubit) }
    }
  }

  private mutating func prepareLadder(_ qubits: [Int]) {
    guard qubits != support else { return }
    let rungs = zip(qubits, qubits.dropFirst()).map { Array("  cx q\($0), q\($1);\n".utf8) }
    ladder = (Array(rungs.joined()), Array(rungs.reversed().joined()))
    support = qubits
  }
}

extension Circuit.Operation.Kind {
  /// The definition of a Pauli rotation or an excitation under a name; nil for other gates.
  func rotationText(name: String) -> [UInt8]? {
    switch self {
    case .pauliRotation(let string):
      RotationText([(string, 1)], qubitCount: string.qubitCount, name: name).bytes
    case .excitation(let gate):
      RotationText(gate.pauliRotations(), qubitCount: (gate.support.last ?? -1) + 1, name: name).bytes
    case .standard, .excitationExponential, .unitary:
      nil
    }
  }
}
