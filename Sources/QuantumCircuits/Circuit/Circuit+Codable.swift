internal import PauliAlgebra

/// Encoded as qubits, parameter names and operations. Decoding builds the circuit again gate by gate, so what does not
/// fit is refused with its place and the sentence of the ``CircuitError``.
extension Circuit: Codable {
  private enum CodingKeys: String, CodingKey {
    case qubitCount, parameters, operations
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let qubitCount = try container.decode(Int.self, forKey: .qubitCount)
    let parameters = try container.decode([Parameter].self, forKey: .parameters)
    var circuit = try decodingCircuit(in: container, forKey: .qubitCount) { () throws(CircuitError) in
      try Circuit(qubitCount: qubitCount, parameters: parameters)
    }
    for operation in try container.decode([Operation].self, forKey: .operations) {
      try decodingCircuit(in: container, forKey: .operations) { () throws(CircuitError) in
        try circuit.append(operation)
      }
    }
    self = circuit
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(qubitCount, forKey: .qubitCount)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(operations, forKey: .operations)
  }
}

extension Circuit.Operation: Codable {
  private enum CodingKeys: String, CodingKey {
    case gate, qubits, angles
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decode(Kind.self, forKey: .gate)
    let qubits = try container.decode([Int].self, forKey: .qubits)
    let angles = try container.decodeIfPresent([ParameterExpression].self, forKey: .angles) ?? []
    self = try decodingCircuit(in: container, forKey: .gate) { () throws(CircuitError) in
      try Circuit.Operation(kind, qubits: qubits, angles: angles)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .gate)
    try container.encode(qubits, forKey: .qubits)
    if !angles.isEmpty { try container.encode(angles, forKey: .angles) }
  }
}

/// A standard gate is its name alone; the others are an object with one key.
extension Circuit.Operation.Kind: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case pauliRotation, excitation, excitationExponential, unitary
  }

  public init(from decoder: any Decoder) throws {
    if let single = try? decoder.singleValueContainer(), let name = try? single.decode(String.self) {
      guard let gate = StandardGate(rawValue: name) else {
        throw DecodingError.dataCorruptedError(
          in: single, debugDescription: "There is no gate named \"\(name)\"; names are those of OpenQASM, such as cx.")
      }
      self = .standard(gate)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "A gate is a name or one of \(CodingKeys.allCases.map(\.rawValue).joined(separator: ", "))."
        ))
    }
    switch key {
    case .pauliRotation: self = .pauliRotation(try container.decode(PauliString.self, forKey: key))
    case .excitation: self = .excitation(try container.decode(ExcitationGate.self, forKey: key))
    case .excitationExponential:
      self = .excitationExponential(try container.decode([ExcitationGate].self, forKey: key))
    case .unitary: self = .unitary(try container.decode(UnitaryGate.self, forKey: key))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    if case .standard(let gate) = self {
      var single = encoder.singleValueContainer()
      try single.encode(gate.name)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .standard: break
    case .pauliRotation(let string): try container.encode(string, forKey: .pauliRotation)
    case .excitation(let gate): try container.encode(gate, forKey: .excitation)
    case .excitationExponential(let gates): try container.encode(gates, forKey: .excitationExponential)
    case .unitary(let gate): try container.encode(gate, forKey: .unitary)
    }
  }
}
