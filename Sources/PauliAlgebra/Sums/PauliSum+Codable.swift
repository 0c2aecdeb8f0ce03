import ComplexModule
import RealModule

extension PauliSum: Codable {
  private enum CodingKeys: String, CodingKey {
    case qubitCount = "n_qubits"
    case terms
  }

  /// Reads `{"n_qubits": 2, "terms": [["XZ", 0.5], ["YI", 0, -2]]}`: label, real and, where not zero, imaginary part.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let qubitCount = try container.decode(Int.self, forKey: .qubitCount)
    let terms = try container.decode([CodedTerm].self, forKey: .terms).map(\.term)
    guard (0...PauliString.maximumQubitCount).contains(qubitCount) else {
      throw DecodingError.dataCorruptedError(
        forKey: .qubitCount, in: container, debugDescription: "\(qubitCount) is no number of qubits.")
    }
    do {
      try self.init(qubitCount: qubitCount, terms: terms)
    } catch {
      throw DecodingError.dataCorruptedError(forKey: .terms, in: container, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(qubitCount, forKey: .qubitCount)
    try container.encode(terms.map(CodedTerm.init(term:)), forKey: .terms)
  }
}

private struct CodedTerm: Codable {
  var term: PauliTerm

  init(term: PauliTerm) { self.term = term }

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    let string = try container.decode(PauliString.self)
    let real = try container.decode(Double.self)
    let imaginary = container.isAtEnd ? 0 : try container.decode(Double.self)
    guard container.isAtEnd else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "A term is a label, a real and at most an imaginary part.")
    }
    term = PauliTerm(string, coefficient: Complex(real, imaginary))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(term.string)
    try container.encode(term.coefficient.real)
    if term.coefficient.imaginary != 0 { try container.encode(term.coefficient.imaginary) }
  }
}
