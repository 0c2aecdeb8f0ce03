import JSONSchemas
import RandomStreams
import Testing

/// What ties a type to its traced schema: what it encodes is valid, and what is valid it decodes.
@Suite("A type and its schema") struct SchemaLawTests {
  enum Mode: String, Codable, CaseIterable { case local, session, program }

  struct Step: Codable, Equatable {
    var iteration: Int
    var energy: Double
    var error: Double?
    var isAccepted: Bool
    var point: [Double]
  }

  struct Record: Codable, Equatable {
    var name: String
    var seed: UInt64
    var level: Int8
    var weight: Float
    var mode: Mode
    var modes: [Mode?]
    var steps: [Step]
    var counts: [String: UInt32]
    var nested: [String: [[Int]]]
    var note: String?
    var last: Step?
    var raw: JSONValue

    static func random(using generator: inout RandomStream) -> Record {
      func step(_ generator: inout RandomStream) -> Step {
        Step(
          iteration: Int.random(in: -9...9, using: &generator), energy: Double.anyFinite(using: &generator),
          error: Bool.random(using: &generator) ? nil : 0.5, isAccepted: Bool.random(using: &generator),
          point: (0..<Int.random(in: 0...2, using: &generator)).map { _ in Double.anyFinite(using: &generator) })
      }
      func key(_ generator: inout RandomStream) -> String { String.anyText(using: &generator) }
      let few = 0...Int.random(in: 0...2, using: &generator)
      return Record(
        name: key(&generator), seed: generator.next(), level: Int8.random(in: -128...127, using: &generator),
        weight: Float.random(in: -1e30...1e30, using: &generator), mode: .session,
        modes: few.map { _ in Bool.random(using: &generator) ? nil : Mode.allCases.randomElement(using: &generator) },
        steps: few.map { _ in step(&generator) },
        counts: few.reduce(into: [:]) { counts, _ in
          counts[key(&generator)] = UInt32.random(in: 0...UInt32.max, using: &generator)
        },
        nested: [key(&generator): [[], [Int.random(in: Int.min...Int.max, using: &generator)]]],
        note: Bool.random(using: &generator) ? nil : key(&generator),
        last: Bool.random(using: &generator) ? nil : step(&generator),
        raw: JSONValue.random(depth: 2, using: &generator))
    }
  }

  @Test("what is admitted without making a value is valid", arguments: 0..<10 as Range<UInt64>)
  func scanned(seed: UInt64) throws {
    struct Plain: Codable {
      var kind: String
      var step: Step
      var steps: [Step]
      var flags: [Bool?]
    }
    let schema = try JSONSchema(describing: Plain.self)
    var generator = RandomStream(seed: seed)
    var admitted = 0
    for _ in 0..<100 {
      let steps = Record.random(using: &generator).steps
      var plain = Plain(kind: "a b", step: steps[0], steps: steps, flags: [true, nil, false])
      plain.step.energy = Double.random(in: -9...9, using: &generator)
      plain.step.point = [0, -1e-7]
      plain.steps = [plain.step, plain.step]
      let text = try JSONValue(encoding: plain).bytes
      #expect(schema.surelyAdmits(text))
      let pieces: [[UInt8]] = ["", "0", "-", ".", "e9", ",", "null", "[", "}", "\"", "\\", "é", " ", "1e999"].map {
        Array($0.utf8)
      }
      for _ in 0..<100 {
        var mutated = text
        let place = Int.random(in: 0..<mutated.count, using: &generator)
        if Bool.random(using: &generator) {
          mutated[place] = UInt8.random(in: 0...255, using: &generator)
        } else {
          let end = min(mutated.count, place + Int.random(in: 0...3, using: &generator))
          mutated.replaceSubrange(place..<end, with: pieces.randomElement(using: &generator) ?? [])
        }
        guard schema.surelyAdmits(mutated) else { continue }
        admitted += 1
        try schema.validate(JSONValue(parsing: mutated))
      }
    }
    // Some changes are harmless.
    #expect(admitted > 100)
  }

  @Test("what a type encodes meets its schema, and comes back", arguments: 0..<10 as Range<UInt64>)
  func encoded(seed: UInt64) throws {
    let schema = try JSONSchema(describing: Record.self)
    var generator = RandomStream(seed: seed)
    for _ in 0..<30 {
      let record = Record.random(using: &generator)
      let value = try JSONValue(encoding: record)
      try schema.validate(value)
      let received = try JSONValue(parsing: value.bytes)
      try schema.validate(received)
      #expect(try received.decoded() == record)
    }
  }

  @Test("a changed value is refused by the schema or decoded by the type", arguments: 0..<10 as Range<UInt64>)
  func mutated(seed: UInt64) throws {
    let schema = try JSONSchema(describing: Record.self)
    var generator = RandomStream(seed: seed)
    var refused = 0
    var decoded = 0
    for _ in 0..<300 {
      let value = try JSONValue(encoding: Record.random(using: &generator)).mutated(using: &generator)
      do {
        try schema.validate(value)
        _ = try value.decoded(as: Record.self)
        decoded += 1
      } catch let error as JSONSchemaViolation {
        refused += 1
        // What the type decodes beyond its schema are keys that it does not know.
        if (try? value.decoded(as: Record.self)) != nil {
          #expect(error.found.hasPrefix("the unknown key"), "\(error)")
        }
      }
    }
    #expect(refused > 30 && decoded > 30)
  }
}

extension JSONValue {
  /// The value with one part somewhere inside removed, added or exchanged.
  fileprivate func mutated(using generator: inout RandomStream) -> JSONValue {
    switch self {
    case .array(var elements) where !elements.isEmpty && Int.random(in: 0..<4, using: &generator) > 0:
      let index = Int.random(in: 0..<elements.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: elements.remove(at: index)
      case 1: elements.append(.random(depth: 1, using: &generator))
      default: elements[index] = elements[index].mutated(using: &generator)
      }
      return .array(elements)
    case .object(var object) where !object.isEmpty && Int.random(in: 0..<8, using: &generator) > 0:
      guard let key = object.keys.randomElement(using: &generator) else { return self }
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: object[key] = nil
      case 1: object["more"] = .random(depth: 1, using: &generator)
      default: object[key] = object[key]?.mutated(using: &generator)
      }
      return .object(object)
    default: return .random(depth: 1, using: &generator)
    }
  }
}
