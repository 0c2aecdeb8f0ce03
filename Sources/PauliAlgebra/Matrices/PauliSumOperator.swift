import CStateVectorKernels
public import LinearAlgebra

/// A Hermitian Pauli sum as a linear operator on vectors of 2ⁿ numbers, without its matrix.
///
/// A product is one pass over the vector for each set of qubits that terms flip, however many terms there are. On real
/// vectors, for sums with ``PauliSum/isReal``, it takes half the time and memory.
public struct PauliSumOperator<Scalar: MatrixScalar>: LinearOperator, Sendable {
  public let qubitCount: Int
  private let groups: [PauliGroup]

  /// - Throws: ``PauliError/notHermitian(term:)``, for real vectors also ``PauliError/notReal(term:)``;
  ///   ``PauliError/tooManyQubits(_:allowed:task:)`` beyond 40.
  public init(_ sum: PauliSum) throws(PauliError) {
    if Scalar.isComplex { try sum.requireHermitian() } else { try sum.requireReal() }
    guard sum.qubitCount <= 40 else {
      throw .tooManyQubits(sum.qubitCount, allowed: 40, task: "vectors of 2^\(sum.qubitCount) numbers")
    }
    qubitCount = sum.qubitCount
    groups = sum.xMaskGroups
  }

  public var dimension: Int { 1 << qubitCount }

  public func apply(to vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    precondition(vector.count == dimension && result.count == dimension, "A vector has 2^\(qubitCount) elements.")
    guard let source = UnsafeRawPointer(vector.baseAddress), let target = UnsafeMutableRawPointer(result.baseAddress)
    else { return }
    result.initialize(repeating: .zero)
    // Both scalars are laid out as doubles: one, or a real and an imaginary part.
    let a = source.assumingMemoryBound(to: Double.self)
    let out = target.assumingMemoryBound(to: Double.self)
    let n = Int32(qubitCount)
    for group in groups {
      if Scalar.isComplex {
        csv_pauli_group_accumulate(
          out, a, n, group.x, group.z, group.coefficients, group.z.count, group.oddY ? 1 : 0)
      } else {
        csv_pauli_group_accumulate_real(out, a, n, group.x, group.z, group.coefficients, group.z.count)
      }
    }
  }

  /// The terms that flip no qubit, evaluated in every basis state.
  public var diagonal: [Double]? {
    var values = Array(repeating: 0.0, count: dimension)
    if let group = groups.first, group.x == 0 {
      let ones = Array(repeating: 1.0, count: dimension)
      csv_pauli_group_accumulate_real(
        &values, ones, Int32(qubitCount), 0, group.z, group.coefficients, group.z.count)
    }
    return values
  }
}
