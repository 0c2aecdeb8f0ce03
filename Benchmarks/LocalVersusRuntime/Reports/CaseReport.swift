internal import Ritz
public import RuntimeClient

/// One arm of a case: what was measured, and what a model needs of it.
public struct ArmReport: Hashable, Sendable {
  public var arm: Arm
  /// Wall time of each run in seconds, preparation included.
  public var seconds: Sample
  public var outcome: ArmOutcome
  /// Of the last run.
  public var traffic: Traffic
  public var load: DeviceLoad
  /// Whether every run found what the first local one did, to the last bit.
  public var isIdentical: Bool

  public init(
    arm: Arm, seconds: Sample, outcome: ArmOutcome, traffic: Traffic, load: DeviceLoad, isIdentical: Bool
  ) {
    self.arm = arm
    self.seconds = seconds
    self.outcome = outcome
    self.traffic = traffic
    self.load = load
    self.isIdentical = isIdentical
  }

  /// MODELLED: the measured time and what a device would add to it, in seconds.
  public func modelledSeconds(on device: Device) -> Double { seconds.median + load.time(on: device) }
}

/// A case in all arms.
public struct CaseReport: Hashable, Sendable {
  public var variationalCase: VariationalCase
  public var qubitCount: Int
  public var parameterCount: Int
  public var termCount: Int
  public var basisCount: Int
  public var exactEnergy: Double
  public var demand: Demand
  public var shotsPerCircuit: Int
  public var arms: [ArmReport]

  public init(
    _ variationalCase: VariationalCase, qubitCount: Int, parameterCount: Int, termCount: Int, basisCount: Int,
    exactEnergy: Double, demand: Demand, shotsPerCircuit: Int, arms: [ArmReport]
  ) {
    self.variationalCase = variationalCase
    self.qubitCount = qubitCount
    self.parameterCount = parameterCount
    self.termCount = termCount
    self.basisCount = basisCount
    self.exactEnergy = exactEnergy
    self.demand = demand
    self.shotsPerCircuit = shotsPerCircuit
    self.arms = arms
  }

  public subscript(arm: Arm) -> ArmReport? { arms.first { $0.arm == arm } }

  public var isIdentical: Bool { arms.allSatisfy(\.isIdentical) }

  /// Batches of evaluations per second: each is an update of the parameters, or part of one.
  public func updatesPerSecond(_ arm: ArmReport) -> Double { Double(demand.calls) / arm.seconds.median }

  /// MODELLED: how many times slower the slowest arm with a service is than the fastest.
  public func modelledRatio(on device: Device) -> Double {
    let times = arms.filter { $0.arm != .local }.map { $0.modelledSeconds(on: device) }
    return (times.max() ?? 1) / (times.min() ?? 1)
  }

  /// MODELLED: the announcement of 2021, where this case has the arms that it compares.
  public var announcement: Announcement? {
    guard let perIteration = self[.perIteration], let program = self[.program] else { return nil }
    return Announcement(
      perIteration: perIteration.load, program: program.load,
      measured: (perIteration.seconds.median, program.seconds.median))
  }
}
