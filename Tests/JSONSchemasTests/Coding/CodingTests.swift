import Foundation
import JSONSchemas
import RandomStreams
import Testing

@Suite("Swift values as JSON values") struct CodingTests {
  struct Everything: Codable, Equatable {
    enum Method: String, Codable { case exact, sampled }
    enum Stop: Codable, Equatable { case converged(Double), limit }
    struct Inner: Codable, Equatable { var name: String }

    var bool = true
    var int = -3
    var int8 = Int8.min
    var int16 = Int16.max
    var int32 = Int32.min
    var int64 = Int64.max
    var uint = UInt.max
    var uint8 = UInt8.max
    var uint16 = UInt16.max
    var uint32 = UInt32.max
    var uint64 = UInt64.max
    var float = Float(0.1)
    var double = 0.1
    var string = "é\n"
    var data = Data([0, 255, 1])
    var absent: Int?
    var present: Int? = 1
    var doubles = [1, 0.5, -0.0]
    var ints = [1, 2]
    var strings = ["a", ""]
    var nested = [[1.5], []]
    var optionals: [Int?] = [1, nil]
    var dictionary = ["b": 1.5, "a": 2.5]
    var byNumber = [3: "c", 1: "a"]
    var byMethod = [Method.sampled: [1]]
    var method = Method.exact
    var stop = [Stop.converged(0.5), .limit]
    var inner = Inner(name: "x")
    var range = 1..<4
    var duration = Duration.seconds(1.5)
    var raw: JSONValue = ["k": [1, 2.5, .null]]
  }

  @Test("every kind of property survives, also through Foundation's coders")
  func everything() throws {
    let value = Everything()
    let json = try JSONValue(encoding: value)
    #expect(try json.decoded() == value)
    #expect(try JSONValue(parsing: json.text).decoded() == value)
    #expect(try JSONDecoder().decode(Everything.self, from: Data(json.bytes)) == value)
    #expect(try JSONValue(parsing: JSONEncoder().encode(value)).decoded() == value)
    #expect(json["uint64"] == .unsigned(.max))
    #expect(json["data"] == "AP8B")
    #expect(json.objectValue?.keys.contains("absent") == false)
  }

  @Test("the keys of dictionaries stand in order, those of types in theirs")
  func order() throws {
    let many = Dictionary(uniqueKeysWithValues: (0..<50).map { (String($0 + 100), $0) })
    #expect(try JSONValue(encoding: many).objectValue?.keys == (0..<50).map { String($0 + 100) })
    #expect(try JSONValue(encoding: [["b": ["z": 1, "y": 2]], ["a": [:]]]).text == #"[{"b":{"y":2,"z":1}},{"a":{}}]"#)
    #expect(try JSONValue(encoding: Everything()).objectValue?.keys.prefix(3) == ["bool", "int", "int8"])
  }

  @Test("arrays of numbers and strings come back with their bits", arguments: 0..<4 as Range<UInt64>)
  func arrays(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let doubles = (0..<100).map { _ in Double.anyFinite(using: &generator) }
    let integers = (0..<100).map { _ in Int.random(in: Int.min...Int.max, using: &generator) }
    let texts = (0..<100).map { _ in String.anyText(using: &generator) }
    let back = try JSONValue(parsing: JSONValue(encoding: doubles).bytes).decoded(as: [Double].self)
    #expect(back.map(\.bitPattern) == doubles.map(\.bitPattern))
    #expect(try JSONValue(parsing: JSONValue(encoding: integers).bytes).decoded() == integers)
    #expect(try JSONValue(parsing: JSONValue(encoding: texts).bytes).decoded() == texts)
    #expect(try JSONValue(encoding: [Double.nan]).decoded(as: [Double].self)[0].isNaN)
  }

  class Base: Codable {
    var name = "base"
    init() {}
  }

  final class Derived: Base {
    var count = 1
    enum CodingKeys: CodingKey { case count }

    override init() { super.init() }
    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      count = try container.decode(Int.self, forKey: .count)
      try super.init(from: container.superDecoder())
    }
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try super.encode(to: container.superEncoder())
      try container.encode(count, forKey: .count)
    }
  }

  @Test("a superclass has a place of its own")
  func superclass() throws {
    let value = Derived()
    value.name = "x"
    value.count = 7
    let json = try JSONValue(encoding: value)
    #expect(json == ["super": ["name": "x"], "count": 7])
    let back = try json.decoded(as: Derived.self)
    #expect(back.name == "x" && back.count == 7)
  }

  /// Codes itself with nested containers of both kinds and two containers in one place.
  struct Nested: Codable, Equatable {
    struct Flat: Codable, Equatable { var id = 5 }
    enum Keys: CodingKey { case list, object, more }

    var flat = Flat()
    var values = [1.5, 2.5]
    var name = "n"
    var pairs = [[1, 2], [3, 4]]

    init() {}
    init(from decoder: any Decoder) throws {
      flat = try Flat(from: decoder)
      let container = try decoder.container(keyedBy: Keys.self)
      var list = try container.nestedUnkeyedContainer(forKey: .list)
      values = []
      while !list.isAtEnd { values.append(try list.decode(Double.self)) }
      name = try container.nestedContainer(keyedBy: Keys.self, forKey: .object).decode(String.self, forKey: .more)
      var outer = try container.superDecoder(forKey: .more).unkeyedContainer()
      pairs = []
      for _ in 0..<(outer.count ?? 0) {
        var inner = try outer.nestedUnkeyedContainer()
        pairs.append([try inner.decode(Int.self), try inner.decode(Int.self)])
      }
    }

    func encode(to encoder: any Encoder) throws {
      try flat.encode(to: encoder)
      var container = encoder.container(keyedBy: Keys.self)
      var list = container.nestedUnkeyedContainer(forKey: .list)
      var object = container.nestedContainer(keyedBy: Keys.self, forKey: .object)
      var outer = container.superEncoder(forKey: .more).unkeyedContainer()
      for value in values { try list.encode(value) }
      try object.encode(name, forKey: .more)
      for pair in pairs {
        var inner = outer.nestedUnkeyedContainer()
        for value in pair { try inner.encode(value) }
      }
    }
  }

  @Test("containers may be nested, filled later, and asked for twice")
  func nested() throws {
    let json = try JSONValue(encoding: Nested())
    #expect(json == ["id": 5, "list": [1.5, 2.5], "object": ["more": "n"], "more": [[1, 2], [3, 4]]])
    #expect(try json.decoded() == Nested())
    #expect(try JSONDecoder().decode(Nested.self, from: Data(json.bytes)) == Nested())
  }

  struct Contradictory: Encodable {
    func encode(to encoder: any Encoder) throws {
      var single = encoder.singleValueContainer()
      try single.encode(1)
      try single.encode(2)
    }
  }

  struct Empty: Codable {}

  @Test("a type that encodes nothing is an empty object, one that encodes two things is refused")
  func contradictions() throws {
    #expect(try JSONValue(encoding: Empty()) == [:])
    #expect(try JSONValue(encoding: [Empty()]) == [[:]])
    _ = try JSONValue(parsing: "{}").decoded(as: Empty.self)
    #expect(throws: EncodingError.self) { try JSONValue(encoding: Contradictory()) }
    #expect(throws: EncodingError.self) { try JSONValue(encoding: ["a": [Contradictory()]]) }
  }

  struct Job: Codable {
    struct Options: Codable { var shots: Int8; var seed: UInt64?; var angles: [Double]?; var data: Data? }
    var options: [Options]
  }

  @Test(
    "what does not fit is refused with its path",
    arguments: [
      ("[]", "", "an empty array was found, an object is allowed"),
      ("{}", "", #"an empty object was found, one with "options" is allowed"#),
      (#"{"a":1,"b":2}"#, "", #"an object with "a" and "b" was found, one with "options" is allowed"#),
      (#"{"options":{}}"#, "options", "an empty object was found, an array is allowed"),
      (
        #"{"options":[{"shots":1},{"shots":128}]}"#, "options.1.shots",
        "the number 128 was found, an integer from -128 to 127 is allowed"
      ),
      (
        #"{"options":[{"shots":1.5}]}"#, "options.0.shots",
        "the number 1.5 was found, an integer from -128 to 127 is allowed"
      ),
      (
        #"{"options":[{"shots":"1"}]}"#, "options.0.shots",
        #"the string "1" was found, an integer from -128 to 127 is allowed"#
      ),
      (
        #"{"options":[{"shots":1,"seed":-1}]}"#, "options.0.seed",
        "the number -1 was found, an integer from 0 to 18446744073709551615 is allowed"
      ),
      (#"{"options":[{"shots":1,"angles":[1,null]}]}"#, "options.0.angles.1", "null was found, a number is allowed"),
      (
        #"{"options":[{"shots":1,"angles":{"x":1}}]}"#, "options.0.angles",
        #"an object with "x" was found, an array is allowed"#
      ),
      (
        #"{"options":[{"shots":1,"data":"?"}]}"#, "options.0.data",
        #"the string "?" was found, a string in base64 is allowed"#
      ),
    ] as [(String, String, String)])
  func errors(text: String, path: String, message: String) throws {
    let value = try JSONValue(parsing: text)
    let error = #expect(throws: DecodingError.self) { try value.decoded(as: Job.self) }
    let context = try #require(error?.context)
    #expect(context.codingPath.map(\.stringValue).joined(separator: ".") == path)
    #expect(context.debugDescription == message)
  }

  @Test("whole numbers are integers however they are written, and a Float has its range")
  func widths() throws {
    #expect(try JSONValue(parsing: "[1, 2.0, 3e2]").decoded() == [1, 2, 300])
    #expect(try JSONValue(parsing: "2.0").decoded(as: UInt8.self) == 2)
    #expect(try JSONValue(parsing: "18446744073709551615").decoded(as: UInt64.self) == .max)
    #expect(try JSONValue(parsing: "18446744073709551615").decoded(as: Double.self) == 0x1p64)
    #expect(throws: DecodingError.self) { try JSONValue(parsing: "18446744073709551616").decoded(as: UInt64.self) }
    #expect(throws: DecodingError.self) { try JSONValue(parsing: "18446744073709551615").decoded(as: Int.self) }
    #expect(throws: DecodingError.self) { try JSONValue(parsing: "1e39").decoded(as: Float.self) }
    #expect(try JSONValue(parsing: "0.1").decoded(as: Float.self) == 0.1)
    #expect(throws: DecodingError.self) { try JSONValue(parsing: "1").decoded(as: Bool.self) }
    #expect(throws: DecodingError.self) { try JSONValue(parsing: "null").decoded(as: String.self) }
  }

  /// Tries one type after the other at the same index.
  struct Mixed: Decodable, Equatable {
    var numbers: [Int] = []
    var texts: [String] = []
    var nulls = 0

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while !container.isAtEnd {
        if try container.decodeNil() {
          nulls += 1
        } else if let number = try? container.decode(Int.self) {
          numbers.append(number)
        } else {
          texts.append(try container.decode(String.self))
        }
      }
    }
  }

  @Test("an element that could not be decoded may be tried as another type")
  func alternatives() throws {
    let mixed = try JSONValue(parsing: #"[1,"a",null,2,"b"]"#).decoded(as: Mixed.self)
    #expect(mixed.numbers == [1, 2] && mixed.texts == ["a", "b"] && mixed.nulls == 1)
  }

  struct Triple: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      for _ in 0..<3 { _ = try container.decode(Int.self) }
    }
  }

  @Test("an array that is too short is refused where it ends")
  func tooShort() throws {
    let error = #expect(throws: DecodingError.self) { try JSONValue(parsing: "[[1,2]]").decoded(as: [Triple].self) }
    #expect(error?.context?.codingPath.map(\.stringValue) == ["0", "2"])
  }
}

extension DecodingError {
  var context: Context? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      context
    @unknown default: nil
    }
  }
}
