internal import PauliAlgebra

/// Puts diagonal gates off until a gate that they do not commute with, so that many become one multiplication.
///
/// A NOT does not stop a rotation about Z: behind it, Z of the target is Z of control and target.
struct DiagonalGathering {
  private let qubitCount: Int
  private var waiting: [PlanStep] = []
  /// All qubits of those that wait, and perhaps more.
  private var waitingQubits: UInt64 = 0
  private var steps: [FusedStep] = []

  /// The steps with diagonal gates gathered, where that is less work than one by one.
  static func gathered(_ steps: [PlanStep], qubitCount: Int) -> [FusedStep] {
    var gathering = DiagonalGathering(qubitCount: qubitCount)
    for step in steps { gathering.append(step) }
    gathering.release()
    return gathering.steps
  }

  private init(qubitCount: Int) { self.qubitCount = qubitCount }

  /// More than there are pairs of qubits need not wait: NOTs move all of them, one by one.
  private var mostWaiting: Int { max(256, qubitCount * qubitCount) }

  private mutating func append(_ step: PlanStep) {
    if step.isDiagonalOfFewQubits {
      if waiting.count == mostWaiting { release() }
      waiting.append(step)
      waitingQubits |= step.qubits
      return
    }
    if waitingQubits & step.mixedQubits != 0 {
      let moved = waiting.compactMap { $0.moved(behind: step) }
      if moved.count == waiting.count {
        waiting = moved
        waitingQubits |= step.qubits
      } else {
        release()
      }
    }
    steps.append(.step(step))
  }

  private mutating func release() {
    steps += DiagonalGate(factors: waiting, qubitCount: qubitCount).steps
    (waiting, waitingQubits) = ([], 0)
  }
}

extension PlanStep {
  /// What does behind a step what this one, a factor of a diagonal gate, does before it; nil where none such is.
  fileprivate func moved(behind step: PlanStep) -> PlanStep? {
    if qubits & step.mixedQubits == 0 { return self }
    guard case .pauliRotation(xMask: 0, let zMask, let angle) = self, let (control, _) = step.controlledFlip else {
      return nil
    }
    let moved = PlanStep.pauliRotation(xMask: 0, zMask: zMask ^ UInt64(bit: control), angle: angle)
    return moved.isDiagonalOfFewQubits ? moved : nil
  }

  /// The control and the target of a NOT with one control.
  var controlledFlip: (control: Int32, target: Int32)? {
    guard case .flip(let controls, let target) = self, controls.nonzeroBitCount == 1 else { return nil }
    return (Int32(controls.trailingZeroBitCount), target)
  }
}
