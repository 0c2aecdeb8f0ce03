internal import JSONSchemas

/// The members of a JSON object that a program reads one by one; those left over are refused by name.
struct InputObject {
  private var members: JSONObject
  let path: String
  private var isRead: Set<String> = []

  init(_ value: JSONValue, path: String) throws {
    guard case .object(let members) = value else {
      throw ProgramFailure.invalidInput(path, "found \(value.kind); allowed is an object")
    }
    self.members = members
    self.path = path
  }

  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The member of that name; nil where it is missing or null.
  mutating func take(_ key: String) -> JSONValue? {
    isRead.insert(key)
    guard let value = members[key], value != .null else { return nil }
    return value
  }

  /// A member read as `T`, where it is there.
  mutating func take<T>(_ key: String, _ allowed: String, _ read: (JSONValue) -> T?) throws -> T? {
    guard let value = take(key) else { return nil }
    guard let result = read(value) else {
      throw ProgramFailure.invalidInput(path(of: key), "found \(value.kind); allowed is \(allowed)")
    }
    return result
  }

  mutating func takeCount(_ key: String, minimum: Int) throws -> Int? {
    try take(key, "an integer of at least \(minimum)") { $0.intValue.flatMap { $0 >= minimum ? $0 : nil } }
  }

  mutating func takePrecision(_ key: String) throws -> Double? {
    try take(key, "a positive number", Self.precision)
  }

  static func precision(_ value: JSONValue) -> Double? {
    value.doubleValue.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
  }

  mutating func takeSeed(_ key: String) throws -> UInt64? {
    try take(key, "an integer from 0 to 2^64 - 1") { value in
      switch value {
      case .integer(let seed): UInt64(exactly: seed)
      case .unsigned(let seed): seed
      default: nil
      }
    }
  }

  /// Members that a program cannot honour: they may ask for nothing.
  ///
  /// - Parameter reason: What to say of those that ask for something.
  mutating func takeIdle(_ keys: [String], reason: String) throws {
    for key in keys {
      guard let value = take(key), !value.asksForNothing else { continue }
      throw ProgramFailure.invalidInput(path(of: key), "found \(value.kind), which asks for something \(reason)")
    }
  }

  /// - Throws: ``ProgramFailure`` for a member that was not taken.
  func finish(allowed: String) throws {
    for key in members.keys where !isRead.contains(key) {
      throw ProgramFailure.invalidInput(path(of: String(key.prefix(80))), "is not known here; allowed are \(allowed)")
    }
  }
}

extension JSONValue {
  /// Null, false, 0, nothing at all, or an object whose switches are all off.
  ///
  /// A switch is a member such as `enable`, `enable_gates` or `zne_mitigation`. Where one is on, or where there is none and
  /// some other member asks for something, the object does.
  var asksForNothing: Bool {
    switch self {
    case .null, .bool(false), .integer(0): true
    case .number(let value): value == 0
    case .array(let list): list.isEmpty
    case .object(let members):
      if members.contains(where: { Self.isSwitch($0.key) }) {
        members.allSatisfy { !Self.isSwitch($0.key) || $0.value.asksForNothing }
      } else {
        members.allSatisfy { $0.value.asksForNothing }
      }
    case .bool, .integer, .unsigned, .string: false
    }
  }

  private static func isSwitch(_ key: String) -> Bool { key.hasPrefix("enable") || key.hasSuffix("_mitigation") }
}
