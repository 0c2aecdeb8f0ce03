import CLinearAlgebra

/// Some columns of a matrix in memory that somebody else owns: what BLAS works on.
struct Panel<Scalar: MatrixScalar> {
  /// The first element.
  let start: UnsafeMutablePointer<Scalar>
  let rows: Int
  let columns: Int
  /// The distance between columns in elements: above `rows` when the panel is a band of rows of a taller matrix.
  let stride: Int

  init(_ start: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, stride: Int? = nil) {
    self.start = start
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? rows
  }

  /// A panel that is only read.
  init(reading start: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int? = nil) {
    self.init(UnsafeMutablePointer(mutating: start), rows: rows, columns: columns, stride: stride)
  }

  /// The columns `range` of this panel.
  subscript(columns range: Range<Int>) -> Panel {
    Panel(start + range.lowerBound * stride, rows: rows, columns: range.count, stride: stride)
  }

  /// The rows `range` of this panel.
  subscript(rows range: Range<Int>) -> Panel {
    Panel(start + range.lowerBound, rows: range.count, columns: columns, stride: stride)
  }

  /// One column, which lies in one piece.
  subscript(column: Int) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(start: start + column * stride, count: rows)
  }

  /// `self = factor * left * right + keeping * self`, by BLAS; with the adjoint of the left factor when asked for.
  ///
  /// With `keeping` zero the memory needs to hold no numbers before.
  func assign(_ left: Panel, adjoint: Bool = false, _ right: Panel, factor: Double = 1, keeping: Double = 0) {
    guard rows > 0, columns > 0 else { return }
    let inner = adjoint ? left.rows : left.columns
    guard inner > 0 else {
      // BLAS refuses empty factors on some of its paths; their product is zero.
      for column in 0..<columns {
        for row in 0..<rows { self[column][row] = keeping == 0 ? 0 : Scalar(keeping) * self[column][row] }
      }
      return
    }
    cla_multiply(
      Scalar.isComplex ? 1 : 0, adjoint ? 1 : 0, 0, Int32(rows), Int32(columns), Int32(inner), factor,
      doubles(left.start), Int32(left.stride), doubles(right.start), Int32(right.stride), keeping, doubles(start),
      Int32(stride))
  }
}

extension Matrix {
  /// The matrix as BLAS sees it, to be read only.
  func withPanel<Result, Failure: Error>(
    _ body: (Panel<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try elements.withUnsafeBufferPointer { buffer throws(Failure) in
      try body(Panel(reading: buffer.baseAddress!, rows: rows, columns: columns))
    }
  }

  /// The matrix as BLAS sees it, to be overwritten.
  mutating func withMutablePanel<Failure: Error>(
    _ body: (Panel<Scalar>) throws(Failure) -> Void
  ) throws(Failure) {
    let (rows, columns) = (rows, columns)
    try elements.withUnsafeMutableBufferPointer { buffer throws(Failure) in
      try body(Panel(buffer.baseAddress!, rows: rows, columns: columns))
    }
  }

  /// These columns, in this order.
  func columns(_ order: [Int]) -> Matrix {
    Matrix(rows: rows, columns: order.count, elements: order.flatMap { column($0) })
  }

  /// The first columns.
  func prefix(columns count: Int) -> Matrix {
    Matrix(rows: rows, columns: count, elements: Array(elements[0..<rows * count]))
  }
}

/// The memory of scalars as the doubles that it consists of.
func doubles<Scalar: MatrixScalar>(_ pointer: UnsafeMutablePointer<Scalar>) -> UnsafeMutablePointer<Double> {
  UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Double.self)
}

/// The same, to be read only.
func doubles<Scalar: MatrixScalar>(_ pointer: UnsafePointer<Scalar>) -> UnsafePointer<Double> {
  UnsafeRawPointer(pointer).assumingMemoryBound(to: Double.self)
}

/// The Euclidean norm of a vector.
func length<Scalar: MatrixScalar>(_ vector: UnsafeMutableBufferPointer<Scalar>) -> Double {
  dot(vector, vector).squareRoot()
}

/// The real part of the inner product of two vectors.
func dot<Scalar: MatrixScalar>(
  _ left: UnsafeMutableBufferPointer<Scalar>, _ right: UnsafeMutableBufferPointer<Scalar>
) -> Double {
  guard let start = left.baseAddress, let rightStart = right.baseAddress else { return 0 }
  return cla_dot(Int32(left.count * (Scalar.isComplex ? 2 : 1)), doubles(start), doubles(rightStart))
}

func copy<Scalar: MatrixScalar>(
  _ vector: UnsafeMutableBufferPointer<Scalar>, to target: UnsafeMutableBufferPointer<Scalar>
) {
  guard let source = vector.baseAddress, let start = target.baseAddress else { return }
  start.update(from: source, count: vector.count)
}

func scale<Scalar: MatrixScalar>(_ vector: UnsafeMutableBufferPointer<Scalar>, by factor: Double) {
  guard let start = vector.baseAddress else { return }
  let target = doubles(start)
  for index in 0..<vector.count * (Scalar.isComplex ? 2 : 1) { target[index] *= factor }
}

/// `target -= factor * vector`
func subtract<Scalar: MatrixScalar>(
  _ vector: UnsafeMutableBufferPointer<Scalar>, times factor: Double, from target: UnsafeMutableBufferPointer<Scalar>
) {
  guard let start = vector.baseAddress, let targetStart = target.baseAddress else { return }
  let source = doubles(start)
  let result = doubles(targetStart)
  for index in 0..<vector.count * (Scalar.isComplex ? 2 : 1) { result[index] -= factor * source[index] }
}
