import PauliAlgebra

/// The states that a product of X multiplies by +1 or by −1, as states of one qubit less.
///
/// (|n⟩ ± X^d|n⟩)/√2 is called by that of n and n ⊕ d whose bit is zero at the highest bit of d.
struct FlipFold: Hashable {
  /// d.
  var flip: UInt64
  var isOdd: Bool

  var pivot: UInt64 { highestBit(flip) }

  /// A sum that commutes with the product, as it acts on these states; the qubit of the pivot is idle in it.
  func fold(_ sum: PauliSum) -> PauliSum {
    var builder = PauliSumBuilder(qubitCount: sum.qubitCount)
    for term in sum.terms {
      let (x, z) = (term.string.xMask, term.string.zMask)
      let folded = x & pivot == 0 ? x : x ^ flip
      // Strings have the phase i^|x∧z|. As |d∧z| is even, that of the folded one differs by a sign only.
      let turns = (x & z).nonzeroBitCount - (folded & z).nonzeroBitCount
      let isNegative = (turns & 2 != 0) != (folded != x && isOdd)
      builder.add(isNegative ? -term.coefficient : term.coefficient, xMask: folded, zMask: z & ~pivot)
    }
    return builder.sum()
  }
}
