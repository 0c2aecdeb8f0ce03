public import ComplexModule
public import LinearAlgebra
internal import PauliAlgebra
public import RealModule

extension Circuit {
  /// The widest circuit that ``unitaryMatrix()`` multiplies out.
  public static let maximumMatrixQubitCount = 10

  /// The unitary of a circuit without free parameters; bit q of a row or column index is qubit q.
  ///
  /// For looking at small circuits: 4^qubitCount elements, each gate a pass over all of them.
  /// - Throws: ``CircuitError`` when parameters are unbound or the circuit has more than ten qubits.
  public func unitaryMatrix() throws(CircuitError) -> Matrix<Complex<Double>> {
    let used = Set(operations.flatMap { $0.angles.flatMap(\.parameters) })
    guard used.isEmpty else { throw .unboundParameters(used.sorted()) }
    guard qubitCount <= Self.maximumMatrixQubitCount else {
      throw .circuitTooWide(qubitCount: qubitCount, allowed: Self.maximumMatrixQubitCount)
    }
    let dimension = 1 << qubitCount
    var elements = Matrix<Complex<Double>>.identity(dimension).elements
    for operation in operations {
      let gate = try operation.matrix(operation.angles.map(\.constant))
      let subset = operation.qubits.map { 1 << $0 }
      // offsets[k]: where the gate's basis state k lies, relative to the basis state with all its qubits 0.
      let offsets = (0..<gate.rows).map { state in
        subset.indices.reduce(0) { state >> $1 & 1 == 1 ? $0 | subset[$1] : $0 }
      }
      let mask = subset.reduce(0, |)
      for base in 0..<elements.count where base & mask == 0 {
        // The bits of the row are the low bits of the position, so the gate acts on rows of every column.
        let old = offsets.map { elements[base + $0] }
        for row in 0..<gate.rows {
          elements[base + offsets[row]] = old.indices.reduce(Complex(0)) { $0 + gate[row, $1] * old[$1] }
        }
      }
    }
    return Matrix(rows: dimension, columns: dimension, elements: elements)
  }
}

extension Circuit.Operation {
  /// The gate's matrix at these angles; bit j of a row or column index is `qubits[j]`.
  ///
  /// - Throws: ``CircuitError`` for another number of angles, or a gate on more than ten qubits.
  public func matrix(_ angles: [Double]) throws(CircuitError) -> Matrix<Complex<Double>> {
    guard angles.count == kind.angleCount else {
      throw .wrongNumberOfAngles(gate: name, found: angles.count, allowed: kind.angleCount)
    }
    guard qubits.count <= Circuit.maximumMatrixQubitCount else {
      throw .circuitTooWide(qubitCount: qubits.count, allowed: Circuit.maximumMatrixQubitCount)
    }
    let dimension = 1 << qubits.count
    switch kind {
    case .standard(let gate): return try gate.matrix(angles)
    case .unitary(let gate): return gate.matrix
    case .pauliRotation(let string):
      var result = Matrix<Complex<Double>>.zero(rows: dimension, columns: dimension)
      let (x, z) = (Int(string.xMask), Int(string.zMask))
      // −i sin(θ/2) i^|x∧z|, the factor of X^x Z^z.
      var factor = Complex(0, -Double.sin(angles[0] / 2))
      for _ in 0..<string.yCount { factor *= .i }
      for state in 0..<dimension {
        result[state, state] += Complex(.cos(angles[0] / 2))
        result[state ^ x, state] += (state & z).nonzeroBitCount.isMultiple(of: 2) ? factor : -factor
      }
      return result
    case .excitation(let gate):
      var result = Matrix<Complex<Double>>.identity(dimension)
      for (from, to, sign) in gate.transitions(dimension: dimension) {
        result[from, from] = Complex(.cos(angles[0]))
        result[to, to] = Complex(.cos(angles[0]))
        result[to, from] = Complex(sign * .sin(angles[0]))
        result[from, to] = Complex(-sign * .sin(angles[0]))
      }
      return result
    case .excitationExponential(let gates):
      // Each T − T† has norm 1, so this bounds the norm of the generator.
      let bound = angles.reduce(0) { $0 + abs($1) }
      guard bound <= 0x1p20 else { throw .anglesTooLarge(gate: name, sum: bound) }
      var generator = Matrix<Complex<Double>>.zero(rows: dimension, columns: dimension)
      for (gate, angle) in zip(gates, angles) {
        for (from, to, sign) in gate.transitions(dimension: dimension) {
          generator[to, from] += Complex(sign * angle)
          generator[from, to] -= Complex(sign * angle)
        }
      }
      return exponential(of: generator, normAtMost: bound)
    }
  }
}

extension ExcitationGate {
  /// Every basis state on which T acts, where it leads, and with which sign.
  ///
  /// - Precondition: The support is below log₂ `dimension`.
  package func transitions(dimension: Int) -> [(from: Int, to: Int, sign: Double)] {
    func mask(_ qubits: [Int]) -> Int { qubits.reduce(0) { $0 | 1 << $1 } }
    let flip = mask(flippedQubits), signMask = mask(signQubits)
    let parities = conditions.map { (mask: mask($0.qubits), isOdd: $0.isOdd) }
    return (0..<dimension).compactMap { state in
      for parity in parities where (state & parity.mask).nonzeroBitCount.isMultiple(of: 2) == parity.isOdd {
        return nil
      }
      let isNegative = (state & signMask).nonzeroBitCount.isMultiple(of: 2) == self.isNegative
      return (state, state ^ flip, isNegative ? -1 : 1)
    }
  }
}

/// exp(A) by scaling to a norm of at most ½, where 18 terms of the Taylor series are exact to rounding, and squaring.
private func exponential(of generator: Matrix<Complex<Double>>, normAtMost bound: Double) -> Matrix<Complex<Double>> {
  let halvings = bound > 0.5 ? Int(bound.exponent) + 2 : 0
  let scaled = Complex(1 / Double(1 << halvings)) * generator
  var term = Matrix<Complex<Double>>.identity(generator.rows)
  var sum = term
  for order in 1...18 {
    term = Complex(1 / Double(order)) * (scaled * term)
    sum = sum + term
  }
  for _ in 0..<halvings { sum = sum * sum }
  return sum
}
