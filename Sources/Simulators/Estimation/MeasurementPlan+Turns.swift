extension MeasurementPlan {
  /// A change of one qubit's measurement basis: a 2 × 2 matrix, column-major and interleaved.
  struct Turn: Sendable {
    var qubit: Int32
    var matrix: [Double]
  }

  private enum Letter: Int { case z, x, y }

  /// Bases in an order in which neighbours share letters, each with the turns that lead to it from the one before.
  ///
  /// Qubits that a basis does not look at stay as they are. Every so often the state starts afresh, so that rounding does
  /// not build up.
  static func ordered(_ bases: [Basis]) -> [Basis] {
    var bases = bases.sorted { a, b in
      let difference = (a.xMask ^ b.xMask) | (a.yMask ^ b.yMask)
      guard difference != 0 else { return false }
      let qubit = 63 - difference.leadingZeroBitCount
      return letter(qubit, a.xMask, a.yMask).rawValue < letter(qubit, b.xMask, b.yMask).rawValue
    }
    var (xMask, yMask): (UInt64, UInt64) = (0, 0)
    for index in bases.indices {
      let basis = bases[index]
      let changed = ((basis.xMask ^ xMask) | (basis.yMask ^ yMask)) & basis.support
      // A copy of the state costs about as much as a turn.
      bases[index].isFresh =
        index % 64 == 0 || changed.nonzeroBitCount > (basis.xMask | basis.yMask).nonzeroBitCount + 1
      if bases[index].isFresh { (xMask, yMask) = (0, 0) }
      for qubit in 0..<64 where basis.support >> UInt64(qubit) & 1 == 1 {
        let (old, new) = (letter(qubit, xMask, yMask), letter(qubit, basis.xMask, basis.yMask))
        if old != new { bases[index].turns.append(Turn(qubit: Int32(qubit), matrix: matrix(from: old, to: new))) }
      }
      xMask = xMask & ~basis.support | basis.xMask
      yMask = yMask & ~basis.support | basis.yMask
    }
    return bases
  }

  private static func letter(_ qubit: Int, _ xMask: UInt64, _ yMask: UInt64) -> Letter {
    if xMask >> UInt64(qubit) & 1 == 1 { return .x }
    return yMask >> UInt64(qubit) & 1 == 1 ? .y : .z
  }

  /// With U_X = H and U_Y = HS†, which turn a letter's eigenstates into |0⟩ and |1⟩, the matrix U_new · U_old†.
  private static func matrix(from old: Letter, to new: Letter) -> [Double] {
    let r = 0.5.squareRoot()
    switch (old, new) {
    case (.z, .x), (.x, .z): return [r, 0, r, 0, r, 0, -r, 0]
    case (.z, .y): return [r, 0, r, 0, 0, -r, 0, r]
    case (.y, .z): return [r, 0, 0, r, r, 0, 0, -r]
    // H S† H and H S H.
    case (.x, .y): return [0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5]
    case (.y, .x): return [0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5]
    case (.z, .z), (.x, .x), (.y, .y): return [1, 0, 0, 0, 0, 0, 1, 0]
    }
  }
}
