public import ComplexModule
public import LinearAlgebra
internal import PauliAlgebra
public import RealModule

public typealias DenseMatrix = Matrix<Complex<Double>>

extension DenseMatrix {
  /// The 2 × 2 matrix of one letter.
  static func pauli(_ letter: Pauli) -> DenseMatrix {
    switch letter {
    case .i: DenseMatrix(rowMajor: [[1, 0], [0, 1]])
    case .x: DenseMatrix(rowMajor: [[0, 1], [1, 0]])
    case .y: DenseMatrix(rowMajor: [[0, -.i], [.i, 0]])
    case .z: DenseMatrix(rowMajor: [[1, 0], [0, -1]])
    }
  }

  /// The Kronecker product of letters, the first on qubit 0, which is the last factor.
  static func pauli(_ letters: [Pauli]) -> DenseMatrix {
    letters.reduce(.identity(1)) { pauli($1).kroneckerProduct($0) }
  }

  static func pauli(_ string: PauliString) -> DenseMatrix {
    pauli((0..<string.qubitCount).map { string[$0] })
  }

  /// exp(A) by scaling to a small norm, the Taylor series, and repeated squaring.
  static func exponential(_ generator: DenseMatrix) -> DenseMatrix {
    var halvings = 0
    var scaled = generator
    while scaled.frobeniusNorm > 0.25 {
      scaled = Complex(0.5) * scaled
      halvings += 1
    }
    var term = DenseMatrix.identity(generator.rows)
    var sum = term
    for order in 1...20 {
      term = Complex(1 / Double(order)) * (term * scaled)
      sum = sum + term
    }
    for _ in 0..<halvings { sum = sum * sum }
    return sum
  }

  /// This matrix where the first `count` qubits are all 1 and the identity elsewhere.
  func controlled(by count: Int) -> DenseMatrix {
    let zero = DenseMatrix(rowMajor: [[1, 0], [0, 0]]), one = DenseMatrix(rowMajor: [[0, 0], [0, 1]])
    return (0..<count).reduce(self) { matrix, _ in
      // The new control becomes qubit 0 and pushes the others up.
      DenseMatrix.identity(matrix.rows).kroneckerProduct(zero) + matrix.kroneckerProduct(one)
    }
  }

  /// The matrix on `qubitCount` qubits that acts as this one on `qubits` and leaves the others alone.
  func embedded(on qubits: [Int], qubitCount: Int) -> DenseMatrix {
    let dimension = 1 << qubitCount
    var result = DenseMatrix.zero(rows: dimension, columns: dimension)
    for column in 0..<dimension {
      // The gate's own column has bit `qubits[j]` of the column as bit j; its rows change these bits only.
      let ownColumn = qubits.indices.reduce(0) { $0 | (column >> qubits[$1] & 1) << $1 }
      for ownRow in 0..<rows {
        let row = qubits.indices.reduce(column) { $0 & ~(1 << qubits[$1]) | (ownRow >> $1 & 1) << qubits[$1] }
        result[row, column] = self[ownRow, ownColumn]
      }
    }
    return result
  }
}
