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
    let span = BinarySpan(terms.flips.groups.map(\.flip))
    var numbers: [UInt64: Int32] = [:]
    blocks.reserveCapacity(basis.dimension)
    rows.reserveCapacity(basis.dimension)
    for position in 0..<basis.dimension {
      let label = span.reduce(basis.occupations(at: position))
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
}
