/// The amplitudes of a sector in memory of a ``StateVector``: their real parts, then their imaginary parts if they have any.
struct SectorState {
  let real: UnsafeMutablePointer<Double>
  let imaginary: UnsafeMutablePointer<Double>?
  let count: Int

  init(in memory: StateVector, count: Int, isComplex: Bool) {
    real = memory.amplitudes
    imaginary = isComplex ? memory.amplitudes + count : nil
    self.count = count
  }

  var planes: [UnsafeMutablePointer<Double>] { [real] + (imaginary.map { [$0] } ?? []) }

  /// The width of a ``StateVector`` that holds so many amplitudes.
  static func qubitCount(holding count: Int, isComplex: Bool) -> Int {
    let pairs = isComplex ? count : (count + 1) / 2
    return Int.bitWidth - (max(pairs, 1) - 1).leadingZeroBitCount
  }

  /// Back to the first basis state.
  func reset() {
    for plane in planes { plane.update(repeating: 0, count: count) }
    real[0] = 1
  }
}
