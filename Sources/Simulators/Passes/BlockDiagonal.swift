internal import CStateVectorKernels
internal import ComplexModule

/// A diagonal at some angles as the blocks of a state meet it.
///
/// A block is rows of neighbouring amplitudes, in which only the lowest qubits differ: one table has the diagonal of those,
/// and each row one factor for its other qubits. Where low qubits have factors with others, rows need tables of their own.
struct BlockDiagonal: Sendable {
  /// Rows and their tables stay in the nearest cache.
  private static let mostLowQubits = 9
  /// With more of them turned in a row, it is less work to make a table for it.
  private static let mostTurnedAlone = 2

  /// A factor of some positions of the amplitudes whose bits in the mask are all 1.
  private struct Factor {
    /// Of a qubit among the low ones or those of rows.
    var position = 0
    let mask: UInt64
    let value: Complex<Double>
  }

  private let lowCount: Int
  private let rowCount: Int
  private let scalar: Complex<Double>
  /// The diagonal of the low qubits alone, re and im interleaved.
  private var lowTable: [Double]
  /// By qubit that numbers rows, re and im interleaved.
  private let rowLinear: [Double]
  /// Masks of row numbers.
  private var rowPairs: [Factor] = []
  private var lowWithRows: [Factor] = []
  /// Masks of a block's place in the state.
  private var outside: [Factor] = []
  private var lowWithOutside: [Factor] = []
  private var rowsWithOutside: [Factor] = []

  init(_ form: DiagonalForm, blockQubits: UInt64) {
    let qubits = blockQubits.qubits
    let (low, rows) = (qubits.prefix(Self.mostLowQubits), qubits.dropFirst(Self.mostLowQubits))
    (lowCount, rowCount, scalar) = (low.count, rows.count, form.scalar)
    rowLinear = rows.flatMap { [form.linear[$0].real, form.linear[$0].imaginary] }
    lowTable = [Double](repeating: 0, count: 2 << low.count)
    csv_write_phase_products(
      &lowTable, Int32(low.count), low.flatMap { [form.linear[$0].real, form.linear[$0].imaginary] }, 1, 0)
    let lowBits = low.reduce(0) { $0 | 1 << UInt64($1) } as UInt64
    let rowBits = blockQubits & ~lowBits
    let (lowNumbers, rowNumbers) = (QubitNumbers(lowBits), QubitNumbers(rowBits))
    for qubit in form.linear.indices where blockQubits >> UInt64(qubit) & 1 == 0 {
      outside.append(Factor(mask: 1 << UInt64(qubit), value: form.linear[qubit]))
    }
    for (qubit, partners) in form.partners.enumerated() {
      for (partner, value) in partners {
        let (bit, other) = (1 << UInt64(qubit) as UInt64, 1 << UInt64(partner) as UInt64)
        let pair = bit | other
        if let position = lowNumbers.number(of: Int32(qubit)).map({ Int($0) }) {
          if other & lowBits != 0 {
            guard qubit < partner else { continue }
            csv_apply_phase(&lowTable, Int32(low.count), lowNumbers.mask(pair), value.real, value.imaginary)
          } else if other & rowBits != 0 {
            lowWithRows.append(Factor(position: position, mask: rowNumbers.mask(other), value: value))
          } else {
            lowWithOutside.append(Factor(position: position, mask: other, value: value))
          }
        } else if let position = rowNumbers.number(of: Int32(qubit)).map({ Int($0) }) {
          if other & rowBits != 0 {
            if qubit < partner { rowPairs.append(Factor(mask: rowNumbers.mask(pair), value: value)) }
          } else if other & lowBits == 0 {
            rowsWithOutside.append(Factor(position: position, mask: other, value: value))
          }
        } else if other & blockQubits == 0, qubit < partner {
          outside.append(Factor(mask: pair, value: value))
        }
      }
    }
  }

  /// Multiplies a block, whose place in the state is `base`, where all but `qubitCount` of its lowest qubits are 0.
  func apply(to block: UnsafeMutablePointer<Double>, at base: UInt64, qubitCount: Int) {
    let scalar = outside.reduce(scalar) { base & $1.mask == $1.mask ? $0 * $1.value : $0 }
    var linear = rowLinear
    for factor in rowsWithOutside where base & factor.mask != 0 { linear.multiply(factor.position, by: factor.value) }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 << rowCount + 2 * (2 << lowCount)) { memory in
      guard let rowFactors = memory.baseAddress else { return }
      let (blockTable, rowTable) = (rowFactors + 2 << rowCount, rowFactors + 2 << rowCount + 2 << lowCount)
      csv_write_phase_products(rowFactors, Int32(rowCount), linear, scalar.real, scalar.imaginary)
      for pair in rowPairs {
        csv_apply_phase(rowFactors, Int32(rowCount), pair.mask, pair.value.real, pair.value.imaginary)
      }
      lowTable.withUnsafeBufferPointer { lowTable in
        guard var table = lowTable.baseAddress else { return }
        var turned = [Double](repeating: 0, count: 2 * lowCount)
        if turn(&turned, by: lowWithOutside, where: base) > 0 {
          csv_write_phase_products(blockTable, Int32(lowCount), turned, 1, 0)
          csv_multiply_entries(blockTable, Int32(lowCount), table, 1, 0)
          table = UnsafePointer(blockTable)
        }
        for row in 0..<1 << max(0, qubitCount - lowCount) {
          let amplitudes = block + row << (lowCount + 1)
          let (re, im) = (rowFactors[2 * row], rowFactors[2 * row + 1])
          let count = lowWithRows.isEmpty ? 0 : turn(&turned, by: lowWithRows, where: UInt64(row))
          if count <= Self.mostTurnedAlone {
            csv_multiply_entries(amplitudes, Int32(lowCount), table, re, im)
            guard count > 0 else { continue }
            for low in 0..<lowCount where turned[2 * low] != 1 || turned[2 * low + 1] != 0 {
              csv_apply_phase(amplitudes, Int32(lowCount), 1 << UInt64(low), turned[2 * low], turned[2 * low + 1])
            }
          } else {
            csv_write_phase_products(rowTable, Int32(lowCount), turned, re, im)
            csv_multiply_entries(rowTable, Int32(lowCount), table, 1, 0)
            csv_multiply_entries(amplitudes, Int32(lowCount), rowTable, 1, 0)
          }
        }
      }
    }
  }

  /// Writes for each low qubit the product of its factors at a place, and returns how many qubits have any there.
  private func turn(_ products: inout [Double], by factors: [Factor], where place: UInt64) -> Int {
    var turned: UInt64 = 0
    for low in 0..<lowCount { (products[2 * low], products[2 * low + 1]) = (1, 0) }
    for factor in factors where place & factor.mask != 0 {
      products.multiply(factor.position, by: factor.value)
      turned |= 1 << UInt64(factor.position)
    }
    return turned.nonzeroBitCount
  }
}

extension [Double] {
  /// Multiplies the complex number at a position.
  fileprivate mutating func multiply(_ position: Int, by factor: Complex<Double>) {
    let product = Complex(self[2 * position], self[2 * position + 1]) * factor
    (self[2 * position], self[2 * position + 1]) = (product.real, product.imaginary)
  }
}
