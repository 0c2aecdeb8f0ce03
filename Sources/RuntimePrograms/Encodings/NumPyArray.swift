internal import Foundation
internal import JSONSchemas
internal import QuantumBackends

/// An array of numbers as NumPy keeps it in a file, and as Qiskit's clients send it: base64 of zlib of that file.
///
/// - Note: The NPY format, `numpy.lib.format`, versions 1 to 3.
struct NumPyArray: Equatable {
  var values: ShapedArray<Double>

  init(_ values: ShapedArray<Double>) { self.values = values }

  /// How many bytes all arrays of one job may hold, expanded: enough for any parameters, too little to harm.
  static let maximumBytes = 256 << 20

  // MARK: - In JSON

  /// `{"__type__": "ndarray", "__value__": …}`
  var json: JSONValue {
    // A little more than its input: zlib has room for it.
    let compressed = (try? Zlib.compressed(file)) ?? []
    return .object(["__type__": "ndarray", "__value__": .string(Data(compressed).base64EncodedString())])
  }

  /// Whether a value is tagged as an array.
  static func isTagged(_ value: JSONValue) -> Bool { value["__type__"] != nil }

  /// - Parameter budget: The bytes that arrays may still hold; those of this one are taken off.
  /// - Throws: ``ProgramFailure`` for anything but an array of numbers in a box, with its place.
  init(_ value: JSONValue, path: String, budget: inout Int) throws {
    guard let object = value.objectValue, object["__type__"]?.stringValue == "ndarray", object.count == 2,
      let content = object["__value__"]
    else {
      throw ProgramFailure.invalidInput(
        path, "found an object with a __type__; allowed is {\"__type__\": \"ndarray\", \"__value__\": …}")
    }
    guard case .string(let text) = content else {
      values = try ShapedArray(nested: content, path: path, of: "a number", element: \.doubleValue)
      return
    }
    guard let compressed = Data(base64Encoded: text) else {
      throw ProgramFailure.invalidInput(path, "the array is not base64; allowed is base64 of zlib of an NPY file")
    }
    do {
      let bytes = try Zlib.expanded([UInt8](compressed), limit: budget)
      values = try NumPyArray(file: bytes, limit: budget).values
      budget -= max(bytes.count, 8 * values.count)
    } catch let failure as Zlib.Failure {
      switch failure {
      case .malformed:
        throw ProgramFailure.invalidInput(
          path, "the array is not in zlib's format; allowed is base64 of zlib of an NPY file")
      case .tooLarge, .outOfMemory:
        throw ProgramFailure.invalidInput(
          path, "the arrays are larger than allowed: \(Self.maximumBytes >> 20) MiB for all together, expanded")
      }
    } catch let error as NumPyError {
      throw ProgramFailure.invalidInput(path, "the array is no NPY file that is read here: \(error.message)")
    }
  }

  // MARK: - As a file

  /// The NPY file, version 1, of doubles in row-major order.
  var file: [UInt8] {
    let lengths = values.shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(lengths)), }"
    // The data start at a multiple of 64.
    let unpadded = NumPyFormat.magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    var bytes = NumPyFormat.magic + [1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
    bytes += header.utf8
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values.elements {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// - Parameter limit: The most bytes that its numbers may take as doubles.
  init(file bytes: [UInt8], limit: Int) throws(NumPyError) {
    let format = try NumPyFormat(bytes)
    guard let count = format.elementCount, count <= max(0, limit) / 8 else {
      throw NumPyError("its shape \(format.shape) has more elements than allowed")
    }
    let size = format.type.size
    let data = bytes[format.dataStart...]
    guard data.count == count * size else {
      throw NumPyError("it has \(data.count) bytes of data; shape \(format.shape) takes \(count * size)")
    }
    var elements: [Double] = []
    elements.reserveCapacity(count)
    data.withUnsafeBytes { raw in
      for index in 0..<count { elements.append(format.type.value(raw, at: index * size)) }
    }
    if format.isColumnMajor { elements = Self.rowMajor(elements, shape: format.shape) }
    do {
      values = try ShapedArray(shape: format.shape, elements: elements)
    } catch {
      throw NumPyError("\(error)")
    }
  }

  /// Elements with the first index fastest, rearranged to the last index fastest.
  private static func rowMajor(_ elements: [Double], shape: [Int]) -> [Double] {
    // Beside a length of 0 the others may be of any size, and have no product.
    guard !elements.isEmpty else { return [] }
    var strides: [Int] = []
    var stride = 1
    for length in shape {
      strides.append(stride)
      stride *= length
    }
    var index = [Int](repeating: 0, count: shape.count)
    var position = 0
    return elements.indices.map { _ in
      let element = elements[position]
      for dimension in shape.indices.reversed() {
        index[dimension] += 1
        position += strides[dimension]
        if index[dimension] < shape[dimension] { break }
        position -= strides[dimension] * shape[dimension]
        index[dimension] = 0
      }
      return element
    }
  }
}

/// What is wrong with an NPY file.
struct NumPyError: Error, Equatable {
  var message: String

  init(_ message: String) { self.message = message }
}
