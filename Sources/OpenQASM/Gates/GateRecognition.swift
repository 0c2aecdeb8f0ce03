import ComplexModule
import LinearAlgebra
import PauliAlgebra
import QuantumCircuits

// How gates of ours that OpenQASM has no name for are called, and how they are known again: by their name (with an
// annotation where a name cannot hold everything) and by their body, which must be the one that we would write.

extension Circuit.Operation.Kind {
  /// The gate of ours that a definition is; nil when its name, annotation or body is not that of one.
  init?(recognizing definition: GateDefinition, named name: String, _ annotations: [Annotation]) {
    func payload(_ annotation: String) -> [OpenQASMField] {
      annotations.last { $0.name == annotation }.flatMap { OpenQASMField.fields(of: $0.payload) } ?? []
    }
    if let own = StandardGate.openQASMDefinitions[name] {
      guard let gate = StandardGate(rawValue: name), definition.isClose(to: own) else { return nil }
      self = .standard(gate)
    } else if let kind = Self(rotationNamed: name) {
      switch kind {
      case .pauliRotation(let string):
        guard string.qubitCount == definition.qubitCount, definition.isClose(to: .pauliRotation(string)) else {
          return nil
        }
      case .excitation(let gate):
        guard gate.support.count == definition.qubitCount, definition.isClose(to: .excitation(gate)) else { return nil }
      case .standard, .excitationExponential, .unitary: return nil
      }
      self = kind
    } else if name.hasPrefix(exponentialPrefix) {
      guard let gates = [ExcitationGate](payload(Annotation.exponential)), !gates.isEmpty,
        gates.count == definition.parameterCount,
        Set(gates.flatMap(\.support)) == Set(0..<definition.qubitCount), definition.isClose(to: .exponential(of: gates))
      else { return nil }
      self = .excitationExponential(gates)
    } else if name.hasPrefix(unitaryPrefix) {
      guard let gate = UnitaryGate(payload(Annotation.unitary)), gate.qubitCount == definition.qubitCount,
        definition.isClose(to: .unitary(gate.matrix), tolerance: GateDefinition.unitaryBodyTolerance)
      else { return nil }
      self = .unitary(gate)
    } else {
      return nil
    }
  }

  /// The Pauli rotation or excitation that has a name; nil for other names.
  init?(rotationNamed name: String) {
    if let letters = name.suffix(behind: pauliPrefix) {
      guard let string = try? PauliString(String(letters)), string.qubitCount == letters.utf8.count, !string.isIdentity
      else { return nil }
      self = .pauliRotation(string)
    } else if let description = name.suffix(behind: excitationPrefix) {
      guard let gate = ExcitationGate(openQASM: description, label: ""), gate.openQASM == description,
        gate.support == Array(0..<gate.support.count)
      else { return nil }
      self = .excitation(gate)
    } else {
      return nil
    }
  }

  /// The name under which a gate is defined and called; `index` tells apart those whose name does not say it all.
  func openQASMName(index: Int) -> String {
    switch self {
    case .standard(let gate): gate == .u ? "U" : gate.name
    case .pauliRotation(let string): string.isIdentity ? "gphase" : pauliPrefix + string.label
    case .excitation(let gate): excitationPrefix + gate.openQASM
    case .excitationExponential: exponentialPrefix + String(index)
    case .unitary: unitaryPrefix + String(index)
    }
  }

  /// The `gate` statement of a gate under a name, with its annotation; nil for what needs none.
  func openQASMDefinition(name: String) -> String? {
    switch self {
    case .standard(let gate): gate.openQASMDefinition.map { $0 + "\n" }
    case .pauliRotation(let string) where string.isIdentity: nil
    case .pauliRotation, .excitation: rotationText(name: name).map { String(decoding: $0, as: UTF8.self) }
    case .excitationExponential(let gates):
      "@\(Annotation.exponential) "
        + gates.map { "\($0.openQASM) \(OpenQASMField.quoted($0.label))" }.joined(separator: " ") + "\n"
        + GateDefinition.exponential(of: gates).openQASM(name: name)
    case .unitary(let gate):
      "@\(Annotation.unitary) \(OpenQASMField.quoted(gate.name)) "
        + gate.matrix.elements.map { "\($0.real) \($0.imaginary)" }.joined(separator: " ") + "\n"
        + GateDefinition.unitary(gate.matrix).openQASM(name: name)
    }
  }
}

/// Letters as in a label: the rightmost acts on the first qubit of a call.
private let pauliPrefix = OpenQASMNames.nativePrefix + "pauli_"
private let excitationPrefix = OpenQASMNames.nativePrefix + "excitation_"
private let exponentialPrefix = OpenQASMNames.nativePrefix + "exponential_"
private let unitaryPrefix = OpenQASMNames.nativePrefix + "unitary_"

extension String {
  fileprivate func suffix(behind prefix: String) -> Substring? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }
}

extension ExcitationGate {
  /// What T does, as part of a name: `x0_1_e0_o1_z2_n` flips 0 and 1 where qubit 0 is 0 (even) and qubit 1 is 1 (odd), with
  /// the sign of qubit 2 and a minus.
  fileprivate var openQASM: String {
    func list(_ qubits: [Int]) -> String { qubits.map(String.init).joined(separator: "_") }
    var parts = ["x" + list(flippedQubits)]
    parts += conditions.map { ($0.isOdd ? "o" : "e") + list($0.qubits) }
    if !signQubits.isEmpty { parts.append("z" + list(signQubits)) }
    if isNegative { parts.append("n") }
    return parts.joined(separator: "_")
  }

  /// Nil for what does not describe an excitation.
  fileprivate init?(openQASM description: Substring, label: String) {
    var sets: [(letter: Character, qubits: [Int])] = []
    for part in description.split(separator: "_", omittingEmptySubsequences: false) {
      var digits = part
      if let letter = part.first, "xeozn".contains(letter) {
        sets.append((letter, []))
        digits.removeFirst()
        if letter == "n" {
          guard digits.isEmpty else { return nil }
          continue
        }
      }
      guard let qubit = Int(digits), !sets.isEmpty else { return nil }
      sets[sets.count - 1].qubits.append(qubit)
    }
    func qubits(_ letter: Character) -> [Int] { sets.filter { $0.letter == letter }.flatMap(\.qubits) }
    let conditions = sets.filter { $0.letter == "e" || $0.letter == "o" }
    guard conditions.count <= Self.maximumConditionCount,
      let gate = try? ExcitationGate(
        flippedQubits: qubits("x"), conditions: conditions.map { .init(qubits: $0.qubits, isOdd: $0.letter == "o") },
        signQubits: qubits("z"), isNegative: sets.contains { $0.letter == "n" }, label: label)
    else { return nil }
    self = gate
  }
}

extension [ExcitationGate] {
  /// Descriptions and labels in turn, as an annotation has them.
  fileprivate init?(_ fields: [OpenQASMField]) {
    self = []
    guard fields.count.isMultiple(of: 2) else { return nil }
    for index in stride(from: 0, to: fields.count, by: 2) {
      guard case .word(let description) = fields[index], case .text(let label) = fields[index + 1],
        let gate = ExcitationGate(openQASM: description, label: label)
      else { return nil }
      append(gate)
    }
  }
}

extension UnitaryGate {
  /// A name, then real and imaginary parts, column after column.
  fileprivate init?(_ fields: [OpenQASMField]) {
    guard case .text(let name)? = fields.first else { return nil }
    var numbers: [Double] = []
    for field in fields.dropFirst() {
      guard case .word(let digits) = field, let number = Double(digits) else { return nil }
      numbers.append(number)
    }
    let elements = stride(from: 0, to: numbers.count - 1, by: 2).map { Complex(numbers[$0], numbers[$0 + 1]) }
    let dimension = 1 << (elements.count.trailingZeroBitCount / 2)
    guard !elements.isEmpty, numbers.count == 2 * elements.count, elements.count == dimension * dimension,
      let gate = try? UnitaryGate(Matrix(rows: dimension, columns: dimension, elements: elements), name: name)
    else { return nil }
    self = gate
  }
}
