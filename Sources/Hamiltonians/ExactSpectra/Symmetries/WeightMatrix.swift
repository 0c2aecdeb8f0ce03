import ComplexModule
import LinearAlgebra
import PauliAlgebra

/// The matrix of a Pauli sum between basis states with a given number of ones, which it conserves.
struct WeightMatrixBuilder {
  let strings: OccupationStrings
  let terms: FlipTerms

  init(_ sum: PauliSum, weight: Int) {
    strings = OccupationStrings(orbitalCount: sum.qubitCount, particleCount: weight)
    terms = FlipTerms(
      sum.terms.map { term in
        let (x, z) = (term.string.xMask, term.string.zMask)
        let phase = (x & z).nonzeroBitCount
        return FlipTerms.String(
          flip: x, isImaginary: phase % 2 == 1, sign: z,
          coefficient: phase & 2 == 0 ? term.coefficient.real : -term.coefficient.real)
      })
  }

  /// About how many elements the matrix has, counted in some of its rows.
  static func estimatedElementCount(of sum: PauliSum, weight: Int) -> Int {
    let dimension = OccupationStrings.count(orbitalCount: sum.qubitCount, particleCount: weight)
    // A flip of k bits conserves the number of ones where half of them are ones.
    let elements = sum.xMaskGroups.reduce(0.0) { elements, group in
      let flipped = group.x.nonzeroBitCount
      guard flipped % 2 == 0, flipped / 2 <= weight else { return elements }
      let states = OccupationStrings.count(
        orbitalCount: sum.qubitCount - flipped, particleCount: weight - flipped / 2)
      return elements + Double(states)
        * Double(OccupationStrings.count(orbitalCount: flipped, particleCount: flipped / 2))
    }
    return Int(min(elements, Double(Int.max / 64))) + dimension
  }

  /// The matrix; nil when `shouldStop`, asked now and then, says so.
  func matrix<Scalar: AmplitudeScalar>(shouldStop: () -> Bool) -> SparseMatrix<Scalar>? {
    var rows = MatrixRows<Scalar>(dimension: strings.strings.count)
    // What is left of exact cancellations is no element of the matrix.
    let rounding = 0x1p-46 * terms.norm
    var elements: [(column: Int32, value: Scalar)] = []
    for (row, word) in strings.strings.enumerated() {
      if row % 65_536 == 0, shouldStop() { return nil }
      elements.removeAll(keepingCapacity: true)
      for group in terms.groups {
        let column = strings.position(of: word ^ group.flip)
        guard column >= 0 else { continue }
        let value = terms.element(of: group, word)
        guard abs(value) > rounding else { continue }
        // ⟨n|H|n ⊕ d⟩ is the conjugate of ⟨n ⊕ d|H|n⟩.
        elements.append((Int32(column), .make(group.isImaginary ? -value : value, isImaginary: group.isImaginary)))
      }
      elements.sort { $0.column < $1.column }
      rows.append(elements)
    }
    return rows.matrix
  }
}
