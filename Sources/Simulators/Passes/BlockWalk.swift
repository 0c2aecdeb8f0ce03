internal import CStateVectorKernels

/// The blocks of a state that a pass goes through: all that need not be zero.
struct BlockWalk: Sendable {
  /// The qubits of a block, and how many blocks there are.
  let qubitCount: Int
  let blockCount: Int
  /// The lowest qubits, which a block has in a row, its other qubits, and the qubits that number the blocks.
  private let run: Int
  private let others: UInt64
  private let outside: UInt64

  init(_ pass: StatePass, qubitCount whole: Int) {
    qubitCount = pass.blockQubits.nonzeroBitCount
    outside = ~pass.blockQubits & ((1 << UInt64(whole)) - 1) & pass.reached
    blockCount = 1 << outside.nonzeroBitCount
    run = (~pass.blockQubits).trailingZeroBitCount
    others = pass.blockQubits & ~((1 << UInt64(run)) - 1)
  }

  /// Calls `body` with the first amplitude of some of the blocks.
  func forEachBlock(in indices: Range<Int>, _ body: (UInt64) -> Void) {
    var base = UInt64(indices.lowerBound).deposited(in: outside)
    for _ in indices {
      body(base)
      base = (base &- outside) & outside
    }
  }

  /// A block as amplitudes in a row: in `memory`, or in the state itself where it stands in one piece.
  func load(
    _ base: UInt64, of state: UnsafeMutablePointer<Double>, into memory: UnsafeMutablePointer<Double>
  ) -> UnsafeMutablePointer<Double> {
    guard others != 0 else { return state + 2 * Int(base) }
    csv_load_block(memory, state, base, Int32(run), others)
    return memory
  }

  /// Writes back what `load` gave.
  func store(_ block: UnsafeMutablePointer<Double>, to base: UInt64, of state: UnsafeMutablePointer<Double>) {
    if others != 0 { csv_store_block(state, block, base, Int32(run), others) }
  }
}

extension UInt64 {
  /// The number whose bits, from the lowest on, stand where the mask has ones.
  fileprivate func deposited(in mask: UInt64) -> UInt64 {
    var (result, rest, number) = (UInt64(0), mask, self)
    while number != 0, rest != 0 {
      if number & 1 != 0 { result |= rest & (~rest &+ 1) }
      rest &= rest - 1
      number >>= 1
    }
    return result
  }
}
