internal import PauliAlgebra

/// Puts diagonal gates off until a gate that they do not commute with, so that many become one multiplication.
///
/// A NOT does not stop a rotation about Z: behind it, Z of the target is Z of control and target.
struct DiagonalGathering {
  private var waiting: [PlanStep] = []
  private(set) var steps: [FusedStep] = []

  /// The steps with diagonal gates gathered, where that is less work than one by one.
  static func gathered(_ steps: [PlanStep]) -> [FusedStep] {
    var gathering = DiagonalGathering()
    for step in steps { gathering.append(step) }
    gathering.release()
    return gathering.steps
  }

  private mutating func append(_ step: PlanStep) {
    if step.isDiagonalOfFewQubits {
      waiting.append(step)
      return
    }
    let mixed = step.mixedQubits
    if waiting.contains(where: { $0.qubits & mixed != 0 }) {
      let moved = waiting.compactMap { $0.moved(behind: step) }
      if moved.count == waiting.count { waiting = moved } else { release() }
    }
    steps.append(.step(step))
  }

  private mutating func release() {
    let cost = waiting.reduce(0) { $0 + $1.cost }
    steps += cost > DiagonalGate.cost ? [.diagonal(DiagonalGate(factors: waiting))] : waiting.map { .step($0) }
    waiting = []
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
