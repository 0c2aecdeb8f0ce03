import JSONSchemas
import Testing

@Suite("Validating against a schema") struct ValidationTests {
  @Test(
    "what a schema allows is valid",
    arguments: [
      (.any, "[1,{\"a\":null}]"), (.any, "NaN"), (.null, "null"), (.boolean, "false"), (.string, "\"\""),
      (.integer, "3"), (.integer, "3.0"), (.integer, "-9223372036854775808"),
      (.integer(minimum: 0, maximum: .max), "18446744073709551615"), (.number, "1e308"), (.number, "7"),
      (.integer(minimum: 1, maximum: 3), "1"), (.integer(minimum: 1, maximum: 3), "3"),
      (.number(minimum: 0.5), "0.5"), (.number(exclusiveMinimum: 0), "5e-324"),
      (.string(minimumLength: 2, maximumLength: 2), "\"é😀\""),
      (.array(of: .integer), "[]"), (.array(of: .integer, minimumCount: 1), "[1]"),
      (.tuple([.string, .integer], minimumCount: 1), "[\"a\"]"), (.tuple([.string, .integer]), "[\"a\",1]"),
      (.object([.required("a", .integer), .optional("b", .null)]), "{\"b\":null,\"a\":1}"),
      (.object([.required("a", .integer)], additional: .string), "{\"a\":1,\"z\":\"\"}"),
      (.dictionary(of: .number), "{\"XX\":1,\"YY\":0.5}"), (.enumeration(["a", "b"]), "\"b\""),
      (.constant([1, ["k": 2]]), "[1.0,{\"k\":2.0}]"), (.anyOf([.string, .integer]), "1"),
      (.oneOf([.string, .integer]), "\"x\""), (.nullable(.string), "null"), (.nullable(.enumeration(["a"])), "null"),
      (.nullable(.anyOf([.string, .integer])), "null"), (.nullable(.any), "null"),
    ] as [(JSONSchema, String)])
  func valid(schema: JSONSchema, text: String) throws {
    let value = try JSONValue(parsing: text)
    try schema.validate(value)
    try JSONSchema(document: schema.document).validate(value)
  }

  @Test(
    "nothing that is invalid is admitted without making a value",
    arguments: [
      (#"{"anyOf":[{"type":"integer"}],"minimum":5}"#, "3"),
      (#"{"anyOf":[{"type":"string"}],"minLength":3}"#, #""a""#),
      (#"{"anyOf":[{"type":"array","items":{"type":"integer"}}],"minItems":2}"#, "[]"),
      (
        #"{"anyOf":[{"type":"object","properties":{"a":{"type":"null"}}}],"additionalProperties":false}"#,
        #"{"a":null}"#
      ),
      (#"{"type":"integer","minimum":0}"#, "-1"), (#"{"type":"integer","maximum":7}"#, "8"),
      (#"{"type":"number","exclusiveMinimum":0}"#, "0"), (#"{"type":"string","enum":["a"]}"#, #""b""#),
      (#"{"type":"string","maxLength":1}"#, #""ab""#),
      (#"{"type":"array","items":{"type":"null"},"maxItems":0}"#, "[null]"),
      (#"{"type":"object","properties":{"a":{"type":"null"}},"required":["a"]}"#, "{}"),
      (#"{"type":"number"}"#, "01"), (#"{"type":"number"}"#, "1e999"), (#"{"type":"number"}"#, "NaN"),
    ])
  func invalid(document: String, text: String) throws {
    let schema = try JSONSchema(document: JSONValue(parsing: document))
    #expect(throws: (any Error).self) { try schema.validate(JSONValue(parsing: text)) }
    #expect(!schema.surelyAdmits(Array(text.utf8)))
  }

  @Test(
    "the first violation says in a sentence where it is, what was found and what is allowed",
    arguments: [
      (.null, "0", "the value: the number 0 was found, null is allowed"),
      (.boolean, "\"true\"", "the value: the string \"true\" was found, true or false is allowed"),
      (.integer, "2.5", "the value: the number 2.5 was found, an integer is allowed"),
      (.integer, "9223372036854775808", "the value: the number 9223372036854775808 was found, an integer is allowed"),
      (.integer, "1e300", "the value: the number 1e+300 was found, an integer is allowed"),
      (.number, "NaN", "the value: the number nan was found, a number is allowed"),
      (.integer(minimum: 1, maximum: 3), "4", "the value: the number 4 was found, an integer from 1 to 3 is allowed"),
      (.integer(minimum: 1), "-5", "the value: the number -5 was found, an integer of at least 1 is allowed"),
      (
        .number(exclusiveMinimum: 0, exclusiveMaximum: 1), "1",
        "the value: the number 1 was found, a number above 0.0 and below 1.0 is allowed"
      ),
      (
        .string(minimumLength: 2), "\"😀\"",
        "the value: the string \"😀\" was found, a string of at least 2 characters is allowed"
      ),
      (.array(of: .number), "[1,[2],\"x\"]", "[1]: an array of 1 was found, a number is allowed"),
      (
        .array(of: .any, minimumCount: 1, maximumCount: 4), "[]",
        "the value: an empty array was found, an array of 1 to 4 is allowed"
      ),
      (
        .tuple([.string, .integer], minimumCount: 1), "[\"a\",1,2]",
        "the value: an array of 3 was found, an array of 1 to 2 is allowed"
      ),
      (.tuple([.string, .integer]), "[\"a\",\"b\"]", "[1]: the string \"b\" was found, an integer is allowed"),
      (
        .object([.required("a", .integer)]), "{}",
        "the value: an object without \"a\" was found, an object with \"a\" is allowed"
      ),
      (
        .object([.required("a", .integer), .optional("b", .any)]), "{\"a\":1,\"c\":2}",
        "the value: the unknown key \"c\" was found, one of \"a\" and \"b\" is allowed"
      ),
      (.object([]), "{\"a\":1}", "the value: the unknown key \"a\" was found, no key is allowed"),
      (.dictionary(of: .number), "{\"X Y\":true}", "[\"X Y\"]: true was found, a number is allowed"),
      (.enumeration(["a", "b"]), "\"c\"", "the value: the string \"c\" was found, one of \"a\" and \"b\" is allowed"),
      (.enumeration(["a"]), "1", "the value: the number 1 was found, \"a\" is allowed"),
      (.constant(2), "2.5", "the value: the number 2.5 was found, 2 is allowed"),
      (.nothing, "null", "the value: null was found, nothing is allowed"),
      (
        .nullable(.integer(minimum: 0)), "-1",
        "the value: the number -1 was found, an integer of at least 0 or null is allowed"
      ),
      (.anyOf([.string, .integer]), "[]", "the value: an empty array was found, a string or an integer is allowed"),
      (.anyOf([.string, .array(of: .integer)]), "[1,\"a\"]", "[1]: the string \"a\" was found, an integer is allowed"),
      (
        .anyOf([.array(of: .array(of: .integer)), .array(of: .string)]), "[[1,null]]",
        "[0][1]: null was found, an integer is allowed"
      ),
      (
        .oneOf([.integer, .number]), "1",
        "the value: the number 1, which is more than one of an integer or a number, was found, exactly one of them is allowed"
      ),
    ] as [(JSONSchema, String, String)])
  func invalid(schema: JSONSchema, text: String, message: String) throws {
    let value = try JSONValue(parsing: text)
    let error = #expect(throws: JSONSchemaViolation.self) { try schema.validate(value) }
    #expect(error?.description == message)
    let again = #expect(throws: JSONSchemaViolation.self) { try JSONSchema(document: schema.document).validate(value) }
    #expect(again == error)
  }

  @Test("a path goes through keys and indices")
  func path() throws {
    let schema = JSONSchema.object([
      .required("pubs", .array(of: .tuple([.string, .any, .dictionary(of: .number)])))
    ])
    let value: JSONValue = ["pubs": [["a", .null, ["theta": 1]], ["b", .null, ["theta": 1, "phi": "x"]]]]
    let error = #expect(throws: JSONSchemaViolation.self) { try schema.validate(value) }
    #expect(error?.path == "pubs[1][2].phi")
    #expect(error?.found == "the string \"x\"")
    #expect(error?.allowed == "a number")
  }

  @Test(
    "of alternatives told apart by a constant, the chosen one explains itself",
    arguments: [
      ("1", "the value: the number 1 was found, an object with \"name\" is allowed"),
      (
        "{}",
        "the value: an object without \"name\" was found, an object with \"name\", which is \"adam\" or \"spsa\", is allowed"
      ),
      ("{\"name\":\"bfgs\"}", "name: the string \"bfgs\" was found, \"adam\" or \"spsa\" is allowed"),
      ("{\"name\":\"adam\",\"rate\":\"x\"}", "rate: the string \"x\" was found, a number is allowed"),
      (
        "{\"name\":\"spsa\",\"steps\":1,\"rate\":1}",
        "the value: the unknown key \"rate\" was found, one of \"name\" and \"steps\" is allowed"
      ),
      (
        "{\"name\":\"spsa\"}",
        "the value: an object without \"steps\" was found, an object with \"name\" and \"steps\" is allowed"
      ),
    ], [true, false])
  func discriminated(expectation: (text: String, message: String), isExclusive: Bool) throws {
    let branches: [JSONSchema] = [
      .object([.required("name", .constant("adam")), .optional("rate", .number)]),
      .object([.required("name", .constant("spsa")), .required("steps", .integer)]),
    ]
    let schema: JSONSchema = isExclusive ? .oneOf(branches) : .anyOf(branches)
    try schema.validate(["name": "adam"])
    try schema.validate(["name": "spsa", "steps": 3])
    let value = try JSONValue(parsing: expectation.text)
    let error = #expect(throws: JSONSchemaViolation.self) { try schema.validate(value) }
    #expect(error?.description == expectation.message)
  }

  @Test(
    "bounds compare without rounding",
    arguments: [
      ("9007199254740993", "9007199254740992.0", false), ("9007199254740992", "9007199254740992.0", true),
      ("9223372036854775807", "9223372036854775808.0", true), ("18446744073709551615", "18446744073709551614", false),
      ("18446744073709551615", "1e30", true), ("18446744073709551615", "-1e30", false), ("3", "2.5", false),
      ("-3", "-2.5", true), ("2.5", "2", false), ("1e300", "5", false), ("0.5", "18446744073709551615", true),
    ] as [(String, String, Bool)])
  func bounds(value: String, maximum: String, isAllowed: Bool) throws {
    let value = try JSONValue(parsing: value)
    let atMost = try JSONSchema(document: ["maximum": JSONValue(parsing: maximum)])
    let above = try JSONSchema(document: ["exclusiveMinimum": JSONValue(parsing: maximum)])
    #expect(((try? atMost.validate(value)) != nil) == isAllowed)
    #expect(((try? above.validate(value)) != nil) != isAllowed)
  }

  @Test("alternatives inside alternatives take time in proportion to their number", .timeLimit(.minutes(1)))
  func deepAlternatives() throws {
    var schema = JSONSchema.string
    for _ in 0..<200 { schema = .anyOf([.array(of: .boolean), schema, .integer(minimum: 5)]) }
    let error = #expect(throws: JSONSchemaViolation.self) { try schema.validate(1) }
    #expect(error?.allowed.contains("an integer of at least 5") == true)
    try schema.validate("x")
  }
}
