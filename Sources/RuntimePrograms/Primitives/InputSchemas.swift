public import JSONSchemas
internal import QuantumBackends

extension EstimatorInputs: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    .object(
      [
        .required(
          "pubs",
          .array(
            of: .tuple(
              [
                CircuitSource.jsonSchema, ObservablesSource.jsonSchema, ParameterValues.jsonSchema,
                .nullable(.number(exclusiveMinimum: 0)).described(
                  "A bound on the standard error of each observable; null leaves it to the options."),
              ], minimumCount: 2)
          ).described("Pubs [circuit, observables, parameters, precision]; the last two may be left out.")),
        .optional(
          "options",
          .object(
            [
              .optional(
                "default_precision",
                .nullable(.number(exclusiveMinimum: 0)).described(
                  "The precision of pubs without one of their own: \(Options.precisionByDefault), unless other options say more."
                )
              ),
              .optional(
                "default_shots",
                .nullable(.integer(minimum: 1)).described(
                  "Shots for each observable of pubs without a precision of their own; goes before default_precision.")),
              .optional("seed_estimator", PrimitiveSchemas.seed),
              .optional(
                "exact",
                .nullable(.boolean).described(
                  "Exact values for pubs without a precision of their own; not beside default_precision or default_shots."
                )),
              .optional(
                "grouping",
                .nullable(.enumeration(MeasurementGrouping.allCases.map(\.rawValue))).described(
                  "Which strings of an observable share their shots: those that commute on every qubit, unless said here."
                )),
              .optional("resilience", PrimitiveSchemas.idle),
            ] + PrimitiveSchemas.commonOptions)),
        .optional("resilience_level", .nullable(.constant(0)).described("Nothing needs mitigation here.")),
      ] + PrimitiveSchemas.form)
  }

  public static var jsonExample: EstimatorInputs { EstimatorInputs(pubs: []) }
}

extension SamplerInputs: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    let pub = JSONSchema.tuple(
      [
        CircuitSource.jsonSchema, ParameterValues.jsonSchema,
        .nullable(.integer(minimum: 0)).described("Shots for each parameter set; null leaves it to the options."),
      ], minimumCount: 1)
    return .object(
      [
        .required(
          "pubs",
          .array(of: .anyOf([pub, CircuitSource.jsonSchema])).described(
            "Pubs [circuit, parameters, shots]; the last two may be left out. A circuit alone will do.")),
        .optional(
          "options",
          .object(
            [
              .optional(
                "default_shots",
                .nullable(.integer(minimum: 0)).described(
                  "Shots of pubs that have no number of their own: \(Options.shotsByDefault), unless said here."))
            ] + PrimitiveSchemas.commonOptions)),
      ] + PrimitiveSchemas.form)
  }

  public static var jsonExample: SamplerInputs { SamplerInputs(pubs: []) }
}

extension ParameterValues {
  static var jsonSchema: JSONSchema {
    let tagged =
      #"NumPy arrays as {"__type__": "ndarray", "__value__": base64 of zlib of an NPY file} stand for lists."#
    return .anyOf([
      .null,
      .array(of: .any).described("Nested lists of numbers; the last dimension runs over the parameters by name."),
      .object([], additional: .any).described(
        "For each input of the circuit a number or nested lists, whose shapes broadcast to that of the parameter sets."),
    ]).described("Angles in radians. \(tagged)")
  }
}

enum PrimitiveSchemas {
  static let seed = JSONSchema.nullable(.integer(minimum: 0, maximum: .max)).described(
    "Every random choice follows from it; without it each run has its own.")

  static let idle = JSONSchema.any.described(
    "For devices; here only what asks for nothing is allowed, such as null, {} or {\"enable\": false}.")

  /// Options of all primitives.
  static let commonOptions: [JSONSchema.Property] = [
    .optional(
      "simulator",
      .nullable(
        .object([
          .optional("seed_simulator", seed), .optional("noise_model", idle), .optional("coupling_map", idle),
          .optional("basis_gates", idle),
        ])
      ).described("The seed, where the simulator is asked for it.")),
    .optional(
      "execution",
      .nullable(
        .object([
          .optional("init_qubits", .nullable(.constant(true))),
          .optional("meas_type", .nullable(.enumeration(["classified"]))), .optional("rep_delay", idle),
        ])
      ).described("For devices; what is allowed here changes nothing.")),
    .optional("dynamical_decoupling", idle), .optional("twirling", idle), .optional("experimental", idle),
  ]

  /// How inputs and outputs are written.
  static let form: [JSONSchema.Property] = [
    .optional("version", .nullable(.constant(2)).described("Of the form of inputs and outputs.")),
    .optional("support_qiskit", .nullable(.constant(false)).described("Outputs are plain JSON.")),
  ]
}
