import JSONSchemas
import RuntimePrograms

extension ServerUnderTest {
  /// What the service offers of the programs that the workers of tests have, with schemas that are worth enforcing.
  static func programs() throws -> [ProgramMetadata] {
    let inputs: [(String, [JSONSchema.Property])] = [
      ("echo", []), ("throw", [.optional("code", .string), .optional("message", .string)]),
      ("sleep", [.required("seconds", .number)]), ("spin", [.required("seconds", .number)]),
      ("crash", [.optional("results", .integer)]), ("crash-once", [.required("path", .string)]),
      ("await-file", [.required("path", .string), .optional("results", .integer)]),
      ("exit", [.optional("status", .integer)]),
      ("allocate", [.required("mebibytes", .integer), .optional("seconds", .number)]),
      ("count", [.required("results", .integer), .optional("milliseconds", .number)]),
      ("spam", [.optional("lines", .integer), .optional("results", .integer), .optional("bytes", .integer)]),
      ("noise", [.optional("text", .string)]), ("large", [.required("bytes", .integer)]), ("wrong-result", []),
      ("gone", []),
    ]
    return inputs.map { id, properties in
      ProgramMetadata(
        id: id, name: id, description: "For tests.", version: "1.2.3",
        maximumExecutionTime: 600,
        spec: ProgramSpecification(
          parameters: .object(properties, additional: id == "echo" ? .any : nil),
          returnValues: id == "wrong-result" ? .object([.required("value", .integer)]) : .any,
          interimResults: id == "spam" ? .any : .object([.required("index", .integer(maximum: 999))])))
    }
  }
}
