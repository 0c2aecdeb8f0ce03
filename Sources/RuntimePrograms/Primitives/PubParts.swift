internal import JSONSchemas

/// A pub in JSON: a list whose first elements count and whose last ones may be missing, or the circuit alone.
struct PubParts {
  private let parts: [JSONValue]
  private let names: [String]
  private let path: String

  init(_ value: JSONValue, path: String, names: [String], required: Int) throws {
    switch value {
    case .array(let list): parts = list
    case .string: parts = [value]
    default:
      throw ProgramFailure.invalidInput(
        path, "found \(value.kind); allowed is a list [\(names.joined(separator: ", "))]")
    }
    guard (required...names.count).contains(parts.count) else {
      throw ProgramFailure.invalidInput(
        path,
        "found \(parts.count) element\(parts.count == 1 ? "" : "s"); "
          + "allowed are \(required) to \(names.count): \(names.joined(separator: ", "))")
    }
    self.names = names
    self.path = path
  }

  /// The part, or null where it is missing.
  subscript(index: Int) -> JSONValue { index < parts.count ? parts[index] : .null }

  func path(of index: Int) -> String { "\(path).\(names[index])" }

  func circuit() throws -> CircuitSource {
    guard case .string(let text) = self[0] else {
      throw ProgramFailure.invalidInput(
        path(of: 0), "found \(self[0].kind); allowed is a text in OpenQASM 3, or the hash sha256:… of one sent before")
    }
    return CircuitSource(text)
  }

  /// A part that may be null.
  func read<T>(_ index: Int, _ allowed: String, _ read: (JSONValue) -> T?) throws -> T? {
    let value = self[index]
    if case .null = value { return nil }
    guard let result = read(value) else {
      throw ProgramFailure.invalidInput(path(of: index), "found \(value.kind); allowed is \(allowed)")
    }
    return result
  }
}

extension InputObject {
  mutating func takePubs() throws -> [JSONValue] {
    guard let pubs = try take("pubs", "a list of pubs", \.arrayValue) else {
      throw ProgramFailure.invalidInput("pubs", "is missing; allowed is a list of pubs")
    }
    return pubs
  }

  /// `version` and `support_qiskit`, which say how inputs and outputs are written.
  mutating func takeVersion() throws {
    if let version = take("version"), version.intValue != 2 {
      throw ProgramFailure.invalidInput("version", "found \(version.kind); allowed is 2")
    }
    if let supportQiskit = take("support_qiskit"), supportQiskit != .bool(false) {
      throw ProgramFailure.invalidInput(
        "support_qiskit", "found \(supportQiskit.kind); allowed is false: plain JSON is what this program returns")
    }
  }

  /// The seed of the program's own option, or of the simulator.
  mutating func takeSeed(besides key: String?) throws -> UInt64? {
    let own = try key.flatMap { try takeSeed($0) }
    guard let value = take("simulator") else { return own }
    var simulator = try InputObject(value, path: path(of: "simulator"))
    let seed = try simulator.takeSeed("seed_simulator")
    try simulator.takeIdle(
      ["noise_model", "coupling_map", "basis_gates"],
      reason: "that this simulator has not: it has no noise and all gates")
    try simulator.finish(allowed: "seed_simulator, noise_model, coupling_map and basis_gates")
    if let own, let seed, own != seed {
      throw ProgramFailure.invalidInput(
        simulator.path(of: "seed_simulator"), "is \(seed) beside the seed \(own); give one of them")
    }
    return own ?? seed
  }

  /// How a device would run the shots: nothing that a simulator can do otherwise.
  mutating func takeExecution() throws {
    guard let value = take("execution") else { return }
    var execution = try InputObject(value, path: path(of: "execution"))
    if let value = execution.take("init_qubits"), value != .bool(true) {
      throw ProgramFailure.invalidInput(
        execution.path(of: "init_qubits"), "found \(value.kind); allowed is true: all qubits begin in 0")
    }
    if let value = execution.take("meas_type"), value != .string("classified") {
      throw ProgramFailure.invalidInput(
        execution.path(of: "meas_type"), "found \(value.kind); allowed is \"classified\": outcomes are bits")
    }
    try execution.takeIdle(["rep_delay"], reason: "that a simulator has not")
    try execution.finish(allowed: "init_qubits, meas_type and rep_delay")
  }
}

extension JSONValue {
  static func seed(_ seed: UInt64) -> JSONValue { Int64(exactly: seed).map { .integer($0) } ?? .unsigned(seed) }
}
