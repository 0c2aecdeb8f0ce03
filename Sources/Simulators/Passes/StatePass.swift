/// Steps that are taken together while a block of the state is in cache.
struct StatePass: Sendable {
  /// A step on the qubits of a block.
  struct Step: Sendable {
    let step: FusedStep
    /// Bits of the block's place in the state that must all be 1, or nothing happens.
    let condition: UInt64
    /// Bits of the block's place whose parity turns the angle around or selects a matrix.
    let signs: UInt64

    /// Whether that parity is odd for a block at this place.
    func isTurned(at base: UInt64) -> Bool { !(base & signs).nonzeroBitCount.isMultiple(of: 2) }
  }

  /// The qubits of a block: some lowest ones, so that it is copied in runs, and others.
  let blockQubits: UInt64
  let steps: [Step]

  /// From the first to the last angle of its steps.
  var angleRange: Range<Int> {
    let ranges = steps.compactMap { if case .step(let step) = $0.step { step.angleRange } else { nil } }
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max() else { return 0..<0 }
    return first..<last
  }

  /// Whether a step works in memory that only one thread may use.
  var usesScratch: Bool { steps.contains { if case .step(.matrix) = $0.step { true } else { false } } }

  /// - Parameter steps: None mixes a qubit outside the block.
  init(_ steps: [FusedStep], blockQubits: UInt64) {
    self.blockQubits = blockQubits
    let numbers = QubitNumbers(blockQubits)
    self.steps = steps.map { step in
      let outside = step.readQubits & ~blockQubits
      let turns = step.isTurnedByReadQubits
      return Step(step: step.renumbered(numbers), condition: turns ? 0 : outside, signs: turns ? outside : 0)
    }
  }
}

extension FusedStep {
  /// Whether the parity of the qubits that it reads turns its angle around or selects its matrix; else all of them must
  /// be 1.
  fileprivate var isTurnedByReadQubits: Bool {
    switch self {
    case .step(.pauliRotation), .step(.excitation), .selected: true
    default: false
    }
  }
}

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

  init(_ steps: [FusedStep], qubitCount: Int) {
    let count = Self.blockQubitCount(of: qubitCount)
    guard count < qubitCount else {
      passes = steps.isEmpty ? [] : [StatePass(steps, blockQubits: (1 << UInt64(qubitCount)) - 1)]
      return
    }
    let schedules = Self.runQubitCounts.map {
      Self.passes(steps, qubitCount: qubitCount, blockQubitCount: count, runQubitCount: $0)
    }
    // The first of the shortest.
    passes = schedules.min { $0.count < $1.count } ?? []
  }

  private static func passes(
    _ steps: [FusedStep], qubitCount: Int, blockQubitCount count: Int, runQubitCount: Int
  ) -> [StatePass] {
    let all: UInt64 = (1 << UInt64(qubitCount)) - 1
    var passes: [StatePass] = []
    var rest = steps[...]
    while let first = rest.first {
      if (first.mixedQubits & all).nonzeroBitCount + runQubitCount > count {
        // Too wide for any block.
        passes.append(StatePass([first], blockQubits: all))
        rest.removeFirst()
        continue
      }
      var (block, taken, left): (UInt64, [FusedStep], [FusedStep]) = ((1 << UInt64(runQubitCount)) - 1, [], [])
      // What has been left mixes these, or reads them.
      var (mixed, read): (UInt64, UInt64) = (0, 0)
      for step in rest {
        let (mixes, reads) = (step.mixedQubits & all, step.readQubits)
        let isFree = mixes & (mixed | read) == 0 && reads & mixed == 0
        if isFree, (block | mixes).nonzeroBitCount <= count {
          block |= mixes
          taken.append(step)
        } else {
          mixed |= mixes
          read |= reads
          left.append(step)
        }
        if mixed == all { break }
      }
      left += rest.dropFirst(taken.count + left.count)
      for qubit in 0..<qubitCount where block.nonzeroBitCount < count { block |= 1 << UInt64(qubit) }
      passes.append(StatePass(taken, blockQubits: block))
      rest = left[...]
    }
    return passes
  }
}
