import LinearAlgebra
import PauliAlgebra

/// The matrix of a Pauli sum between basis states with a given number of ones, which it conserves.
struct WeightMatrixBuilder {
  let strings: OccupationStrings
  let terms: FlipTerms

  init(_ sum: PauliSum, weight: Int) {
    strings = OccupationStrings(orbitalCount: sum.qubitCount, particleCount: weight)
    terms = FlipTerms(
      sum.terms.map { FlipTerms.String($0, flip: $0.string.xMask, sign: $0.string.zMask) })
  }

  /// How many elements the matrix has left of its diagonal at most.
  static func largestElementCount(of sum: PauliSum, weight: Int) -> Int {
    // A flip of k bits conserves the number of ones where half of them are ones.
    let elements = sum.xMaskGroups.reduce(0.0) { elements, group in
      let flipped = group.x.nonzeroBitCount
      guard flipped > 0, flipped % 2 == 0, flipped / 2 <= weight else { return elements }
      let states = OccupationStrings.count(
        orbitalCount: sum.qubitCount - flipped, particleCount: weight - flipped / 2)
      return elements + Double(states)
        * Double(OccupationStrings.count(orbitalCount: flipped, particleCount: flipped / 2))
    }
    return Int(min(elements / 2, Double(Int.max / 64)))
  }

  /// The matrix; nil when `shouldStop`, asked now and then, says so.
  func matrix<Scalar: AmplitudeScalar>(elementCount: Int, shouldStop: () -> Bool) -> HermitianRows<Scalar>? {
    var matrix = HermitianRows<Scalar>(dimension: strings.strings.count, elementCount: elementCount)
    var (columns, values): ([Int32], [Scalar]) = ([], [])
    // What is left of exact cancellations is no element of the matrix.
    let rounding = 0x1p-46 * terms.norm
    for (row, word) in strings.strings.enumerated() {
      if row % 65_536 == 0, shouldStop() { return nil }
      var diagonal = 0.0
      columns.removeAll(keepingCapacity: true)
      values.removeAll(keepingCapacity: true)
      for group in terms.groups {
        // Words are ascending, and so are their positions.
        let column = word ^ group.flip <= word ? strings.position(of: word ^ group.flip) : -1
        guard column >= 0 else { continue }
        let value = terms.element(of: group, word)
        guard abs(value) > rounding else { continue }
        if column == row {
          if !group.isImaginary { diagonal = value }
        } else {
          // ⟨n|H|n ⊕ d⟩ is the conjugate of ⟨n ⊕ d|H|n⟩.
          columns.append(Int32(truncatingIfNeeded: column))
          values.append(.make(group.isImaginary ? -value : value, isImaginary: group.isImaginary))
        }
      }
      matrix.append(columns: columns, values: values, diagonal: diagonal)
    }
    return matrix
  }
}
