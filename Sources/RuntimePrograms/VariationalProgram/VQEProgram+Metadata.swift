public import JSONSchemas
internal import QuantumBackends

extension VQEProgram {
  /// Made once; the schemas are traced from the types.
  static let description = ProgramMetadata(
    id: "vqe", name: "vqe",
    description: "The lowest energy of a Hamiltonian that the circuit of an ansatz reaches, and the angles it takes: "
      + "a whole variational run beside the backend, with an interim result for every iteration.",
    version: "1.0.0", maximumExecutionTime: 7 * 86_400,
    spec: ProgramSpecification(
      parameters: traced(VQEInputs.self)
        .refining(
          "shots", .integer(minimum: 1),
          "Shots for each energy; left out together with precision: exact energies."
        )
        .refining(
          "precision", .number(exclusiveMinimum: 0),
          "A bound on the standard error of each energy, in the Hamiltonian's unit, in place of shots."
        )
        .refining(
          "final_precision", .number(exclusiveMinimum: 0),
          "A bound on the standard error of the energy at the end, for sampled ones; left out: it is like the others."
        )
        .refining(
          "grouping", .enumeration(MeasurementGrouping.allCases.map(\.rawValue)),
          "Which strings of the Hamiltonian share their shots; left out: those that commute on every qubit."
        )
        .described("A variational problem with all its settings."),
      returnValues: traced(VQEOutput.self).described("What the run found."),
      interimResults: traced(VQEInterimResult.self).described("One completed iteration.")))

  /// The schema of a type; what cannot be traced is not checked, and tests see it.
  private static func traced(_ type: any Decodable.Type) -> JSONSchema {
    (try? JSONSchema(describing: type)) ?? .any
  }
}

extension JSONSchema {
  /// The schema of an object with another schema for one property, which may be left out or null.
  fileprivate func refining(_ property: String, _ schema: JSONSchema, _ text: String) -> JSONSchema {
    guard var object = document.objectValue, var properties = object["properties"]?.objectValue else { return self }
    properties[property] = JSONSchema.nullable(schema).described(text).document
    object["properties"] = .object(properties)
    return (try? JSONSchema(document: .object(object))) ?? self
  }
}

extension VQEInputs: JSONSchemaDescribed {
  public static let jsonDescriptions = [
    "hamiltonian": "The observable whose expectation value is minimised.",
    "optimizer":
      "The method that chooses the angles; left out: l-bfgs for exact energies, spsa for sampled ones.",
    "gradient":
      "How derivatives are found, for methods that use them; left out: adjoint for exact energies, parameter-shift for "
      + "sampled ones. adjoint is for exact energies only.",
    "ansatz": "The circuit that prepares the trial states, and where to start in it.",
    "seed": "Every random choice follows from it; left out: 0.",
    "include_log": "Whether the output holds every evaluation, not only every iteration; left out: false.",
  ]
}

extension VQEInputs.Ansatz: JSONSchemaDescribed {
  public static let jsonDescriptions = [
    "circuit":
      "A circuit without measurements in OpenQASM 3 whose inputs are the angles, or the hash sha256:… of such a text.",
    "name": "What results call the ansatz; left out: circuit.",
    "initial_point": "Where to start: an angle in radians for each input of the circuit; left out: zeros.",
  ]
}

extension VQEInterimResult: JSONSchemaDescribed {
  public static let jsonDescriptions = [
    "iteration": "Its number; 0 is the start.",
    "evaluations": "Energies evaluated so far, with or without gradient.",
    "gradient_evaluations": "Those of them that came with a gradient.",
    "energy": "The energy at the parameters as the method knows it, in the Hamiltonian's unit.",
    "standard_error": "One standard deviation of the energy; left out for exact ones.",
    "best_energy":
      "The energy of the best point so far: the lowest, of sampled ones that with one standard error added.",
    "accepted": "Whether the method moved to the point it tried.",
    "parameters": "Where the method stands: angles in radians, in the order of the circuit's inputs.",
  ]
}

extension VQEOutput: JSONSchemaDescribed {
  public static let jsonDescriptions = [
    "energy":
      "The energy at the parameters, in the Hamiltonian's unit; with shots that of an independent evaluation at the end.",
    "standard_error": "One standard deviation of the energy; left out for exact ones.",
    "is_energy_independent": "False where the energy is the lowest of several sampled ones, and too low by chance.",
    "parameters": "Angles in radians, in the order of the circuit's inputs.",
    "evaluations": "Energies that the optimizer asked for, with or without gradient.",
    "gradient_evaluations": "Those of them that came with a gradient.",
    "iterations": "Iterations as the method counts them.",
    "stop_reason": "Why the run ended.",
    "ansatz": "The name of the ansatz.",
    "optimizer": "The name of the method.",
    "seed": "What every random choice followed from.",
    "seconds": "Wall time of the optimisation, in seconds.",
    "history": "One entry for each completed iteration.",
    "log": "One entry for each evaluation, in order, where include_log asked for it; those not finite are left out.",
  ]
}

extension VQEOutput.Iteration: JSONSchemaDescribed {
  public static let jsonDescriptions = VQEInterimResult.jsonDescriptions.filter {
    !["best_energy", "parameters"].contains($0.key)
  }
}

extension VQEOutput.Evaluation: JSONSchemaDescribed {
  public static let jsonDescriptions = [
    "point": "Angles in radians, in the order of the circuit's inputs.",
    "value": "The energy there, in the Hamiltonian's unit.",
    "standard_error": "One standard deviation of the energy; left out for exact ones.",
    "gradient": "Derivatives by each angle, in the Hamiltonian's unit per radian; left out where none were asked for.",
  ]
}
