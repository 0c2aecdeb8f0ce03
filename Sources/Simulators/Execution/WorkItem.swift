internal import QuantumBackends

/// What one estimator pub asks of the engine.
struct Demand: Sendable {
  let pub: EstimatorPub
  let broadcast: Broadcast
  let plan: StateVectorPlan
  /// The pub's position in its call.
  let index: Int
  /// For each parameter set the observables that some entry of the broadcast needs, each once.
  let wanted: [[Int]]
  /// For each entry of the broadcast, where its observable stands among those of its set.
  private let positions: [Int]

  init(_ pub: EstimatorPub, _ broadcast: Broadcast, plan: StateVectorPlan, index: Int) {
    self.pub = pub
    self.broadcast = broadcast
    self.plan = plan
    self.index = index
    var wanted = [[Int]](repeating: [], count: pub.parameters.count)
    var seen = [[Int: Int]](repeating: [:], count: pub.parameters.count)
    positions = zip(broadcast.left, broadcast.right).map { left, set in
      let observable = pub.observables[left]
      if let position = seen[set][observable] { return position }
      seen[set][observable] = wanted[set].count
      wanted[set].append(observable)
      return wanted[set].count - 1
    }
    self.wanted = wanted
  }

  func precision(_ options: EstimatorOptions) -> Double? { pub.precision ?? options.precision }

  /// How many strings the observables of a set have.
  func termCount(_ set: Int) -> Int { wanted[set].reduce(0) { $0 + plan.observables[$1].termCount } }

  /// The values of the broadcast from those of each parameter set.
  func entries<T>(of sets: ArraySlice<[T]>) -> [T] {
    zip(broadcast.right, positions).map { set, position in sets[sets.startIndex + set][position] }
  }
}

/// One parameter set of one pub: what a lane takes up at a time.
struct WorkItem: Sendable {
  enum Purpose: Sendable { case values, derivatives, outcomes }

  let purpose: Purpose
  let plan: StateVectorPlan
  let pub: Int
  let set: Int
  let parameters: [Double]
  /// Positions of observables.
  var wanted: [Int] = []
  /// How many observables share a backward sweep.
  var atOnce = 1
  /// How each observable is measured; nil for exact values.
  var readouts: [Int: Readout]?
  /// At most.
  var shots = 0
  /// The states that it needs, their width, and further bytes.
  let states: Int
  let stateQubitCount: Int
  var tableBytes = 0
  /// A block of each state that is worked on at once.
  private var blockCount = 1
  /// Passes over the state, roughly.
  var passes: Int
  /// Roughly the nanoseconds that it takes in the sector; nil where it is not done there.
  private(set) var sectorWork: Int?

  init(estimating demand: Demand, set: Int, readouts: [Int: Readout]?) {
    purpose = .values
    plan = demand.plan
    pub = demand.index
    self.set = set
    parameters = demand.pub.parameters[set]
    wanted = demand.wanted[set]
    self.readouts = readouts
    // A rotated copy, and the sums that outcomes are drawn by.
    states = max(readouts == nil ? plan.exactStateCount : plan.stateCount, readouts == nil ? 1 : 2)
    stateQubitCount = readouts == nil ? plan.exactQubitCount : plan.qubitCount
    if readouts != nil { tableBytes = OutcomeSampler.bytes(qubitCount: plan.qubitCount) }
    // Circuits that lead to a basis work in the full register; a plan with a sector has no block for that.
    if plan.sector != nil, let readouts, readouts.values.contains(where: \.plan.needsBlocks) {
      tableBytes += PassSchedule.blockBytes(of: plan.qubitCount)
    }
    passes = demand.plan.steps.count + demand.termCount(set)
    if readouts == nil, let sector = plan.sector {
      sectorWork = wanted.reduce(sector.stepWork) { $0 + sector.work(of: $1) }
    }
    for observable in wanted {
      guard let readout = readouts?[observable] else { continue }
      shots = min(ShotLimit.most, shots + readout.mostShots)
      passes += readout.plan.passCount
    }
  }

  init(differentiating demand: Demand, set: Int, atOnce: Int) {
    purpose = .derivatives
    plan = demand.plan
    pub = demand.index
    self.set = set
    parameters = demand.pub.parameters[set]
    wanted = demand.wanted[set]
    self.atOnce = atOnce
    states = plan.gradientStateCount(observables: atOnce)
    blockCount = 1 + atOnce
    stateQubitCount = plan.exactQubitCount
    if let sector = plan.sector {
      sectorWork = wanted.reduce(2 * sector.stepWork) { $0 + 2 * sector.work(of: $1) + 2 * sector.stepWork }
    }
    passes = 4 * demand.wanted[set].count * demand.plan.steps.count + demand.termCount(set)
  }

  init(sampling plan: StateVectorPlan, pub: Int, set: Int, parameters: [Double], shots: Int) {
    purpose = .outcomes
    self.plan = plan
    self.pub = pub
    self.set = set
    self.parameters = parameters
    self.shots = shots
    states = plan.exactStateCount
    stateQubitCount = plan.exactQubitCount
    passes = plan.steps.count
    guard let sector = plan.sector else {
      tableBytes = OutcomeSampler.bytes(qubitCount: plan.qubitCount)
      return
    }
    let width = sector.outcomeQubitCount
    tableBytes = StateVector.bytes(qubitCount: width) + OutcomeSampler.bytes(qubitCount: width)
    sectorWork = sector.stepWork + 4 * sector.stateCount
  }

  /// Bytes for a lane that does it; `Int.max` where the number does not fit.
  var bytes: Int {
    let (bytes, overflow) = StateVector.bytes(qubitCount: stateQubitCount).multipliedReportingOverflow(by: states)
    return overflow ? .max : bytes + tableBytes + blockBytes
  }

  /// Those of the blocks that a thread works on.
  var blockBytes: Int { isInSector ? 0 : plan.blockBytes * blockCount }

  /// Whether its states are those of the plan's sector.
  var isInSector: Bool { sectorWork != nil }

  /// Roughly the nanoseconds that it takes on a small state; nil where nothing small bounds them.
  var smallWork: Int? {
    guard shots < 1 << 12 else { return nil }
    if let sectorWork { return sectorWork + 64 * shots }
    guard plan.qubitCount <= 6, !plan.hasExponential, passes < 1 << 12 else { return nil }
    return passes * (16 + 1 << plan.qubitCount) + 64 * shots
  }
}
