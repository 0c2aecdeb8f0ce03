/// A sector cut into the blocks that an operator does not couple: its symmetries that are diagonal in occupations.
///
/// Flips of the operator span a space over GF(2); states whose difference is not in it never meet. For a molecule the
/// blocks are the irreducible representations of the abelian point group, found without being told. Solving blocks one by
/// one is faster, and no state can be missed because its symmetry is another one's.
struct SectorBlocks {
  /// The block of each position in the sector, and its row there.
  private(set) var blocks: [Int32] = []
  private(set) var rows: [Int32] = []
  /// The positions of each block's rows, ascending.
  private(set) var positions: [[Int32]] = []

  init(of basis: SectorBasis, terms: SectorTerms) {
    // Echelon form: each vector has a highest bit that no other has.
    var span: [UInt64] = []
    for group in terms.groups {
      let rest = Self.reduce(group.flip, by: span)
      guard rest != 0 else { continue }
      let pivot = Self.highestBit(rest)
      span = span.map { $0 & pivot == 0 ? $0 : $0 ^ rest } + [rest]
    }
    var numbers: [UInt64: Int32] = [:]
    blocks.reserveCapacity(basis.dimension)
    rows.reserveCapacity(basis.dimension)
    for position in 0..<basis.dimension {
      let label = Self.reduce(basis.occupations(at: position), by: span)
      let block = numbers[label] ?? Int32(numbers.count)
      if block == numbers.count {
        numbers[label] = block
        positions.append([])
      }
      blocks.append(block)
      rows.append(Int32(positions[Int(block)].count))
      positions[Int(block)].append(Int32(position))
    }
  }

  var largestDimension: Int { positions.lazy.map(\.count).max() ?? 0 }

  private static func reduce(_ word: UInt64, by span: [UInt64]) -> UInt64 {
    span.reduce(word) { $0 & highestBit($1) == 0 ? $0 : $0 ^ $1 }
  }

  private static func highestBit(_ word: UInt64) -> UInt64 { 1 << UInt64(63 - word.leadingZeroBitCount) }
}
