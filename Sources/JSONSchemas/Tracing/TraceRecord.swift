/// What a type has asked of one decoder.
final class TraceRecord {
  enum Kind { case nothing, single, array, object }

  /// What has been asked for under a key, at an index or as a single value.
  struct Entry {
    enum Content {
      case schema(JSONSchema)
      /// A container of its own, which is filled later.
      case record(TraceRecord)
    }

    /// nil as long as only its presence is of interest.
    var content: Content?
    var isRequired = true
    var isNullable = false
  }

  /// An array with so many elements has as many as one likes.
  static let manyElements = 24

  let tracer: TypeTracer
  private let parent: TraceRecord?
  /// Whether all arrays of the decoder are empty.
  let endsArrays: Bool
  /// How many requests are yet to be refused.
  private var refusals: Int

  private(set) var kind = Kind.nothing
  /// Whether null has been looked for.
  var isNullable = false
  private(set) var single: JSONSchema?
  private(set) var members = OrderedMap<Entry>()
  private(set) var elements: [Entry] = []
  /// Whether null has been looked for in place of the element that comes next.
  var nextIsNullable = false
  /// Whether the end of an array has been asked for, here or in a container inside.
  private(set) var asksForEnd = false

  init(tracer: TypeTracer, refusals: Int, endsArrays: Bool) {
    self.tracer = tracer
    self.refusals = refusals
    self.endsArrays = endsArrays
    parent = nil
  }

  private init(inside parent: TraceRecord) {
    tracer = parent.tracer
    refusals = 0
    endsArrays = parent.endsArrays
    self.parent = parent
  }

  var isEmpty: Bool { kind == .nothing }

  /// Notes that something of that kind is asked for.
  /// - Throws: `DecodingError` as long as requests are refused.
  func open(_ wanted: Kind) throws {
    guard refusals == 0 else {
      refusals -= 1
      let context = DecodingError.Context(codingPath: [], debugDescription: "refused to see what else is tried")
      throw DecodingError.typeMismatch(JSONValue.self, context)
    }
    guard kind == .nothing || kind == wanted && wanted != .single else {
      throw tracer.fail("it asks for two things in one place")
    }
    kind = wanted
  }

  func setSingle<T: Decodable>(_ type: T.Type) throws -> T {
    try open(.single)
    let (schema, value) = try tracer.trace(type)
    single = schema
    return value
  }

  func setMember<T: Decodable>(_ key: String, _ type: T.Type, isOptional: Bool) throws -> T {
    let (schema, value) = try tracer.trace(type)
    try update(key) { entry in
      if case .schema(schema)? = entry.content {
      } else {
        guard entry.content == nil else { return false }
        entry.content = .schema(schema)
      }
      if isOptional {
        entry.isRequired = false
        entry.isNullable = true
      }
      return true
    }
    return value
  }

  /// The record of a container under a key.
  func member(_ key: String) throws -> TraceRecord {
    if case .record(let record)? = members[key]?.content { return record }
    let record = TraceRecord(inside: self)
    try update(key) { entry in
      guard entry.content == nil else { return false }
      entry.content = .record(record)
      return true
    }
    return record
  }

  func asksForPresence(of key: String) throws {
    try update(key) { entry in
      entry.isRequired = false
      return true
    }
  }

  func asksForNull(at key: String) throws {
    try update(key) { entry in
      entry.isNullable = true
      return true
    }
  }

  private func update(_ key: String, _ change: (inout Entry) -> Bool) throws {
    var entry = members[key] ?? Entry()
    guard change(&entry) else { throw tracer.fail("it decodes \(quoted(key)) in two ways") }
    members[key] = entry
  }

  func append<T: Decodable>(_ type: T.Type, isOptional: Bool) throws -> T {
    let (schema, value) = try tracer.trace(type)
    try append(Entry(content: .schema(schema), isRequired: !isOptional, isNullable: isOptional))
    return value
  }

  /// The record of a container that is the next element.
  func appendRecord() throws -> TraceRecord {
    let record = TraceRecord(inside: self)
    try append(Entry(content: .record(record)))
    return record
  }

  private func append(_ entry: Entry) throws {
    guard elements.count < 1000 else { throw tracer.fail("it decodes elements without end") }
    elements.append(entry)
    if nextIsNullable { elements[elements.count - 1].isNullable = true }
    nextIsNullable = false
  }

  /// Whether the array that is decoded ends here.
  func isAtEnd() -> Bool {
    noteQuestionForEnd()
    return endsArrays || elements.count >= Self.manyElements
  }

  private func noteQuestionForEnd() {
    asksForEnd = true
    parent?.noteQuestionForEnd()
  }
}
