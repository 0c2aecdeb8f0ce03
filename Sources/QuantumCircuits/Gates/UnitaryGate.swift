public import ComplexModule
public import LinearAlgebra
public import RealModule

/// A gate given by its matrix; bit j of a row or column index is the gate's j-th qubit.
public struct UnitaryGate: Hashable, Sendable {
  /// How far U†U may be from the identity, element by element.
  public static let tolerance = 1e-9
  /// The most qubits a matrix gate may have.
  public static let maximumQubitCount = 10

  public let matrix: Matrix<Complex<Double>>
  /// What drawings and counts call the gate.
  public let name: String

  public var qubitCount: Int { matrix.rows.trailingZeroBitCount }

  /// - Throws: ``CircuitError`` for a matrix that is not 2^k × 2^k with k in 1…10, or not unitary.
  public init(_ matrix: Matrix<Complex<Double>>, name: String = "unitary") throws(CircuitError) {
    let dimension = matrix.rows
    guard
      dimension == matrix.columns, dimension >= 2, dimension.nonzeroBitCount == 1,
      dimension.trailingZeroBitCount <= Self.maximumQubitCount
    else { throw .invalidMatrixShape(rows: matrix.rows, columns: matrix.columns) }
    let product = matrix.adjoint * matrix
    var deviation = 0.0
    for column in 0..<dimension {
      for row in 0..<dimension {
        let difference = (product[row, column] - (row == column ? 1 : 0)).length
        // A NaN anywhere must not hide behind a comparison.
        deviation = difference.isFinite ? max(deviation, difference) : .infinity
      }
    }
    guard deviation <= Self.tolerance else { throw .notUnitary(gate: name, deviation: deviation) }
    self.matrix = matrix
    self.name = name
  }

  private init(unchecked matrix: Matrix<Complex<Double>>, name: String) {
    self.matrix = matrix
    self.name = name
  }

  /// The adjoint matrix; the name gains or loses a `†`.
  public func inverse() -> UnitaryGate {
    UnitaryGate(unchecked: matrix.adjoint, name: name.hasSuffix("†") ? String(name.dropLast()) : name + "†")
  }
}

/// Encoded as the name and the interleaved real and imaginary parts of the elements, column after column.
extension UnitaryGate: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, elements
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let numbers = try container.decode([Double].self, forKey: .elements)
    let dimension = Int(Double(numbers.count / 2).squareRoot().rounded())
    guard numbers.count == 2 * dimension * dimension else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container,
        debugDescription: "A square matrix has 2n² real and imaginary parts; \(numbers.count) were found.")
    }
    let elements = (0..<dimension * dimension).map { Complex(numbers[2 * $0], numbers[2 * $0 + 1]) }
    let name = try container.decode(String.self, forKey: .name)
    self = try decodingCircuit(in: container, forKey: .elements) { () throws(CircuitError) in
      try UnitaryGate(Matrix(rows: dimension, columns: dimension, elements: elements), name: name)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(matrix.elements.flatMap { [$0.real, $0.imaginary] }, forKey: .elements)
  }
}

/// Runs an initialiser that may refuse what was decoded, and says where it stood if it does.
func decodingCircuit<Key: CodingKey, Value>(
  in container: KeyedDecodingContainer<Key>, forKey key: Key, _ make: () throws(CircuitError) -> Value
) throws -> Value {
  do {
    return try make()
  } catch {
    throw DecodingError.dataCorrupted(
      .init(codingPath: container.codingPath + [key], debugDescription: error.description, underlyingError: error))
  }
}
