internal import JSONSchemas
internal import QuantumBackends

extension EstimatorInputs: Codable {
  /// - Throws: ``ProgramFailure`` with the place of what cannot be meant or cannot be honoured.
  public init(from decoder: any Decoder) throws { try self.init(JSONValue(from: decoder)) }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  init(_ value: JSONValue) throws {
    var object = try InputObject(value, path: "")
    var budget = NumPyArray.maximumBytes
    let pubs = try object.takePubs().enumerated().map { index, value in
      try Pub(value, path: "pubs[\(index)]", budget: &budget)
    }
    let options = try Options(object.take("options") ?? .object([:]), path: "options")
    try object.takeVersion()
    try object.takeIdle(["resilience_level"], reason: "that a simulator without noise has not")
    try object.finish(allowed: "pubs, options, version, support_qiskit and resilience_level")
    self.init(pubs: pubs, options: options)
  }

  var json: JSONValue {
    .object([
      "pubs": .array(pubs.map(\.json)), "options": options.json, "version": 2, "support_qiskit": false,
    ])
  }
}

extension EstimatorInputs.Pub {
  fileprivate init(_ value: JSONValue, path: String, budget: inout Int) throws {
    let parts = try PubParts(
      value, path: path, names: ["circuit", "observables", "parameters", "precision"], required: 2)
    self.init(
      circuit: try parts.circuit(),
      observables: try ObservablesSource(parts[1], path: parts.path(of: 1)),
      parameters: try ParameterValues(parts[2], path: parts.path(of: 2), budget: &budget),
      precision: try parts.read(3, "a positive number or null", InputObject.precision))
  }

  fileprivate var json: JSONValue {
    .array([
      .string(circuit.string), observables.json, parameters.json, precision.map { .number($0) } ?? .null,
    ])
  }
}

extension EstimatorInputs.Options {
  fileprivate init(_ value: JSONValue, path: String) throws {
    var object = try InputObject(value, path: path)
    let defaultPrecision = try object.takePrecision("default_precision")
    let defaultShots = try object.takeCount("default_shots", minimum: 1)
    let exact = try object.take("exact", "true or false", \.boolValue) ?? false
    if exact {
      for (key, isGiven) in [("default_precision", defaultPrecision != nil), ("default_shots", defaultShots != nil)]
      where isGiven {
        throw ProgramFailure.invalidInput(object.path(of: "exact"), "true beside \(key); give one of them")
      }
    }
    let seed = try object.takeSeed(besides: "seed_estimator")
    let groupings = MeasurementGrouping.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
    let grouping = try object.take("grouping", groupings) { $0.stringValue.flatMap(MeasurementGrouping.init) }
    try object.takeIdle(
      ["dynamical_decoupling", "twirling", "resilience", "experimental"],
      reason: "that a simulator without noise has not")
    try object.takeExecution()
    try object.finish(
      allowed: "default_precision, default_shots, seed_estimator, exact, grouping, simulator, execution, "
        + "dynamical_decoupling, twirling, resilience and experimental")
    self.init(
      defaultPrecision: defaultPrecision, defaultShots: defaultShots, seed: seed, exact: exact,
      grouping: grouping ?? .qubitWise)
  }

  fileprivate var json: JSONValue {
    var members = JSONObject()
    if let defaultPrecision { members["default_precision"] = .number(defaultPrecision) }
    if let defaultShots { members["default_shots"] = .integer(Int64(defaultShots)) }
    if let seed { members["seed_estimator"] = .seed(seed) }
    if exact { members["exact"] = true }
    if grouping != .qubitWise { members["grouping"] = .string(grouping.rawValue) }
    return .object(members)
  }
}
