public import JSONSchemas

extension CircuitSource: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    .string.described(
      "A circuit in OpenQASM 3, or the hash sha256:… of a text already sent, listed in the job's texts. "
        + "Measurements stand at the end, in samplers only.")
  }

  public static var jsonExample: CircuitSource { .text("OPENQASM 3.0;") }
}

extension ObservablesSource: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    let label = JSONSchema.string.described(
      "A label with a letter for each qubit, the rightmost for qubit 0: \(ObservableLabel.allowedLetters). "
        + "Or the hash sha256:… of a text already sent, listed in the job's texts, that is the JSON of observables.")
    let sum = JSONSchema.object([], additional: .any).described(
      "Labels and their real coefficients; or {\"from\": observables, \"positions\": nested list} for some of them, "
        + "counted row by row.")
    let list = JSONSchema.array(of: .any).described("Nested lists of these, in the observables' shape.")
    return .anyOf([label, sum, list]).described(
      "Observables; their shape broadcasts against that of the parameter sets as in NumPy.")
  }

  public static var jsonExample: ObservablesSource { ObservablesSource(.inline("Z")) }
}
