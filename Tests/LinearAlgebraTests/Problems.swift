import ComplexModule
import LinearAlgebra
import RandomStreams
import RealModule

/// Real and complex numbers from the same two doubles, so that a test is written once for both.
protocol TestScalar: MatrixScalar {
  static func make(_ real: Double, _ imaginary: Double) -> Self
}

extension Double: TestScalar {
  static func make(_ real: Double, _ imaginary: Double) -> Double { real }
}

extension Complex<Double>: TestScalar {
  static func make(_ real: Double, _ imaginary: Double) -> Complex<Double> { Complex(real, imaginary) }
}

extension Matrix where Scalar: TestScalar {
  static func random(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var stream = RandomStream(seed: seed)
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in Scalar.make(2 * stream.uniform() - 1, 2 * stream.uniform() - 1) })
  }

  /// A dense random matrix, scaled, with random numbers up to `diagonal` added to its diagonal.
  static func randomHermitian(_ dimension: Int, seed: UInt64, scale: Double = 1, diagonal: Double = 0) -> Matrix {
    let half = random(rows: dimension, columns: dimension, seed: seed)
    var stream = RandomStream(seed: seed, stream: 1)
    let shift = Matrix.diagonal((0..<dimension).map { _ in Scalar(diagonal * stream.uniform()) })
    return Scalar(scale) * (half + half.adjoint) + shift
  }

  /// Blocks along the diagonal: the sectors of a symmetry.
  static func direct(sum blocks: [Matrix]) -> Matrix {
    let dimension = blocks.reduce(0) { $0 + $1.rows }
    var sum = Matrix.zero(rows: dimension, columns: dimension)
    var offset = 0
    for block in blocks {
      for column in 0..<block.columns {
        for row in 0..<block.rows { sum[offset + row, offset + column] = block[row, column] }
      }
      offset += block.rows
    }
    return sum
  }
}

/// The largest of |left − right| over the elements.
func distance<Scalar: MatrixScalar>(_ left: Matrix<Scalar>, _ right: Matrix<Scalar>) -> Double {
  (left - right).elements.map(\.lengthSquared).max()?.squareRoot() ?? 0
}

func distance(_ left: [Double], _ right: [Double]) -> Double {
  left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
}

/// An operator known by its products only.
struct ProductOnly<Scalar: MatrixScalar>: LinearOperator {
  let dimension: Int
  var diagonal: [Double]?
  let product: (UnsafeBufferPointer<Scalar>, UnsafeMutableBufferPointer<Scalar>) -> Void

  func apply(to vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    product(vector, result)
  }
}

/// Minus the discrete Laplacian of a square lattice on a torus: levels 4 − 2 cos(2πa/L) − 2 cos(2πb/L), most of them
/// degenerate 4 or 8 times.
func torusLaplacian(side: Int) -> ProductOnly<Double> {
  ProductOnly(dimension: side * side) { vector, result in
    for x in 0..<side {
      for y in 0..<side {
        let neighbours =
          vector[(x + 1) % side * side + y] + vector[(x + side - 1) % side * side + y]
          + vector[x * side + (y + 1) % side] + vector[x * side + (y + side - 1) % side]
        result[x * side + y] = 4 * vector[x * side + y] - neighbours
      }
    }
  }
}

func torusLevels(side: Int) -> [Double] {
  let single = (0..<side).map { 2 - 2 * Double.cos(2 * .pi * Double($0) / Double(side)) }
  return single.flatMap { first in single.map { first + $0 } }.sorted()
}

/// The second-difference matrix (−1, 2, −1), with levels 2 − 2 cos(πk / (n + 1)).
func chainLaplacian(_ dimension: Int) -> [(row: Int, column: Int, value: Double)] {
  (0..<dimension).flatMap { site in
    [(site, site, 2.0)] + (site > 0 ? [(site, site - 1, -1.0), (site - 1, site, -1.0)] : [])
  }
}

func chainLevels(_ dimension: Int) -> [Double] {
  (1...dimension).map { 2 - 2 * Double.cos(.pi * Double($0) / Double(dimension + 1)) }
}
