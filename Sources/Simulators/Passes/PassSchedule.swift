internal import PauliAlgebra

/// Divides a circuit into passes: each takes as many steps as one choice of a block's qubits allows.
struct PassSchedule {
  let passes: [StatePass]

  /// States of fewer qubits are worked on as they are: they are near enough to the processor.
  static let smallestBlocked = 18

  /// The qubits of a block: 512 KiB, half a second-level cache, and at most a sixteenth of a state.
  static func blockQubitCount(of qubitCount: Int) -> Int {
    qubitCount < smallestBlocked ? qubitCount : min(15, qubitCount - 4)
  }

  /// What a block takes beside a state; 0 where the state is worked on as it is.
  static func blockBytes(of qubitCount: Int) -> Int {
    let count = blockQubitCount(of: qubitCount)
    return count < qubitCount ? StateVector.bytes(qubitCount: count) : 0
  }

  /// The lowest qubits that a block has in any case. Runs of 4 KiB are copied fastest; runs of 512 bytes leave more qubits
  /// to choose, and so make fewer passes of some circuits.
  private static let runQubitCounts = [8, 7, 6, 5]

  /// The qubits of a block's pieces: 32 KiB, which fit a first-level cache.
  private static let pieceQubitCount = 11

  enum Start { case zeros, anyState }

  /// - Parameter start: From |0…0⟩, steps leave out what is still zero, and are taken on pieces of blocks where they can be;
  ///   from other states, passes have one part each.
  init(_ steps: [FusedStep], qubitCount: Int, from start: Start) {
    let count = Self.blockQubitCount(of: qubitCount)
    let schedules = (count < qubitCount ? Self.runQubitCounts : [0]).map {
      Self.blocks(steps, qubitCount: qubitCount, blockQubitCount: count, runQubitCount: $0)
    }
    // The first of the shortest.
    let blocks = schedules.min { $0.count < $1.count } ?? []
    var reached: UInt64 = start == .zeros ? 0 : .max
    passes = blocks.map { block in
      let parts = start == .zeros ? Self.parts(block.steps, blockQubits: block.qubits) : [(block.qubits, block.steps)]
      return StatePass(
        blockQubits: block.qubits,
        parts: parts.map { StatePass.Part($0.steps, qubits: $0.qubits, reached: &reached) })
    }
  }

  /// Steps on a block's qubits, or on those of a piece of it.
  private typealias Group = (qubits: UInt64, steps: [FusedStep])

  private static func blocks(
    _ steps: [FusedStep], qubitCount: Int, blockQubitCount count: Int, runQubitCount: Int
  ) -> [Group] {
    let all: UInt64 = (1 << UInt64(qubitCount)) - 1
    var blocks: [Group] = []
    var queue = StepQueue(steps)
    while let first = queue.first {
      if first.mixesEverything || (first.mixedQubits & all).nonzeroBitCount + runQubitCount > count {
        // Too wide for any block.
        blocks.append((all, [first]))
        queue.removeFirst()
        continue
      }
      var block: UInt64 = (1 << UInt64(runQubitCount)) - 1
      let taken = queue.take(qubits: all) { step in
        let wider = block | step.mixedQubits & all
        guard wider.nonzeroBitCount <= count, !step.mixesEverything else { return false }
        block = wider
        return true
      }
      for qubit in 0..<qubitCount where block.nonzeroBitCount < count { block |= 1 << UInt64(qubit) }
      blocks.append((block, taken))
    }
    return blocks
  }

  /// The steps of a block by turns on its pieces and on all of it.
  private static func parts(_ steps: [FusedStep], blockQubits: UInt64) -> [Group] {
    let piece = UInt64(bits: Array(blockQubits.qubits.prefix(pieceQubitCount)))
    guard piece != blockQubits else { return [(blockQubits, steps)] }
    var parts: [Group] = []
    var (queue, isOnPieces) = (StepQueue(steps), true)
    while queue.first != nil {
      let taken = queue.take(qubits: blockQubits) { $0.isWorthPieces(piece) == isOnPieces }
      if !taken.isEmpty { parts.append((isOnPieces ? piece : blockQubits, taken)) }
      isOnPieces.toggle()
    }
    return parts
  }
}

extension FusedStep {
  /// Whether it needs the whole state, however small that is.
  fileprivate var mixesEverything: Bool { mixedQubits == .max }

  /// Whether it acts on pieces of a block as well as on all of it.
  fileprivate func isWorthPieces(_ piece: UInt64) -> Bool {
    if case .diagonal = self { false } else { mixedQubits & ~piece == 0 }
  }
}
