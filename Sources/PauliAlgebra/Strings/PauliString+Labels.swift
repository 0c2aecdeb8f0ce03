extension PauliString {
  /// Reads a label with a letter for each qubit, the rightmost for qubit 0: "XIZ" is X on qubit 2 and Z on qubit 0.
  ///
  /// - Throws: ``PauliError/unknownLetter(_:position:)``; ``PauliError/tooManyQubits(_:allowed:task:)`` beyond 2²⁰.
  public init(_ label: String) throws(PauliError) {
    let letters = Array(label.utf8)
    guard letters.count <= PauliString.maximumQubitCount else {
      throw .tooManyQubits(letters.count, allowed: PauliString.maximumQubitCount, task: "a Pauli string")
    }
    self.init(qubitCount: letters.count)
    for (qubit, byte) in letters.reversed().enumerated() {
      switch byte {
      case UInt8(ascii: "I"): break
      case UInt8(ascii: "X"): set(.x, at: qubit)
      case UInt8(ascii: "Y"): set(.y, at: qubit)
      case UInt8(ascii: "Z"): set(.z, at: qubit)
      default: throw PauliString.firstUnknownLetter(of: label)
      }
    }
  }

  private static func firstUnknownLetter(of label: String) -> PauliError {
    for (position, letter) in label.enumerated() where Pauli(letter: letter) == nil {
      return .unknownLetter(letter, position: position + 1)
    }
    return .malformedFactor(label)
  }

  /// Reads the factors that are not the identity, each with its qubit: "X0 Z3". "" and "I" are the identity.
  ///
  /// - Parameter qubitCount: The width; nil takes as many qubits as the label names.
  /// - Throws: ``PauliError/malformedFactor(_:)``, ``PauliError/qubitOutOfRange(_:qubitCount:)`` or
  ///   ``PauliError/repeatedQubit(_:)``.
  public init(sparse label: String, qubitCount: Int? = nil) throws(PauliError) {
    let factors = try PauliString.factors(ofSparse: label)
    let named = factors.map(\.qubit).max() ?? -1
    guard named < PauliString.maximumQubitCount else {
      throw .qubitOutOfRange(named, qubitCount: qubitCount ?? PauliString.maximumQubitCount)
    }
    try self.init(qubitCount: qubitCount ?? named + 1, factors: factors)
  }

  /// The factors of a sparse label in its order; the label decides how much memory they take, not the qubits it names.
  package static func factors(ofSparse label: String) throws(PauliError) -> [(qubit: Int, pauli: Pauli)] {
    var factors: [(qubit: Int, pauli: Pauli)] = []
    for word in label.split(whereSeparator: \.isWhitespace) where word != "I" {
      let digits = word.dropFirst()
      // Int accepts a sign; a label does not.
      guard let letter = word.first, let pauli = Pauli(letter: letter), let first = digits.utf8.first,
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first), let qubit = Int(digits)
      else { throw .malformedFactor(String(word)) }
      factors.append((qubit, pauli))
    }
    return factors
  }

  /// A letter for each qubit, the rightmost for qubit 0, as in "XIZ"; empty without qubits.
  public var label: String {
    String(decoding: (0..<qubitCount).reversed().map { self[$0].letter.asciiValue ?? 0 }, as: UTF8.self)
  }

  /// The factors that are not the identity with their qubits, as in "Z0 X2"; "I" for the identity.
  public var sparseLabel: String {
    isIdentity ? "I" : factors.map { "\($0.pauli.letter)\($0.qubit)" }.joined(separator: " ")
  }
}

extension PauliString: CustomStringConvertible {
  /// The label, or from 65 qubits on the sparse label.
  public var description: String { qubitCount <= 64 ? label : sparseLabel }
}

extension PauliString: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let label = try container.decode(String.self)
    do {
      try self.init(label)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  /// The label of all qubits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(label)
  }
}
