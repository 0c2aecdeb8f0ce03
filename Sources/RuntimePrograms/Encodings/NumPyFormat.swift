/// The header of an NPY file: what kind of numbers follow, in which box and in which order.
struct NumPyFormat: Equatable {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  enum ElementType: String, CaseIterable {
    case float64 = "<f8", float32 = "<f4", int64 = "<i8", int32 = "<i4", unsigned8 = "|u1", boolean = "|b1"

    var size: Int {
      switch self {
      case .float64, .int64: 8
      case .float32, .int32: 4
      case .unsigned8, .boolean: 1
      }
    }

    @inline(__always)
    func value(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
      func load<T: FixedWidthInteger>(_ type: T.Type) -> T {
        T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
      }
      return switch self {
      case .float64: Double(bitPattern: load(UInt64.self))
      case .float32: Double(Float(bitPattern: load(UInt32.self)))
      case .int64: Double(load(Int64.self))
      case .int32: Double(load(Int32.self))
      case .unsigned8: Double(bytes[offset])
      case .boolean: bytes[offset] == 0 ? 0 : 1
      }
    }
  }

  var type: ElementType
  /// Whether the first index runs fastest.
  var isColumnMajor: Bool
  var shape: [Int]
  /// Where the numbers begin.
  var dataStart: Int

  /// The product of the lengths; nil where it overflows.
  var elementCount: Int? {
    if shape.contains(0) { return 0 }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      count = product
    }
    return count
  }

  init(_ bytes: [UInt8]) throws(NumPyError) {
    guard bytes.starts(with: Self.magic), bytes.count >= 10 else {
      throw NumPyError("it does not begin with \\x93NUMPY and a version")
    }
    // The length of the header has two bytes in version 1 and four later.
    let lengthSize = bytes[6] == 1 ? 2 : 4
    guard (1...3).contains(bytes[6]) else { throw NumPyError("its version is \(bytes[6]); allowed is 1 to 3") }
    guard bytes.count >= 8 + lengthSize else { throw NumPyError("it ends within its header") }
    let length = bytes[8..<(8 + lengthSize)].reversed().reduce(0) { $0 << 8 | Int($1) }
    dataStart = 8 + lengthSize + length
    guard dataStart <= bytes.count else { throw NumPyError("it ends within its header") }
    var header = PythonDictionary(bytes[(8 + lengthSize)..<dataStart])
    let members = try header.members()
    guard members.count == 3, case .text(let name)? = members["descr"],
      case .truth(let isColumnMajor)? = members["fortran_order"], case .tuple(let shape)? = members["shape"]
    else { throw NumPyError("its header does not say descr, fortran_order and shape") }
    // One byte has no order, which may be written in any way.
    let plain = name.hasSuffix("u1") || name.hasSuffix("b1") ? "|" + name.suffix(2) : name
    guard let type = ElementType(rawValue: plain) else {
      let allowed = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw NumPyError("its elements are '\(name.prefix(20))'; allowed are \(allowed)")
    }
    guard shape.count <= 32 else { throw NumPyError("it has \(shape.count) dimensions; allowed are 32") }
    self.type = type
    self.isColumnMajor = isColumnMajor
    self.shape = shape
  }
}

/// The few literals of Python that stand in the header of an NPY file.
private struct PythonDictionary {
  enum Value: Equatable {
    case text(String)
    case truth(Bool)
    case tuple([Int])
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func members() throws(NumPyError) -> [String: Value] {
    var members: [String: Value] = [:]
    try expect("{")
    while !take("}") {
      let key = try text()
      try expect(":")
      guard members.updateValue(try value(), forKey: key) == nil else { throw Self.malformed }
      guard take(",") || peek() == UInt8(ascii: "}") else { throw Self.malformed }
    }
    guard peek() == nil else { throw Self.malformed }
    return members
  }

  private static let malformed = NumPyError("its header is no dictionary of descr, fortran_order and shape")

  private mutating func peek() -> UInt8? {
    rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    return rest.first
  }

  private mutating func take(_ symbol: Character) -> Bool {
    guard let next = peek(), next == symbol.asciiValue else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func expect(_ symbol: Character) throws(NumPyError) {
    guard take(symbol) else { throw Self.malformed }
  }

  private mutating func value() throws(NumPyError) -> Value {
    switch peek() {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "T"): return try word("True", .truth(true))
    case UInt8(ascii: "F"): return try word("False", .truth(false))
    case UInt8(ascii: "("): return .tuple(try tuple())
    default: throw Self.malformed
    }
  }

  private mutating func word(_ word: String, _ value: Value) throws(NumPyError) -> Value {
    guard rest.starts(with: word.utf8) else { throw Self.malformed }
    rest = rest.dropFirst(word.utf8.count)
    return value
  }

  private mutating func text() throws(NumPyError) -> String {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { throw Self.malformed }
    rest.removeFirst()
    let content = rest.prefix { $0 != quote }
    rest = rest[content.endIndex...]
    guard rest.popFirst() != nil else { throw Self.malformed }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func tuple() throws(NumPyError) -> [Int] {
    try expect("(")
    var numbers: [Int] = []
    while !take(")") {
      let next = peek()
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard next != nil, let number = Int(String(decoding: digits, as: UTF8.self)) else { throw Self.malformed }
      rest = rest[digits.endIndex...]
      numbers.append(number)
      guard take(",") || (peek() == UInt8(ascii: ")") && numbers.count > 1) else { throw Self.malformed }
    }
    return numbers
  }
}
