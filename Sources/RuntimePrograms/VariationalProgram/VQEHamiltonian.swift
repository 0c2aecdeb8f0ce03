public import JSONSchemas

/// The observable whose expectation value is minimised: coefficients by label, or the hash of such a text.
public struct VQEHamiltonian: Sendable, Equatable {
  public var source: ObservablesSource

  public init(_ source: ObservablesSource) { self.source = source }
}

extension VQEHamiltonian: Codable {
  public init(from decoder: any Decoder) throws { source = try ObservablesSource(from: decoder) }
  public func encode(to encoder: any Encoder) throws { try source.encode(to: encoder) }
}

extension VQEHamiltonian: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    .anyOf([
      .object([], additional: .number).described(
        "Real coefficients by label, one letter for each qubit, the rightmost for qubit 0: {\"ZI\": -0.4, \"XX\": 0.1}. "
          + "Energies come out in their unit."),
      .string.described(
        "The hash sha256:… of a text already sent, listed in the job's texts, that is the JSON of such an object; or one label, with the coefficient 1."
      ),
    ])
  }

  public static var jsonExample: VQEHamiltonian { VQEHamiltonian(ObservablesSource(.inline(["Z": 1]))) }
}
