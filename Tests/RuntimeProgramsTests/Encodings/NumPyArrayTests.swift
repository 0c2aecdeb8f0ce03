import Foundation
import JSONSchemas
import QuantumBackends
import RandomStreams
import RuntimePrograms
import Testing

@Suite("NumPy arrays in JSON")
struct NumPyArrayTests {
  /// Parameters as a job would give them, read.
  private func read(_ parameters: JSONValue) throws -> ParameterValues {
    let inputs: JSONValue = ["pubs": [["OPENQASM 3;", "Z", parameters]]]
    return try inputs.decoded(as: EstimatorInputs.self).pubs[0].parameters
  }

  private func tagged(_ text: String) -> JSONValue { ["__type__": "ndarray", "__value__": .string(text)] }

  private func tagged(file: [UInt8]) throws -> JSONValue {
    tagged(Data(try Zlib.compressed(file)).base64EncodedString())
  }

  /// What NumPy 2.4 wrote, by `numpy.save`, `zlib.compress` and `base64.b64encode`.
  static let written: [(text: String, shape: [Int], elements: [Double])] = [
    // array([0.5, -1.0]), the example of the protocol
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuBjB4YA+hP+wHABe9His=",
      [2], [0.5, -1]
    ),
    // arange(6).reshape(2, 3) / 4
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GFHDBHkI/gNIvoPQHKP3FHgDgQyEn",
      [2, 3], [0, 0.25, 0.5, 0.75, 1, 1.25]
    ),
    // the same in Fortran's order
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChIPKSpNBQoXZyQWpAK5GkY6CsaaOgq1CuQDLgYU8MIeQl+A0h+g9AMo/cUeAM8CIPw=",
      [2, 3], [0, 0.25, 0.5, 0.75, 1, 1.25]
    ),
    // the same as float32
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GMGiwAxL2DAwOQNwAxAvsAQOAHoY=",
      [2, 3], [0, 0.25, 0.5, 0.75, 1, 1.25]
    ),
    // arange(6).reshape(2, 3) - 3 as int64, as int32
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkA66//yHg339UwAAFjFCaCUoDAOeHM1s=",
      [2, 3], [-3, -2, -1, 0, 1, 2]
    ),
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mirqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkA66///////cfAhiAgBGImYAYAMcyJ2M=",
      [2, 3], [-3, -2, -1, 0, 1, 2]
    ),
    // arange(6).reshape(2, 3) as uint8
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBeU2qorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GRiZmFlYAHK4bxw==",
      [2, 3], [0, 1, 2, 3, 4, 5]
    ),
    // whether these are even, as bool
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBek2SorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy5GBhAEABRHG6g=",
      [2, 3], [1, 0, 1, 0, 1, 0]
    ),
    // array(2.5), zeros((0,)), zeros((0, 3)), zeros((2, 0))
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqaOgq1ChQBLgYwYHEAACeeG4M=", [],
      [2.5]
    ),
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RoGOpo6CrUKFAAuAFOzG1s=", [0], []
    ),
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RoGOgrGmjoKtQpkAy4AV48bbg==",
      [0, 3], []
    ),
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgoGmjoKtQpkAy4AV1UbbQ==",
      [2, 0], []
    ),
    // arange(24).reshape(2, 3, 4) in Fortran's order
    (
      "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChIPKSpNBQoXZyQWpAK5GkY6CsY6CiaaOgq1CmQCLgYUoOEAoQWgtAGUVoDSJlD6gz2E1oLyRaC0IZRWgtKmUJoBSutAaQkobQSlVaC0GZTmgNJ6UFoGShtDaTUobe4AAHLNJUg=",
      [2, 3, 4], (0..<24).map(Double.init)
    ),
  ]

  @Test("what NumPy wrote is read", arguments: written)
  func reading(text: String, shape: [Int], elements: [Double]) throws {
    #expect(try read(tagged(text)) == .list(ShapedArray(shape: shape, elements: elements)))
    // And by name.
    let column = ParameterValues.Column(name: "a", values: try ShapedArray(shape: shape, elements: elements))
    #expect(try read(["a": tagged(text)]) == .named([column]))
  }

  @Test("a nested list under the tag is an array too")
  func taggedList() throws {
    let value: JSONValue = ["__type__": "ndarray", "__value__": [[1, 2.5], [3, 4]]]
    #expect(try read(value) == .list(ShapedArray(shape: [2, 2], elements: [1, 2.5, 3, 4])))
  }

  @Test(
    "parameter sets come back in their shape, which lists do not always hold",
    arguments: [[], [0], [3], [2, 0], [0, 2], [0, 0, 3], [2, 0, 3], [2, 1]], [[], ["a"], ["a", "b c"]])
  func shapes(shape: [Int], names: [String]) throws {
    let count = shape.reduce(1, *)
    let sets = try ShapedArray(
      shape: shape, elements: (0..<count).map { set in names.indices.map { Double(set) + 0.5 * Double($0) } })
    let values = try ParameterValues(sets, names: names)
    let inputs = EstimatorInputs(pubs: [.init(circuit: .text(""), observables: .init(.inline("")), parameters: values)])
    let decoded = try JSONValue(parsing: JSONValue(encoding: inputs).text).decoded(as: EstimatorInputs.self)
    #expect(decoded == inputs)
  }

  /// The file that NumPy writes for a header and some bytes of data.
  private func file(_ header: String, data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
    let length = header.utf8.count
    let size = version == 1 ? 2 : 4
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + (0..<size).map { UInt8(length >> (8 * $0) & 255) }
      + Array(header.utf8) + data
  }

  @Test("later versions of the format, other spacing and quotes are read", arguments: [1, 2, 3] as [UInt8])
  func versions(version: UInt8) throws {
    let header = "{\"shape\": ( 2 , ),'fortran_order':False , 'descr': '<u1'}\n"
    let value = try tagged(file: file(header, data: [7, 9], version: version))
    #expect(try read(value) == .list(ShapedArray(row: [7, 9])))
  }

  @Test(
    "beside a length of 0 the other lengths may be of any size, in either order",
    arguments: ["True", "False"], [[0, 1 << 62, 4], [1 << 62, 4, 0], [1 << 62, 0, 4]])
  func emptyOfAnySize(isColumnMajor: String, shape: [Int]) throws {
    let lengths = shape.map { "\($0)," }.joined()
    let header = "{'descr': '<f8', 'fortran_order': \(isColumnMajor), 'shape': (\(lengths)), }"
    #expect(try read(tagged(file: file(header))) == .list(ShapedArray(shape: shape, elements: [])))
  }

  @Test("what is no array of numbers is refused with its place")
  func refusals() throws {
    let good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }"
    let eight = [UInt8](repeating: 0, count: 8)
    let stream = try Zlib.compressed(file(good, data: eight))
    let allowed = "allowed is base64 of zlib of an NPY file"
    func unread(_ reason: String) -> String { "the array is no NPY file that is read here: \(reason)" }
    let malformed = unread("its header is no dictionary of descr, fortran_order and shape")
    let refused: [(value: JSONValue, message: String)] = [
      (tagged("!"), "the array is not base64; \(allowed)"),
      (tagged("AAAA"), "the array is not in zlib's format; \(allowed)"),
      (tagged(""), "the array is not in zlib's format; \(allowed)"),
      (tagged(Data(stream.dropLast(5)).base64EncodedString()), "the array is not in zlib's format; \(allowed)"),
      (tagged(Data(stream + [0]).base64EncodedString()), "the array is not in zlib's format; \(allowed)"),
      (try tagged(file: []), unread("it does not begin with \\x93NUMPY and a version")),
      (try tagged(file: Array("PK, a zip file".utf8)), unread("it does not begin with \\x93NUMPY and a version")),
      (try tagged(file: file(good, data: eight, version: 4)), unread("its version is 4; allowed is 1 to 3")),
      (try tagged(file: Array(file(good).prefix(30))), unread("it ends within its header")),
      (try tagged(file: Array(file(good, version: 2).prefix(10))), unread("it ends within its header")),
      (try tagged(file: file(good)), unread("it has 0 bytes of data; shape [1] takes 8")),
      (try tagged(file: file(good, data: eight + [0])), unread("it has 9 bytes of data; shape [1] takes 8")),
      (try tagged(file: file("{}")), unread("its header does not say descr, fortran_order and shape")),
      (try tagged(file: file("[]")), malformed),
      (try tagged(file: file(good + "x")), malformed),
      (try tagged(file: file("{'shape': (1,), 'shape': (1,)}")), malformed),
      (try tagged(file: file("{'shape': (1), 'descr': '<f8'}")), malformed),
      (try tagged(file: file("{'shape': (-1,)}")), malformed),
      (try tagged(file: file("{'shape': (99999999999999999999,)}")), malformed),
      (try tagged(file: file("{'shape': (1,")), malformed),
      (try tagged(file: file("{'shape")), malformed),
      (try tagged(file: file("{'fortran_order': Maybe}")), malformed),
      (
        try tagged(file: file("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", data: eight)),
        unread("its elements are '>f8'; allowed are <f8, <f4, <i8, <i4, |u1, |b1")
      ),
      (
        try tagged(file: file("{'descr': '<c16', 'fortran_order': False, 'shape': (0,), }")),
        unread("its elements are '<c16'; allowed are <f8, <f4, <i8, <i4, |u1, |b1")
      ),
      (
        try tagged(file: file("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296,4294967296,), }")),
        unread("its shape [4294967296, 4294967296] has more elements than allowed")
      ),
      (
        try tagged(file: file("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000,), }")),
        unread("its shape [1000000000] has more elements than allowed")
      ),
      (
        ["__type__": "ndarray", "__value__": [[1], [2, 3]]],
        "found a list of 2; allowed is a list of 1, as before it"
      ),
      (
        ["__type__": "ndarray"],
        "found an object with a __type__; allowed is {\"__type__\": \"ndarray\", \"__value__\": …}"
      ),
      (
        ["__type__": "QuantumCircuit", "__value__": ""],
        "found an object with a __type__; allowed is {\"__type__\": \"ndarray\", \"__value__\": …}"
      ),
    ]
    for (value, message) in refused {
      let error = #expect(throws: ProgramFailure.self) { try read(value) }
      #expect(error?.code == ProgramFailure.invalidInput)
      let place = message.contains("list of") ? "pubs[0].parameters[1]" : "pubs[0].parameters"
      #expect(error?.message == "\(place): \(message)")
    }
  }

  @Test("bytes of any kind are refused or read, and never crash", arguments: 0..<200 as Range<UInt64>)
  func noise(seed: UInt64) throws {
    var random = RandomStream(seed: seed, stream: 3)
    var bytes = file(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }", data: [UInt8](repeating: 1, count: 16))
    for _ in 0...(seed % 4) {
      let position = Int(random.uniform() * Double(bytes.count))
      switch random.next() % 3 {
      case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.remove(at: position)
      default: bytes.insert(UInt8(ascii: "0") + UInt8(random.next() % 10), at: position)
      }
    }
    do {
      guard case .list(let values) = try read(tagged(file: bytes)) else {
        Issue.record("an array became something else")
        return
      }
      #expect(values.count == values.shape.reduce(1, *))
    } catch let failure as ProgramFailure {
      #expect(failure.code == ProgramFailure.invalidInput)
    }
  }

  // MARK: - zlib

  @Test("what is compressed expands to itself", arguments: [0, 1, 63, 64, 100_000])
  func zlib(count: Int) throws {
    var random = RandomStream(seed: 1, stream: 4)
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 7 == 0 ? random.next() : UInt64($0)) }
    let compressed = try Zlib.compressed(bytes)
    #expect(try Zlib.expanded(compressed, limit: count) == bytes)
    if count > 0 {
      #expect(throws: Zlib.Failure.tooLarge) { try Zlib.expanded(compressed, limit: count - 1) }
      #expect(throws: Zlib.Failure.malformed) { try Zlib.expanded(compressed.dropLast(), limit: count) }
    }
  }

  /// A zlib stream that goes on and on with zeros: 13 bits for every 258 of them.
  private func bomb(bytes count: Int) -> [UInt8] {
    // A block with fixed codes, one 0, and then again and again the copy of the last 258 bytes from one byte back.
    var bits: [UInt8] = [0, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
    let copy: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]
    for _ in 0..<8 { bits += copy }
    // The first byte; from there on, as the block began with the three zeros that a copy ends with, 13 bytes again and
    // again.
    let bytes = (0..<14).map { byte in bits[(8 * byte)..<(8 * byte + 8)].reversed().reduce(0) { $0 << 1 | $1 } }
    return [0x78, 0x01, bytes[0]] + Array(repeatElement(bytes[1...], count: count / (8 * 258) + 1).joined())
  }

  @Test("arrays that expand without end are refused, one by one and all together")
  func bombs() throws {
    let message = "the arrays are larger than allowed: 256 MiB for all together, expanded"
    let unread = "the array is no NPY file that is read here: its shape [13107200] has more elements than allowed"
    let endless = tagged(Data(bomb(bytes: 300 << 20)).base64EncodedString())
    #expect(throws: ProgramFailure(code: "invalid-input", message: "pubs[0].parameters: \(message)")) {
      try read(endless)
    }
    // 12.5 MiB each, which are 100 MiB as doubles.
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (13107200,), }"
    let large = try tagged(file: file(header, data: [UInt8](repeating: 0, count: 13_107_200)))
    #expect(throws: ProgramFailure(code: "invalid-input", message: "pubs[0].parameters.c: \(unread)")) {
      try read(["a": large, "b": large, "c": large])
    }
  }
}
