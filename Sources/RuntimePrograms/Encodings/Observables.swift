internal import ComplexModule
internal import JSONSchemas
internal import PauliAlgebra
internal import QuantumBackends

/// How labels become Pauli strings: which qubits of the text's circuit are still there, and how much may come of it.
struct ObservableReader {
  /// The qubits of the text that the circuit has, ascending; nil: all, as many as `qubitCount`.
  let keptQubits: [Int]?
  /// How many letters a label has; at least so many where qubits were left out of a device's, whose number no one knows.
  let qubitCount: Int
  /// Whether labels may have more letters than `qubitCount`.
  let allowsFurtherQubits: Bool
  /// How many strings of 64 qubits may still come of the labels.
  private var budget = 1 << 22

  /// The most projectors in a label: 2²⁰ strings come of them.
  static let maximumProjectorCount = 20

  init(keptQubits: [Int]? = nil, qubitCount: Int, allowsFurtherQubits: Bool = false) {
    self.keptQubits = keptQubits
    self.qubitCount = qubitCount
    self.allowsFurtherQubits = allowsFurtherQubits
  }

  /// A label, an object of labels and coefficients, or nested lists of these.
  mutating func observables(_ value: JSONValue) throws -> ShapedArray<PauliSum> {
    try ShapedArray(nested: value, path: "observables", of: "a label, or an object of labels and coefficients") {
      try observable($0)
    }
  }

  /// One observable; nil for what is neither a label nor an object of labels.
  private mutating func observable(_ value: JSONValue) throws -> PauliSum? {
    var terms: [PauliTerm] = []
    switch value {
    case .string(let label):
      try append(label, 1, to: &terms)
    case .object(let members):
      terms.reserveCapacity(members.count)
      for (label, coefficient) in members {
        guard let number = coefficient.doubleValue else {
          throw ObservableError(
            "the coefficient of \(label.prefix(80)) is \(coefficient.kind); allowed is a real number")
        }
        guard number.isFinite else {
          throw ObservableError("the coefficient of \(label.prefix(80)) is \(number); allowed is a finite number")
        }
        try append(label, number, to: &terms)
      }
    default: return nil
    }
    return try PauliSum(qubitCount: keptQubits?.count ?? qubitCount, terms: terms)
  }

  private mutating func append(_ text: String, _ coefficient: Double, to terms: inout [PauliTerm]) throws {
    let label = try ObservableLabel(text)
    let count = label.letters.count
    guard count == qubitCount || (allowsFurtherQubits && count > qubitCount) else {
      throw ObservableError(
        "the label \(text.prefix(80)) has \(count) letters; the circuit has \(qubitCount) qubits, "
          + "and a label has \(allowsFurtherQubits ? "at least one" : "one") letter for each")
    }
    var coefficient = coefficient
    var letters = label.letters
    if let keptQubits {
      letters = keptQubits.map { label.letters[$0] }
      var isKept = [Bool](repeating: false, count: count)
      for qubit in keptQubits { isKept[qubit] = true }
      for (qubit, letter) in label.letters.enumerated() where !isKept[qubit] {
        coefficient *= ObservableLabel.valueOnIdleQubit(letter)
      }
      if coefficient == 0 { return }
    }
    try append(letters, coefficient, to: &terms)
  }

  /// Every projector is half of the identity plus or minus half of a Pauli.
  private mutating func append(_ letters: [UInt8], _ coefficient: Double, to terms: inout [PauliTerm]) throws {
    var factors: [(qubit: Int, pauli: Pauli)] = []
    var projectors: [(string: PauliString, isNegative: Bool)] = []
    for (qubit, letter) in letters.enumerated() {
      switch ObservableLabel.factor(letter) {
      case .pauli(.i), nil: break
      case .pauli(let pauli): factors.append((qubit, pauli))
      case .projector(let pauli, let isNegative):
        let string = try PauliString(qubitCount: letters.count, factors: [(qubit, pauli)])
        projectors.append((string, isNegative))
        guard projectors.count <= Self.maximumProjectorCount else {
          throw ObservableError(
            "a label has more than \(Self.maximumProjectorCount) projectors (0, 1, +, -, r, l), "
              + "each of which doubles its terms; at most \(Self.maximumProjectorCount) are allowed")
        }
      }
    }
    budget -= (1 << projectors.count) * (1 + letters.count / 64)
    guard budget >= 0 else {
      throw ObservableError("the observables of a circuit have too many terms; at most 2^22 are allowed")
    }
    let scaled = coefficient / Double(1 << projectors.count)
    let first = terms.count
    terms.append(PauliTerm(try PauliString(qubitCount: letters.count, factors: factors), coefficient: scaled))
    for projector in projectors {
      for term in terms[first...] {
        // On different qubits a product has no phase.
        terms.append(
          PauliTerm(
            term.string.multiplied(by: projector.string).product,
            coefficient: projector.isNegative ? -term.coefficient : term.coefficient))
      }
    }
  }
}
