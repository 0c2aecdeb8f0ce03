import Foundation
import JSONSchemas
import Testing

@Suite("Schemas of Swift types") struct DescribingTests {
  private func document(_ type: any Decodable.Type) throws -> String {
    let schema = try JSONSchema(describing: type)
    #expect(try JSONSchema(document: schema.document) == schema)
    return schema.document.text
  }

  @Test("types of the standard library have theirs")
  func standardLibrary() throws {
    #expect(try document(Bool.self) == #"{"type":"boolean"}"#)
    #expect(try document(Int.self) == #"{"type":"integer"}"#)
    #expect(try document(Int8.self) == #"{"type":"integer","minimum":-128,"maximum":127}"#)
    #expect(try document(UInt64.self) == #"{"type":"integer","minimum":0,"maximum":18446744073709551615}"#)
    #expect(try document(Double.self) == #"{"type":"number"}"#)
    #expect(try document(String.self) == #"{"type":"string"}"#)
    #expect(try document(Data.self) == #"{"type":"string","contentEncoding":"base64"}"#)
    #expect(try document([[Double]].self) == #"{"type":"array","items":{"type":"array","items":{"type":"number"}}}"#)
    #expect(
      try document([String: Int?].self) == #"{"type":"object","additionalProperties":{"type":["integer","null"]}}"#)
    #expect(try document(Set<String>.self) == #"{"type":"array","items":{"type":"string"}}"#)
    #expect(try document(Range<Int>.self) == document(Pair.self))
    #expect(try document(JSONValue.self) == "{}")
  }

  struct Pair: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      _ = (try container.decode(Int.self), try container.decode(Int.self))
    }
  }

  enum Mode: String, Codable, CaseIterable { case session, perIteration = "per-iteration" }
  enum Level: Int, Codable, CaseIterable { case none, some }
  struct Empty: Codable {}
  struct Label: RawRepresentable, Codable { var rawValue: String }

  struct Options: Codable, JSONSchemaDescribed {
    var shots: Int?
    var exact: Bool
    var mode: Mode
    var level: Level
    enum CodingKeys: String, CodingKey {
      case shots = "default_shots"
      case exact, mode, level
    }
    static var jsonDescriptions: [String: String] { ["default_shots": "Repetitions.", "exact": "No shots."] }
  }

  @Test("keys, optionality, enumerations and descriptions are seen")
  func keys() throws {
    #expect(
      try document(Options.self) == """
        {"type":"object","properties":{"default_shots":{"description":"Repetitions.","type":["integer","null"]},\
        "exact":{"description":"No shots.","type":"boolean"},\
        "mode":{"type":"string","enum":["session","per-iteration"]},"level":{"type":"integer","enum":[0,1]}},\
        "required":["exact","mode","level"],"additionalProperties":false}
        """)
    #expect(try document(Empty.self) == #"{"type":"object","additionalProperties":false}"#)
    #expect(try document([Label].self) == #"{"type":"array","items":{"type":"string"}}"#)
  }

  /// A pub on the wire: two parts that must be there, two that may.
  struct Pub: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      _ = try container.decode(String.self)
      _ = try container.decode([Double].self)
      if !container.isAtEnd { _ = try container.decodeIfPresent([Double].self) }
      if !container.isAtEnd, try !container.decodeNil() { _ = try container.decode(Double.self) }
    }
  }

  struct List: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      _ = try container.decode(String.self)
      while !container.isAtEnd { _ = try container.decode(Int.self) }
    }
  }

  struct NonEmpty: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      var values: [Int] = []
      while !container.isAtEnd { values.append(try container.decode(Int.self)) }
      guard !values.isEmpty else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "one at least")
      }
    }
  }

  @Test("tuples and lists that decode their elements one by one are seen")
  func unkeyed() throws {
    #expect(
      try document(Pub.self) == """
        {"type":"array","prefixItems":[{"type":"string"},{"type":"array","items":{"type":"number"}},\
        {"type":["array","null"],"items":{"type":"number"}},{"type":["number","null"]}],"minItems":2,"maxItems":4}
        """)
    #expect(
      try document(List.self)
        == #"{"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"integer"},"minItems":1}"#)
    #expect(try document(NonEmpty.self) == #"{"type":"array","items":{"type":"integer"},"minItems":1}"#)
  }

  struct Flat: Decodable {
    enum Keys: CodingKey { case id, list, inner, maybe, any }

    init(from decoder: any Decoder) throws {
      _ = try Options(from: decoder)
      let container = try decoder.container(keyedBy: Keys.self)
      if container.contains(.id) { _ = try container.decode(Int.self, forKey: .id) }
      var list = try container.nestedUnkeyedContainer(forKey: .list)
      while !list.isAtEnd { _ = try list.nestedContainer(keyedBy: Keys.self).decode(Bool.self, forKey: .id) }
      _ = try container.nestedContainer(keyedBy: Keys.self, forKey: .inner).decode(String.self, forKey: .id)
      if try !container.decodeNil(forKey: .maybe) { _ = try container.decode(Int.self, forKey: .maybe) }
      _ = try JSONValue(from: container.superDecoder(forKey: .any))
    }
  }

  @Test("containers inside containers and two containers in one place are seen")
  func nested() throws {
    let schema = try JSONSchema(describing: Flat.self).document
    let properties = schema["properties"]
    #expect(
      properties?.objectValue?.keys == [
        "default_shots", "exact", "mode", "level", "id", "list", "inner", "maybe", "any",
      ])
    #expect(schema["required"] == ["exact", "mode", "level", "list", "inner", "maybe", "any"])
    #expect(
      properties?["list"]?.text == """
        {"type":"array","items":{"type":"object","properties":{"id":{"type":"boolean"}},"required":["id"],\
        "additionalProperties":false}}
        """)
    #expect(properties?["inner"]?["properties"] == ["id": ["type": "string"]])
    #expect(properties?["maybe"] == ["type": ["integer", "null"]])
    #expect(properties?["any"] == [:])
  }

  /// A text or an object of numbers, found by trying.
  struct Either: Decodable {
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if (try? container.decode(String.self)) == nil { _ = try container.decode([String: Double].self) }
    }
  }

  struct ObjectOrNumber: Decodable {
    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Flat.Keys.self) {
        _ = try container.decode(Int.self, forKey: .id)
      } else {
        let container = try decoder.singleValueContainer()
        if (try? container.decode(Int.self)) == nil { _ = try container.decode(Bool.self) }
      }
    }
  }

  @Test("alternatives that are tried one after the other are seen")
  func alternatives() throws {
    #expect(
      try document(Either?.self) == """
        {"anyOf":[{"type":"string"},{"type":"object","additionalProperties":{"type":"number"}},{"type":"null"}]}
        """)
    #expect(
      try document(ObjectOrNumber.self) == """
        {"anyOf":[{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"],\
        "additionalProperties":false},{"type":"integer"},{"type":"boolean"}]}
        """)
  }

  struct Angle: Decodable, JSONSchemaRepresentable {
    var degrees: Double
    init(from decoder: any Decoder) throws {
      degrees = try decoder.singleValueContainer().decode(Double.self)
      guard degrees > 0 else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "too small"))
      }
    }
    static var jsonSchema: JSONSchema { .number(exclusiveMinimum: 0, exclusiveMaximum: 360).described("In degrees.") }
  }

  struct Turn: Decodable { var angle: Angle; var angles: [Angle] }

  @Test("a type that says its schema itself stands in with a value that is allowed")
  func representable() throws {
    let properties = try JSONSchema(describing: Turn.self).document["properties"]
    #expect(
      properties?["angle"]?.text
        == #"{"description":"In degrees.","type":"number","exclusiveMinimum":0.0,"exclusiveMaximum":360.0}"#)
    #expect(properties?["angles"]?["items"] == properties?["angle"])
  }

  final class Tree: Codable { var children: [Tree] = [] }
  enum Choice: Codable { case number(Int), nothing }
  enum Unlisted: String, Codable { case a, b }
  struct Holder<T: Codable>: Codable { var value: T }
  struct Positive: Codable {
    var value: Int
    init(from decoder: any Decoder) throws {
      value = try decoder.singleValueContainer().decode(Int.self)
      guard value > 0 else {
        throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "0 is not positive"))
      }
    }
  }
  struct TwoWays: Codable {
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Flat.Keys.self)
      if (try? container.decode(Int.self, forKey: .id)) != nil { _ = try? container.decode(String.self, forKey: .id) }
    }
    func encode(to encoder: any Encoder) throws {}
  }
  struct Endless: Codable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while true { _ = try container.decode(Int.self) }
    }
    func encode(to encoder: any Encoder) throws {}
  }
  struct Misdescribed: Codable, JSONSchemaDescribed {
    var shots: Int
    static var jsonDescriptions: [String: String] { ["shot": "Typing error."] }
  }
  struct BadExample: Codable, JSONSchemaRepresentable {
    var shots: Int
    static var jsonSchema: JSONSchema { .string }
  }

  @Test("a type that cannot be traced is named, with what to do")
  func refused() {
    let expectations: [(any Decodable.Type, String)] = [
      (Tree.self, "Tree in Array<Tree> in Tree: it contains itself; conform it to JSONSchemaRepresentable"),
      (Choice.self, "Choice: it asks what keys there are; conform it to JSONSchemaRepresentable"),
      (
        Holder<Unlisted>.self,
        "Unlisted in Holder<Unlisted>: it refuses what stands in for a value (Cannot initialize Unlisted from invalid String value ); conform it to JSONSchemaRepresentable"
      ),
      (
        Holder<[Positive]>.self,
        "Positive in Array<Positive> in Holder<Array<Positive>>: it refuses what stands in for a value (0 is not positive); conform it to JSONSchemaRepresentable"
      ),
      (
        Holder<TwoWays>.self,
        "TwoWays in Holder<TwoWays>: it decodes \"id\" in two ways; conform it to JSONSchemaRepresentable"
      ),
      (Endless.self, "Endless: it decodes elements without end; conform it to JSONSchemaRepresentable"),
      ([Int: Int].self, "Dictionary<Int, Int>: its keys are no strings; conform it to JSONSchemaRepresentable"),
      (Misdescribed.self, "Misdescribed: its jsonDescriptions have the key \"shot\", which it does not decode"),
      (
        Holder<BadExample>.self,
        "BadExample in Holder<BadExample>: its example does not decode (the string \"\" was found, an object is allowed); conform it to JSONSchemaRepresentable"
      ),
    ]
    for (type, message) in expectations {
      let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(describing: type) }
      #expect(error?.description == message)
    }
  }
}
