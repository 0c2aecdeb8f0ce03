import Foundation
import JSONSchemas
import Testing

@Suite("Schema documents") struct DocumentTests {
  @Test(
    "a document is read and written again",
    arguments: [
      "true", "false", "{}", #"{"type":["string","null"],"minLength":1,"maxLength":5}"#,
      #"{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"x","title":"t","description":"d","type":"object","properties":{"b":{"type":"integer","minimum":1,"maximum":18446744073709551615,"default":3},"a":{"const":null}},"required":["b"],"additionalProperties":false}"#,
      #"{"type":"array","prefixItems":[{"type":"string"},true],"items":false,"minItems":1,"maxItems":2}"#,
      #"{"enum":[1,"a",null,[1]],"examples":[1],"deprecated":true}"#,
      #"{"anyOf":[{"type":"number","exclusiveMinimum":0.5,"exclusiveMaximum":2},{"oneOf":[{"type":"string","format":"date","contentEncoding":"base64"}]}]}"#,
      #"{"type":"object","additionalProperties":true}"#,
      #"{"type":"object","properties":{},"required":[],"additionalProperties":{"type":"string"}}"#,
    ])
  func roundTrip(text: String) throws {
    let document = try JSONValue(parsing: text)
    let schema = try JSONSchema(document: document)
    // `{}` and `true` are the same schema.
    let isTrue = document == true
    #expect(schema.document == (isTrue ? [:] : document.replacingTrueItems()))
    #expect(try JSONSchema(document: schema.document) == schema)
    #expect(try JSONValue(encoding: schema).decoded() == schema)
    #expect(try JSONDecoder().decode(JSONSchema.self, from: JSONEncoder().encode(schema)) == schema)
  }

  @Test("builders write the documents that one would write by hand")
  func builders() throws {
    let schema = JSONSchema.object(
      [
        .required("shots", .integer(minimum: 1).described("Repetitions.").defaulting(to: 1024)),
        .optional("angles", .array(of: .number, maximumCount: 3)), .optional("mode", .nullable(.enumeration(["a"]))),
        .optional("raw", .string.contentEncoding("base64")), .optional("pair", .tuple([.string, .any])),
      ], additional: .any)
    let document = try JSONValue(
      parsing: """
        {"type":"object","properties":{"shots":{"description":"Repetitions.","type":"integer","minimum":1,"default":1024},
        "angles":{"type":"array","items":{"type":"number"},"maxItems":3},
        "mode":{"anyOf":[{"type":"string","enum":["a"]},{"type":"null"}]},
        "raw":{"type":"string","contentEncoding":"base64"},
        "pair":{"type":"array","prefixItems":[{"type":"string"},{}],"minItems":2,"maxItems":2}},
        "required":["shots"],"additionalProperties":true}
        """)
    #expect(schema.document.text == document.text)
    #expect(try JSONSchema(document: document) == schema)
  }

  @Test(
    "a keyword that is not enforced is refused by name, a malformed one with its place",
    arguments: [
      (#"{"pattern":"a"}"#, #"pattern: the keyword "pattern" is not supported and would not be enforced"#),
      (#"{"$ref":"x"}"#, #"$ref: the keyword "$ref" is not supported and would not be enforced"#),
      (
        #"{"properties":{"a b":{"items":{"uniqueItems":true}}}}"#,
        #"properties["a b"].items.uniqueItems: the keyword "uniqueItems" is not supported and would not be enforced"#
      ),
      ("3", "the number 3 was found, a schema, which is an object, true or false, is allowed"),
      (
        #"{"type":"float"}"#,
        #"type: the string "float" was found, one of "null", "boolean", "integer", "number", "string", "array" and "object" or an array of them is allowed"#
      ),
      (
        #"{"type":["string","string"]}"#,
        #"type: an array of 2 was found, one of "null", "boolean", "integer", "number", "string", "array" and "object" or an array of them is allowed"#
      ),
      (#"{"anyOf":[true,{"minimum":"1"}]}"#, #"anyOf[1].minimum: the string "1" was found, a number is allowed"#),
      (#"{"anyOf":[]}"#, "anyOf: an empty array was found, an array with a schema is allowed"),
      (#"{"items":[true]}"#, "items: an array of 1 was found, a schema, which is an object, true or false, is allowed"),
      (#"{"minItems":-1}"#, "minItems: the number -1 was found, an integer from 0 on is allowed"),
      (#"{"maximum":NaN}"#, "maximum: the number nan was found, a number is allowed"),
      (#"{"required":["a","a"]}"#, "required: an array of 2 was found, an array of different strings is allowed"),
      (#"{"required":"a"}"#, #"required: the string "a" was found, an array of strings is allowed"#),
      (#"{"properties":[]}"#, "properties: an empty array was found, an object of schemas is allowed"),
      (#"{"enum":[]}"#, "enum: an empty array was found, an array with a value is allowed"),
      (#"{"description":1}"#, "description: the number 1 was found, a string is allowed"),
    ])
  func refused(text: String, message: String) throws {
    let document = try JSONValue(parsing: text)
    let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(document: document) }
    #expect(error?.description == message)
  }
}

extension JSONValue {
  /// A schema `true` in a list is written as `{}`.
  fileprivate func replacingTrueItems() -> JSONValue {
    guard var object = objectValue, case .array(let items)? = object["prefixItems"] else { return self }
    object["prefixItems"] = .array(items.map { $0 == true ? [:] : $0 })
    return .object(object)
  }
}
