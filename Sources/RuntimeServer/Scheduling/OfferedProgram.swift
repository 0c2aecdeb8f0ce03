internal import JSONSchemas
internal import RuntimeAPI
internal import RuntimePrograms

/// A program that the service offers, with its schemas ready to check what goes in and what comes out.
final class OfferedProgram: Sendable {
  let metadata: ProgramMetadata
  var id: String { metadata.id }

  init(_ metadata: ProgramMetadata) { self.metadata = metadata }

  /// The time that a job may run.
  ///
  /// - Parameter requested: In seconds, as the submission has it.
  func timeLimit(requested: Int?) -> Int { min(requested ?? .max, metadata.maximumExecutionTime) }

  /// - Throws: ``APIError`` `invalid-inputs` with the path of what breaks the schema.
  func checkInputs(_ inputs: JSONValue) throws(APIError) {
    do {
      try metadata.spec.parameters.validate(inputs)
    } catch {
      throw APIError(
        .invalidInputs, "The inputs of '\(id)' break its schema: \(Self.sentence(error, below: "params")).",
        solution: "GET /programs/\(id) shows the schema.")
    }
  }

  /// What is wrong with a result; nil if nothing is.
  func violation(inResult json: some Collection<UInt8>) -> String? {
    Self.violation(of: metadata.spec.returnValues, by: json).map { "The program's result breaks its schema: \($0)." }
  }

  /// What is wrong with an interim result; nil if nothing is.
  func violation(inInterimResult json: some Collection<UInt8>) -> String? {
    Self.violation(of: metadata.spec.interimResults, by: json)
      .map { "An interim result of the program breaks its schema: \($0)." }
  }

  private static func violation(of schema: JSONSchema, by json: some Collection<UInt8>) -> String? {
    if schema.surelyAdmits(json) { return nil }
    do {
      try schema.validate(JSONValue(parsing: json))
      return nil
    } catch let error as JSONSchemaViolation {
      return sentence(error, below: "")
    } catch {
      return "it is no JSON: \(error)"
    }
  }

  private static func sentence(_ violation: JSONSchemaViolation, below root: String) -> String {
    var violation = violation
    if !root.isEmpty {
      violation.path =
        violation.path.isEmpty || violation.path.hasPrefix("[") ? root + violation.path : "\(root).\(violation.path)"
    }
    return violation.description
  }
}

/// The programs by their names, in the order of the configuration.
struct ProgramCatalogue: Sendable {
  let programs: [OfferedProgram]
  private let byID: [String: OfferedProgram]

  init(_ metadata: [ProgramMetadata]) {
    programs = metadata.map { OfferedProgram($0) }
    byID = Dictionary(programs.map { ($0.id, $0) }) { first, _ in first }
  }

  subscript(id: String) -> OfferedProgram? { byID[id] }

  /// - Throws: ``APIError`` `unknown-program`.
  func program(_ id: String) throws(APIError) -> OfferedProgram {
    guard let program = byID[id] else {
      throw APIError(
        .unknownProgram, "There is no program '\(id.prefix(80))'.",
        solution: "Programs here are \(programs.map(\.id).joined(separator: ", ")).")
    }
    return program
  }
}
