internal import Foundation
internal import JSONSchemas
internal import RuntimeAPI

/// The body of `POST /jobs`, checked as far as that goes without the store.
struct JobRequest: Sendable {
  var program: OfferedProgram
  var backend: String
  var sessionID: String?
  var tags: [String]
  /// The seconds that the job may run.
  var maximumExecutionTime: Int
  var texts: [ContentHash]
  var isPrivate: Bool
  var logLevel: String?
  /// JSON.
  var inputs: Data

  static let maximumTagCount = 8
  static let maximumTagLength = 86
  private static let fields: Set = [
    "program_id", "backend", "params", "session_id", "tags", "cost", "texts", "log_level", "private",
  ]
  /// What other services of this interface take and what has no meaning with one simulator and no groups of users.
  private static let tolerated: Set = ["hub", "group", "project", "instance", "calibration_id"]
  private static let logLevels = ["CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG"]

  /// - Throws: ``APIError`` with the field that is missing, unknown or wrong.
  init(_ body: JSONObject, programs: ProgramCatalogue, backend: OfferedBackend) throws(APIError) {
    for key in body.keys where !Self.fields.contains(key) && !Self.tolerated.contains(key) {
      // An image of another program environment: none is what there is.
      if key == "runtime", body[key] == .null || body[key] == .string("") { continue }
      throw APIError(
        .invalidRequest, "The field '\(key.prefix(80))' is unknown in a job.",
        solution: "Fields are \(Self.fields.sorted().joined(separator: ", ")).")
    }
    let body = BodyFields(body)
    program = try programs.program(body.string("program_id"))
    self.backend = try body.string("backend")
    try backend.check(self.backend)
    sessionID = try body.optionalString("session_id")
    tags = try Self.tags(body)
    let cost = try body.optionalInteger("cost", in: 1...Int(Int32.max))
    maximumExecutionTime = program.timeLimit(requested: cost)
    texts = try Self.texts(body)
    isPrivate = try body.optionalFlag("private") ?? false
    logLevel = try body.optionalString("log_level")
    if let logLevel, !Self.logLevels.contains(logLevel.uppercased()) {
      throw body.refusal("log_level", .string(logLevel), "one of \(Self.logLevels.joined(separator: ", "))")
    }
    guard let params = body["params"] else { throw body.missing("params") }
    try program.checkInputs(params)
    inputs = Data(params.bytes)
  }

  /// The tags of a submission, or of `PUT /jobs/{id}/tags`.
  static func tags(_ body: BodyFields) throws(APIError) -> [String] {
    guard let values = try body.optionalArray("tags") else { return [] }
    guard values.count <= maximumTagCount else {
      throw APIError(.invalidRequest, "The job has \(values.count) tags; at most \(maximumTagCount) are allowed.")
    }
    var tags: [String] = []
    for value in values {
      guard let tag = value.stringValue, !tag.isEmpty, tag.count <= maximumTagLength else {
        throw body.refusal("tags", value, "texts of 1 to \(maximumTagLength) characters")
      }
      tags.append(tag)
    }
    return tags
  }

  private static func texts(_ body: BodyFields) throws(APIError) -> [ContentHash] {
    var texts: [ContentHash] = []
    for value in try body.optionalArray("texts") ?? [] {
      guard let hash = value.stringValue.flatMap({ ContentHash($0) }) else {
        throw body.refusal("texts", value, "hashes, sha256: and 64 digits of 0-9 and a-f")
      }
      texts.append(hash)
    }
    return texts
  }
}
