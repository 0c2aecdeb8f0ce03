public import JSONSchemas

extension EstimatorOutput: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    PrimitiveSchemas.output(
      data: .object([
        .required("evs", PrimitiveSchemas.numbers.described("Expectation values in the broadcast shape.")),
        .required(
          "stds", .nullable(PrimitiveSchemas.numbers).described("Their standard errors; null when they are exact.")),
      ]),
      metadata: .object([
        .required(
          "shots",
          .nullable(PrimitiveSchemas.numbers).described("Shots spent on each value; null when they are exact.")),
        .required(
          "target_precision",
          .nullable(.number).described("The bound on the standard errors that was asked for; null when none was.")),
      ]))
  }

  public static var jsonExample: EstimatorOutput { EstimatorOutput(pubs: [], seed: 0) }
}

extension GradientOutput: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    PrimitiveSchemas.output(
      data: .object([
        .required("evs", PrimitiveSchemas.numbers.described("Expectation values in the broadcast shape.")),
        .required(
          "gradients",
          PrimitiveSchemas.numbers.described(
            "Their derivatives per radian: the shape of evs and one dimension more, in the order in which the circuit "
              + "declares its inputs.")),
        .required(
          "stds", .nullable(PrimitiveSchemas.numbers).described("Standard errors of evs; null when they are exact.")),
      ]),
      metadata: .object([]))
  }

  public static var jsonExample: GradientOutput { GradientOutput(pubs: [], seed: 0) }
}

extension SamplerOutput: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    let register = JSONSchema.object([
      .required(
        "samples",
        .array(of: .string).described(
          "What the register held after each shot, such as 0x3; bit 0 is the lowest. Parameter set after parameter set."
        )
      ),
      .required("num_bits", .integer(minimum: 1)),
    ])
    return PrimitiveSchemas.output(
      data: JSONSchema.dictionary(of: register).described("The circuit's classical registers by name."),
      metadata: .object([
        .required("shape", .array(of: .integer(minimum: 0)).described("The shape of the parameter sets.")),
        .required("shots", .integer(minimum: 0).described("Shots for each parameter set.")),
      ]))
  }

  public static var jsonExample: SamplerOutput { SamplerOutput(pubs: [], seed: 0) }
}

extension PrimitiveSchemas {
  /// Numbers in a box, as nested lists.
  static let numbers = JSONSchema.anyOf([.number, .array(of: .any)])

  static func output(data: JSONSchema, metadata: JSONSchema) -> JSONSchema {
    .object([
      .required(
        "results",
        .array(of: .object([.required("data", data), .required("metadata", metadata)])).described("One for each pub.")),
      .required(
        "metadata",
        .object([
          .required("version", .constant(2)),
          .required("seed", .integer(minimum: 0, maximum: .max).described("What random choices followed from.")),
        ])),
    ])
  }
}
