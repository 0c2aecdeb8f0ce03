import CStateVectorKernels
public import LinearAlgebra

/// A Hermitian Pauli sum as a linear operator on vectors of 2ⁿ numbers, without its matrix.
///
/// Terms that flip the same qubits are applied together, however many there are. Those that flip low qubits only, or high
/// ones only, are applied to one block of the vector after the other while it is in cache; the others take a pass over the
/// whole vector each. On real vectors, for sums with ``PauliSum/isReal``, it takes half the time and memory.
public struct PauliSumOperator<Scalar: MatrixScalar>: LinearOperator, Sendable {
  public let qubitCount: Int
  private let groups: [PauliGroup]
  /// Of `groups`, what is applied block by block, and what is not.
  private let blockwise: [BlockwiseGroup]
  private let streamed: [PauliGroup]
  /// The qubits within a block; blocks of input and output take 128 KiB together.
  private let blockQubitCount: Int

  /// - Throws: ``PauliError/notHermitian(term:)``, for real vectors also ``PauliError/notReal(term:)``;
  ///   ``PauliError/tooManyQubits(_:allowed:task:)`` beyond 40.
  public init(_ sum: PauliSum) throws(PauliError) {
    if Scalar.isComplex { try sum.requireHermitian() } else { try sum.requireReal() }
    guard sum.qubitCount <= 40 else {
      throw .tooManyQubits(sum.qubitCount, allowed: 40, task: "vectors of 2^\(sum.qubitCount) numbers")
    }
    qubitCount = sum.qubitCount
    groups = sum.xMaskGroups
    let blockQubitCount = min(qubitCount, Scalar.isComplex ? 12 : 13)
    blockwise = groups.compactMap { BlockwiseGroup($0, blockQubitCount: blockQubitCount) }
    streamed = groups.filter { BlockwiseGroup($0, blockQubitCount: blockQubitCount) == nil }
    self.blockQubitCount = blockQubitCount
  }

  public var dimension: Int { 1 << qubitCount }

  /// Elements of its matrix that may differ from zero: one in each row for each set of qubits that terms flip.
  package var elementCount: Int { dimension * Set(groups.map(\.x)).count }

  public func apply(to vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    precondition(vector.count == dimension && result.count == dimension, "A vector has 2^\(qubitCount) elements.")
    guard let source = UnsafeRawPointer(vector.baseAddress), let target = UnsafeMutableRawPointer(result.baseAddress)
    else { return }
    // Both scalars are laid out as doubles: one, or a real and an imaginary part.
    let a = source.assumingMemoryBound(to: Double.self)
    let out = target.assumingMemoryBound(to: Double.self)
    let blockSize = 1 << blockQubitCount
    let blockDoubles = blockSize * (Scalar.isComplex ? 2 : 1)
    for block in 0..<dimension / blockSize {
      (out + block * blockDoubles).update(repeating: 0, count: blockDoubles)
      for group in blockwise {
        let origin = block ^ group.highFlip
        group.withCoefficients(inBlock: origin) {
          accumulate(
            out + block * blockDoubles, a + origin * blockDoubles, qubitCount: blockQubitCount, flip: group.lowFlip,
            signs: group.lowSigns, coefficients: $0, oddY: group.oddY)
        }
      }
    }
    for group in streamed {
      group.coefficients.withUnsafeBufferPointer {
        accumulate(out, a, qubitCount: qubitCount, flip: group.x, signs: group.z, coefficients: $0, oddY: group.oddY)
      }
    }
  }

  /// `out += (Σ c X^flip Z^sign) a`, the phase of odd numbers of Y included.
  private func accumulate(
    _ out: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, qubitCount: Int, flip: UInt64, signs: [UInt64],
    coefficients: UnsafeBufferPointer<Double>, oddY: Bool
  ) {
    if Scalar.isComplex {
      csv_pauli_group_accumulate(
        out, a, Int32(qubitCount), flip, signs, coefficients.baseAddress, signs.count, oddY ? 1 : 0)
    } else {
      csv_pauli_group_accumulate_real(out, a, Int32(qubitCount), flip, signs, coefficients.baseAddress, signs.count)
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

/// A group as it acts from one block of a vector to another: like one on the qubits within a block, with coefficients whose
/// signs depend on the block that it comes from.
private struct BlockwiseGroup: Sendable {
  let lowFlip: UInt64
  let lowSigns: [UInt64]
  /// What the number of a block changes by.
  let highFlip: Int
  let oddY: Bool
  private let highSigns: [UInt64]
  private let coefficients: [Double]

  /// Nil where both a low and a high qubit are flipped, or a high one with an imaginary factor: such elements come in
  /// pairs that lie in different blocks.
  init?(_ group: PauliGroup, blockQubitCount: Int) {
    let lowBits: UInt64 = (1 << UInt64(blockQubitCount)) - 1
    guard group.x & ~lowBits == 0 || (group.x & lowBits == 0 && !group.oddY) else { return nil }
    lowFlip = group.x & lowBits
    lowSigns = group.z.map { $0 & lowBits }
    highFlip = Int(group.x >> UInt64(blockQubitCount))
    highSigns = group.z.map { $0 >> UInt64(blockQubitCount) }
    oddY = group.oddY
    // The kernel knows of the Ys on low qubits; those on high ones come in pairs, each of which is a factor i² of X Z.
    let highBits = group.x & ~lowBits
    coefficients = zip(group.coefficients, group.z).map { coefficient, z in
      (highBits & z).nonzeroBitCount & 2 == 0 ? coefficient : -coefficient
    }
  }

  func withCoefficients(inBlock block: Int, _ body: (UnsafeBufferPointer<Double>) -> Void) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: coefficients.count) { signed in
      for index in coefficients.indices {
        let isNegative = (highSigns[index] & UInt64(block)).nonzeroBitCount & 1 == 1
        signed.initializeElement(at: index, to: isNegative ? -coefficients[index] : coefficients[index])
      }
      body(UnsafeBufferPointer(signed))
    }
  }
}
