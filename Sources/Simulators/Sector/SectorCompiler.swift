internal import CStateVectorKernels
internal import ComplexModule
internal import PauliAlgebra
internal import QuantumCircuits

/// Follows a circuit through the basis states that it can reach.
///
/// Rotations about commuting Pauli strings that flip the same qubits are taken together: an excitation written as such
/// rotations leads out of its sector in each of them, but not in all.
struct SectorCompiler {
  private(set) var states: ReachableStates
  private(set) var steps: [SectorStep] = []
  /// Positions; pairs of them one behind the other.
  private(set) var lists: [Int32] = []
  private(set) var turns: [SectorTurn] = []
  /// Whether amplitudes can be other than real.
  private(set) var isComplex = false

  /// What following the circuit has cost so far, as ``SectorLimit/work`` counts it.
  private(set) var work = 0

  private let angles: [IndexedExpression]
  private let limit: SectorLimit

  /// Follows all steps.
  ///
  /// - Returns: nil for a step that has no form here, and where too much is reached.
  init?(_ planSteps: [PlanStep], angles: [IndexedExpression], qubitCount: Int, limit: SectorLimit) {
    states = ReachableStates(qubitCount: qubitCount)
    self.angles = angles
    self.limit = limit
    var rest = planSteps[...]
    while let step = rest.first {
      let count: Int
      if case .pauliRotation(let xMask, let zMask, _) = step, xMask != 0 {
        let isOdd = Self.isOdd(xMask & zMask)
        count =
          rest.prefix(64).prefix { next in
            guard case .pauliRotation(xMask, let z, _) = next else { return false }
            return Self.isOdd(xMask & z) == isOdd
          }.count
        work += states.count * count
        guard append(rotations: rest.prefix(count), xMask: xMask, isReal: isOdd) else { return nil }
      } else {
        count = 1
        guard append(step) else { return nil }
      }
      work += states.count * states.lookupCost
      guard states.count <= limit.stateCount, lists.count <= limit.listCount, work <= limit.work else { return nil }
      rest = rest.dropFirst(count)
    }
  }

  /// - Returns: Whether the step has a form here.
  private mutating func append(_ step: PlanStep) -> Bool {
    switch step {
    case .flip(let controls, let qubit):
      states.rename { $0 & controls == controls ? $0 ^ UInt64(bit: qubit) : $0 }
    case .swap(let controls, let first, let second):
      let (a, b) = (UInt64(bit: first), UInt64(bit: second))
      states.rename { $0 & controls == controls && ($0 & a == 0) != ($0 & b == 0) ? $0 ^ (a | b) : $0 }
    case .phase(let mask, let phase):
      append(.scale(phase), angle: []) { $0 & mask == mask }
      if phase.imaginary != 0 { isComplex = true }
    case .parameterizedPhase(let mask, let angle):
      append(.turn, angle: [SectorTurn(angle: angle, factor: 1)]) { $0 & mask == mask }
      isComplex = true
    case .pauliRotation(_, let zMask, let angle):
      append(.turn, angle: [SectorTurn(angle: angle, factor: -0.5)]) { !Self.isOdd($0 & zMask) }
      append(.turn, angle: [SectorTurn(angle: angle, factor: 0.5)]) { Self.isOdd($0 & zMask) }
      isComplex = true
    case .excitation(let excitation, let angle):
      append(excitation.kernel, angle: angle)
    case .matrix1, .matrix2, .matrix, .parameterized, .exponential:
      return false
    }
    return true
  }

  /// Acts on the states that fulfil a condition.
  private mutating func append(
    _ action: SectorStep.Action, angle: [SectorTurn], where condition: (UInt64) -> Bool
  ) {
    let start = lists.count
    for (position, name) in states.names.enumerated() where condition(name) { lists.append(Int32(position)) }
    appendStep(action, from: start, angle: angle)
  }

  private mutating func append(_ excitation: csv_excitation, angle: Int) {
    let start = lists.count
    let names = states.names
    for (position, name) in names.enumerated() {
      let image = name ^ excitation.flip
      if let sign = element(excitation, name) {
        append(from: Int32(position), to: states.reach(image), isNegative: sign < 0)
      } else if let sign = element(excitation, image), (states.position(of: image) ?? .max) >= names.count {
        // Where the other has been reached already, the pair is found from there.
        append(from: states.reach(image), to: Int32(position), isNegative: sign < 0)
      }
    }
    appendStep(.rotate, from: start, angle: [SectorTurn(angle: angle, factor: 1)])
  }

  /// ⟨image|T|name⟩; nil for zero.
  private func element(_ excitation: csv_excitation, _ name: UInt64) -> Int32? {
    let isSource = withUnsafeBytes(of: excitation.condition_masks) { masks in
      withUnsafeBytes(of: excitation.condition_values) { values in
        let (masks, values) = (masks.assumingMemoryBound(to: UInt64.self), values.assumingMemoryBound(to: Int32.self))
        return (0..<Int(excitation.condition_count)).allSatisfy { Self.isOdd(name & masks[$0]) == (values[$0] != 0) }
      }
    }
    guard isSource else { return nil }
    return Self.isOdd(name & excitation.sign_mask) ? -excitation.sign : excitation.sign
  }

  // MARK: - Rotations about Pauli strings

  /// Pairs that all rotations of a row turn alike.
  private struct Class {
    var angle: [SectorTurn]
    /// nil where the rotations cancel.
    var pairs: [Int32]?
  }

  /// Appends rotations about strings with one X mask that commute.
  ///
  /// P|b⟩ = i^|x∧z| (−1)^|b∧z| |b ⊕ x⟩: the row turns each pair by Σ ±θₖ/2, with signs that depend on the pair.
  /// - Parameter isReal: Whether each string has an odd number of Y.
  /// - Returns: Whether there is room for all their classes.
  private mutating func append(rotations: ArraySlice<PlanStep>, xMask: UInt64, isReal: Bool) -> Bool {
    let strings = rotations.compactMap { step -> (z: UInt64, isNegative: Bool, angle: Int)? in
      guard case .pauliRotation(_, let z, let angle) = step else { return nil }
      // i^y is 1, i, −1 or −i; for odd y the factor −i of the exponent makes it real.
      return (z, (xMask & z).nonzeroBitCount & 2 != 0, angle)
    }
    var classes: [UInt64: Class] = [:]
    var order: [UInt64] = []
    let names = states.names
    for (position, name) in names.enumerated() {
      let image = name ^ xMask
      // Where the other has been reached already, the pair is found from the earlier one.
      let known = states.position(of: image)
      if let known, known < position { continue }
      var signs: UInt64 = 0
      for (k, string) in strings.enumerated() where Self.isOdd(name & string.z) != string.isNegative {
        signs |= 1 << UInt64(k)
      }
      // From the other end a real rotation has all signs turned round.
      let isTurned = isReal && signs & 1 != 0
      if isTurned { signs = ~signs & (strings.count == 64 ? .max : (1 << UInt64(strings.count)) - 1) }
      if classes[signs] == nil {
        guard turns.count + (classes.count + 1) * strings.count <= limit.turnCount else { return false }
        let angle = strings.enumerated().map { k, string in
          SectorTurn(angle: string.angle, factor: signs >> UInt64(k) & 1 == 0 ? 0.5 : -0.5)
        }
        classes[signs] = Class(angle: angle, pairs: isZero(angle) ? nil : [])
        order.append(signs)
      }
      guard classes[signs]?.pairs != nil else { continue }
      let other = known ?? states.reach(image)
      classes[signs]?.pairs? += isTurned ? [other, Int32(position)] : [Int32(position), other]
    }
    for signs in order {
      guard let `class` = classes[signs], let pairs = `class`.pairs else { continue }
      let start = lists.count
      lists += pairs
      appendStep(isReal ? .rotate : .mix, from: start, angle: `class`.angle)
    }
    if !isReal { isComplex = true }
    return true
  }

  /// Whether a combination of angles vanishes exactly whatever the parameters are.
  private func isZero(_ combination: [SectorTurn]) -> Bool {
    var constant = 0.0
    var coefficients: [Int: Double] = [:]
    for turn in combination {
      constant += turn.factor * angles[turn.angle].constant
      for term in angles[turn.angle].terms { coefficients[term.index, default: 0] += turn.factor * term.coefficient }
    }
    return constant == 0 && coefficients.values.allSatisfy { $0 == 0 }
  }

  // MARK: - Lists

  private mutating func append(from source: Int32, to image: Int32, isNegative: Bool) {
    lists.append(isNegative ? image : source)
    lists.append(isNegative ? source : image)
  }

  private mutating func appendStep(
    _ action: SectorStep.Action, from start: Int, angle: [SectorTurn]
  ) {
    guard lists.count > start else { return }
    turns += angle
    steps.append(
      SectorStep(
        action: action, list: start..<lists.count, turns: turns.count - angle.count..<turns.count,
        isParameterized: angle.contains { !angles[$0.angle].isConstant }))
  }

  private static func isOdd(_ bits: UInt64) -> Bool { bits.nonzeroBitCount & 1 != 0 }
}
