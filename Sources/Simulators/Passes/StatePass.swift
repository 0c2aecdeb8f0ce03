/// Steps that are taken together while a block of the state is in cache.
struct StatePass: Sendable {
  /// A step on the qubits of a block, or of a piece of one; diagonal gates stay on those of the state.
  struct Step: Sendable {
    let step: FusedStep
    /// Bits of the place in the state that must all be 1, or nothing happens.
    let condition: UInt64
    /// Bits of the place whose parity turns the angle around or selects a matrix.
    let signs: UInt64
    /// The lowest qubits of the block or piece, those that it reads among them; where another one is 1, all amplitudes are
    /// still zero.
    let qubitCount: Int

    /// Whether that parity is odd at a place.
    func isTurned(at base: UInt64) -> Bool { !(base & signs).nonzeroBitCount.isMultiple(of: 2) }
  }

  /// Steps that are taken together on one piece of a block after the other.
  struct Part: Sendable {
    /// The qubits of a piece: the lowest ones of a block, or all.
    let qubits: UInt64
    /// Where another qubit of the state is 1, all amplitudes are still zero.
    let reached: UInt64
    let steps: [Step]

    /// - Parameters:
    ///   - steps: None mixes a qubit outside the piece.
    ///   - reached: The qubits that may be 1 anywhere, before the steps and then behind them.
    init(_ steps: [FusedStep], qubits: UInt64, reached: inout UInt64) {
      self.qubits = qubits
      self.reached = reached
      let numbers = QubitNumbers(qubits)
      self.steps = steps.map { step in
        let outside = step.readQubits & ~qubits
        reached |= step.mixedQubits
        var (condition, signs, seen): (UInt64, UInt64, UInt64) = (0, 0, reached | step.readQubits)
        switch step {
        case .diagonal: seen = reached
        case .step(.pauliRotation), .step(.excitation), .selected: signs = outside
        case .step, .fused: condition = outside
        }
        let qubitCount = UInt64.bitWidth - numbers.mask(seen & qubits).leadingZeroBitCount
        return Step(step: step.renumbered(numbers), condition: condition, signs: signs, qubitCount: qubitCount)
      }
    }
  }

  /// The qubits of a block: some lowest ones, so that it is copied in runs, and others.
  let blockQubits: UInt64
  let parts: [Part]

  /// Where another qubit outside the block is 1, all amplitudes are zero and stay so.
  var reached: UInt64 { parts.first?.reached ?? .max }

  var steps: [Step] { parts.flatMap(\.steps) }

  /// From the first to the last angle of its steps.
  var angleRange: Range<Int> {
    let ranges = steps.compactMap { if case .step(let step) = $0.step { step.angleRange } else { nil } }
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max() else { return 0..<0 }
    return first..<last
  }

  /// Whether a step works in memory that only one thread may use.
  var usesScratch: Bool { steps.contains { if case .step(.matrix) = $0.step { true } else { false } } }
}
