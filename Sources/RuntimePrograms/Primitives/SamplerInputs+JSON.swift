internal import JSONSchemas

extension SamplerInputs: Codable {
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
    try object.finish(allowed: "pubs, options, version and support_qiskit")
    self.init(pubs: pubs, options: options)
  }

  var json: JSONValue {
    .object([
      "pubs": .array(pubs.map(\.json)), "options": options.json, "version": 2, "support_qiskit": false,
    ])
  }
}

extension SamplerInputs.Pub {
  fileprivate init(_ value: JSONValue, path: String, budget: inout Int) throws {
    let parts = try PubParts(value, path: path, names: ["circuit", "parameters", "shots"], required: 1)
    self.init(
      circuit: try parts.circuit(),
      parameters: try ParameterValues(parts[1], path: parts.path(of: 1), budget: &budget),
      shots: try parts.read(2, "an integer of at least 0, or null") { $0.intValue.flatMap { $0 >= 0 ? $0 : nil } })
  }

  fileprivate var json: JSONValue {
    .array([.string(circuit.string), parameters.json, shots.map { .integer(Int64($0)) } ?? .null])
  }
}

extension SamplerInputs.Options {
  fileprivate init(_ value: JSONValue, path: String) throws {
    var object = try InputObject(value, path: path)
    let defaultShots = try object.takeCount("default_shots", minimum: 0)
    let seed = try object.takeSeed(besides: nil)
    try object.takeIdle(
      ["dynamical_decoupling", "twirling", "experimental"], reason: "that a simulator without noise has not")
    try object.takeExecution()
    try object.finish(
      allowed: "default_shots, simulator, execution, dynamical_decoupling, twirling and experimental")
    self.init(defaultShots: defaultShots, seed: seed)
  }

  fileprivate var json: JSONValue {
    var members = JSONObject()
    if let defaultShots { members["default_shots"] = .integer(Int64(defaultShots)) }
    if let seed { members["simulator"] = .object(["seed_simulator": .seed(seed)]) }
    return .object(members)
  }
}
