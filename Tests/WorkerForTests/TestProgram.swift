import JSONSchemas
import RuntimePrograms

/// A program for tests of what stands above workers, made of a function.
struct TestProgram: RuntimeProgram {
  typealias Context = ProgramContext<JSONValue>

  let metadata: ProgramMetadata
  private let body: @Sendable (JSONObject, Context) async throws -> JSONValue

  init(
    _ id: String, _ inputs: [JSONSchema.Property], returns result: JSONSchema = .any,
    _ body: @escaping @Sendable (JSONObject, Context) async throws -> JSONValue
  ) {
    metadata = ProgramMetadata(
      id: id, name: id, description: "For tests.", version: "1.0.0", maximumExecutionTime: 600,
      spec: ProgramSpecification(
        parameters: .object(inputs, additional: .any), returnValues: result, interimResults: .any))
    self.body = body
  }

  func run(_ inputs: JSONValue, in context: Context) async throws -> JSONValue {
    try await body(inputs.objectValue ?? [:], context)
  }

  /// With the programs that users have.
  static let everything: [any RuntimeProgram] = NativePrograms.all + all.map { $0 as any RuntimeProgram }

  static let all: [TestProgram] = quiet + loud + deadly
}

extension JSONObject {
  func number(_ key: String) -> Double { self[key]?.doubleValue ?? 0 }
  func count(_ key: String) -> Int { self[key]?.intValue ?? 0 }
  func text(_ key: String) -> String { self[key]?.stringValue ?? "" }
}
