import JSONSchemas
import RandomStreams
import Testing

/// Nothing from outside may crash: each text is a value or an error.
@Suite("Texts at random") struct FuzzTests {
  /// What JSON is made of, so that long prefixes are valid.
  private static let pieces: [[UInt8]] = [
    "[", "]", "{", "}", ",", ":", "\"", "\\", "\\u", "\\ud83d", "d8", "00", "1", "-", ".5", "e", "e+9", "0", "true",
    "null", "NaN", "-Infinity", " ", "\n", "a", "é", "😀", "\"a\":", "\"x\",", "[1,", "{\"a\":",
  ].map { Array($0.utf8) }

  @Test("random bytes and random pieces are parsed or refused", arguments: 0..<10 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    var valid = 0
    for round in 0..<10_000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        if round % 4 == 0 {
          text.append(UInt8.random(in: 0...255, using: &generator))
        } else {
          text += Self.pieces.randomElement(using: &generator) ?? []
        }
      }
      do {
        let value = try JSONValue(parsing: text)
        valid += 1
        #expect(try JSONValue(parsing: value.text).text == value.text)
      } catch {
        #expect(error.line >= 1 && error.column >= 1 && !error.message.isEmpty)
      }
    }
    #expect(valid > 10)
  }

  @Test("a valid text with a changed byte is parsed or refused", arguments: 0..<10 as Range<UInt64>)
  func mutations(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    for _ in 0..<100 {
      let text = JSONValue.random(depth: 4, using: &generator).bytes
      for _ in 0..<20 {
        var mutated = text
        let place = Int.random(in: 0..<mutated.count, using: &generator)
        mutated[place] = UInt8.random(in: 0...255, using: &generator)
        if let value = try? JSONValue(parsing: mutated) {
          #expect(try JSONValue(parsing: value.text).text == value.text)
        }
        _ = try? JSONValue(parsing: mutated[place...])
      }
    }
  }

  @Test(
    "random documents are schemas or are refused, and random values meet them or not", arguments: 0..<4 as Range<UInt64>
  )
  func schemas(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    var valid = 0
    for _ in 0..<5_000 {
      let document = JSONValue.randomSchema(depth: 3, using: &generator)
      guard let schema = try? JSONSchema(document: document) else { continue }
      valid += 1
      #expect(try JSONSchema(document: schema.document) == schema)
      for _ in 0..<4 {
        let value = JSONValue.random(depth: 2, using: &generator)
        do { try schema.validate(value) } catch { #expect(!error.found.isEmpty && !error.allowed.isEmpty) }
      }
    }
    #expect(valid > 500)
  }
}

extension JSONValue {
  /// A schema document, or almost one.
  fileprivate static func randomSchema(depth: Int, using generator: inout RandomStream) -> JSONValue {
    let keywords = [
      "type", "const", "enum", "properties", "required", "additionalProperties", "prefixItems", "items", "minItems",
      "maxLength", "minimum", "exclusiveMaximum", "anyOf", "oneOf", "default", "description",
    ]
    var document = JSONObject()
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      guard let keyword = keywords.randomElement(using: &generator) else { continue }
      let schema = depth > 0 ? randomSchema(depth: depth - 1, using: &generator) : true
      switch keyword {
      case "type":
        let types = ["null", "boolean", "integer", "number", "string", "array", "object", "float"]
        document[keyword] = .string(types.randomElement(using: &generator) ?? "")
      case "enum": document[keyword] = [random(depth: 1, using: &generator), random(depth: 1, using: &generator)]
      case "properties": document[keyword] = ["a": schema, "b": true]
      case "required": document[keyword] = ["a"]
      case "additionalProperties", "items": document[keyword] = schema
      case "prefixItems", "anyOf", "oneOf": document[keyword] = [schema, ["type": "null"]]
      case "description": document[keyword] = "text"
      case "default": document[keyword] = random(depth: 1, using: &generator)
      default: document[keyword] = random(depth: 0, using: &generator)
      }
    }
    return .object(document)
  }
}
