internal import PauliAlgebra

/// Gates of one or two qubits that become one matrix.
struct FusedGate: Sendable {
  /// Ascending; bit j of the matrix index is targets[j].
  let targets: [Int32]
  /// The gates in their order, on qubits 0 and 1 in place of the targets.
  let members: [PlanStep]

  init(_ members: [PlanStep], on qubits: UInt64) {
    let numbers = QubitNumbers(qubits)
    self.init(targets: qubits.qubits.map { Int32($0) }, members: members.map { $0.renumbered(numbers) })
  }

  init(targets: [Int32], members: [PlanStep]) {
    self.targets = targets
    self.members = members
  }

  /// As ``PlanStep/cost``.
  static func cost(_ members: [PlanStep], qubitCount: Int) -> Double {
    qubitCount == 1 ? oneQubitCost(members) : 1
  }

  /// Of a matrix on one qubit: real ones take half the arithmetic.
  static func oneQubitCost(_ members: [PlanStep]) -> Double { members.allSatisfy(\.isReal) ? 0.3 : 0.5 }
}

/// Gates of one qubit and a NOT of it that another qubit controls: one matrix where that is 0, another one where it is 1.
struct SelectedGate: Sendable {
  /// The other qubit; nil where it is not among the qubits that are looked at, and its value is the same for all of them.
  let selector: Int32?
  let target: Int32
  /// The gates in their order, on qubit 0 in place of the target.
  let zero: [PlanStep]
  let one: [PlanStep]

  init(selector: Int32?, target: Int32, zero: [PlanStep], one: [PlanStep]) {
    (self.selector, self.target, self.zero, self.one) = (selector, target, zero, one)
  }

  init(_ members: [PlanStep], on target: Int32, thenFlippedBy selector: Int32) {
    let numbers = QubitNumbers(UInt64(bit: target))
    let zero = members.map { $0.renumbered(numbers) }
    self.init(selector: selector, target: target, zero: zero, one: zero + [.flip(controls: 0, qubit: 0)])
  }

  /// As ``PlanStep/cost``.
  var cost: Double { FusedGate.oneQubitCost(zero) }
}

/// A step of a fused circuit.
enum FusedStep: Sendable {
  case step(PlanStep)
  case fused(FusedGate)
  case selected(SelectedGate)
  case diagonal(DiagonalGate)

  var mixedQubits: UInt64 {
    switch self {
    case .step(let step): step.mixedQubits
    case .fused(let gate): UInt64(bits: gate.targets.map { Int($0) })
    case .selected(let gate): UInt64(bit: gate.target)
    case .diagonal: 0
    }
  }

  var readQubits: UInt64 {
    switch self {
    case .step(let step): step.readQubits
    case .fused: 0
    case .selected(let gate): gate.selector.map { UInt64(bit: $0) } ?? 0
    case .diagonal(let gate): gate.qubits
    }
  }

  var cost: Double {
    switch self {
    case .step(let step): step.cost
    case .fused(let gate): FusedGate.cost(gate.members, qubitCount: gate.targets.count)
    case .selected(let gate): gate.cost
    case .diagonal(let gate): gate.cost
    }
  }

  /// As ``PlanStep/renumbered(_:)``; diagonal gates keep their numbers.
  func renumbered(_ numbers: QubitNumbers) -> FusedStep {
    switch self {
    case .step(let step): .step(step.renumbered(numbers))
    case .fused(let gate): .fused(FusedGate(targets: gate.targets.map { numbers[$0] }, members: gate.members))
    case .selected(let gate):
      .selected(
        SelectedGate(
          selector: gate.selector.flatMap { numbers.number(of: $0) }, target: numbers[gate.target], zero: gate.zero,
          one: gate.one))
    case .diagonal: self
    }
  }
}

/// Collects neighbouring gates on the same one or two qubits and makes matrices of those that cost more one by one.
///
/// A matrix of two qubits is where an amplitude costs as much arithmetic as its way through the cache; larger ones double
/// the arithmetic with each qubit.
struct GateFusion {
  /// Gates on one or two qubits behind which nothing else has come on them.
  private struct Group {
    var qubits: UInt64
    var members: [PlanStep]
  }

  private var groups: [Group] = []
  private(set) var steps: [FusedStep] = []

  /// The steps with their like collected: with diagonal gates gathered beforehand or not, whichever is less work.
  static func fused(_ steps: [PlanStep], qubitCount: Int) -> [FusedStep] {
    let ways = [steps.map { FusedStep.step($0) }, DiagonalGathering.gathered(steps, qubitCount: qubitCount)].map {
      (steps: [FusedStep]) in
      var fusion = GateFusion()
      for step in steps { fusion.append(step) }
      fusion.close(.max)
      return fusion.steps
    }
    return ways[0].cost <= ways[1].cost ? ways[0] : ways[1]
  }

  private mutating func append(_ step: FusedStep) {
    if case .step(let plain) = step { return append(plain) }
    close(step.readQubits | step.mixedQubits)
    steps.append(step)
  }

  private mutating func append(_ step: PlanStep) {
    let qubits = step.qubits
    guard qubits.nonzeroBitCount <= 2, step.isFusible else {
      close(qubits)
      steps.append(.step(step))
      return
    }
    if let index = groups.firstIndex(where: { $0.qubits & qubits == qubits }) {
      groups[index].members.append(step)
      return
    }
    // It joins two qubits, which nothing has joined before: what stood on each alone comes into the group.
    let isAlone = { (group: Group) in group.qubits.nonzeroBitCount == 1 && group.qubits & qubits != 0 }
    let members = groups.filter(isAlone).flatMap(\.members)
    groups.removeAll(where: isAlone)
    close(qubits)
    groups.append(Group(qubits: qubits, members: members + [step]))
  }

  /// Ends the groups on some qubits. No group that is still open depends on them, so they may stand here.
  private mutating func close(_ qubits: UInt64) {
    for group in groups where group.qubits & qubits != 0 { emit(group) }
    groups.removeAll { $0.qubits & qubits != 0 }
  }

  private mutating func emit(_ group: Group) {
    let parts = Self.separated(group)
    if parts.count > 1, parts.cost > FusedGate.cost(group.members, qubitCount: 2) {
      steps.append(.fused(FusedGate(group.members, on: group.qubits)))
    } else {
      steps += parts
    }
  }

  /// The gates of a group with no more fused than neighbours on a single qubit.
  private static func separated(_ group: Group) -> [FusedStep] {
    var parts: [FusedStep] = []
    var alone: [(qubit: UInt64, members: [PlanStep])] = []
    func close(_ qubits: UInt64) {
      for (qubit, members) in alone where qubit & qubits != 0 {
        let cost = members.reduce(0) { $0 + $1.cost }
        // A matrix that follows from angles is made once for all blocks of a state.
        let isWorthIt = cost > FusedGate.oneQubitCost(members) || members.contains(where: \.makesMatrix)
        parts += isWorthIt ? [.fused(FusedGate(members, on: qubit))] : members.map { .step($0) }
      }
      alone.removeAll { $0.qubit & qubits != 0 }
    }
    for member in group.members {
      let qubits = member.qubits
      if let (selector, target) = member.controlledFlip,
        let index = alone.firstIndex(where: { $0.qubit == UInt64(bit: target) }),
        alone[index].members.reduce(member.cost, { $0 + $1.cost }) > FusedGate.oneQubitCost(alone[index].members)
      {
        let gate = SelectedGate(alone.remove(at: index).members, on: target, thenFlippedBy: selector)
        close(qubits)
        parts.append(.selected(gate))
      } else if qubits.nonzeroBitCount > 1 {
        close(qubits)
        parts.append(member.makesMatrix ? .fused(FusedGate([member], on: qubits)) : .step(member))
      } else if let index = alone.firstIndex(where: { $0.qubit == qubits }) {
        alone[index].members.append(member)
      } else {
        alone.append((qubits, [member]))
      }
    }
    close(.max)
    return parts
  }
}

extension PlanStep {
  fileprivate var isFusible: Bool {
    switch self {
    case .exponential, .excitation, .matrix: false
    default: qubits != 0
    }
  }

  fileprivate var makesMatrix: Bool {
    if case .parameterized = self { true } else { false }
  }
}

extension [FusedStep] {
  fileprivate var cost: Double { reduce(0) { $0 + $1.cost } }
}
