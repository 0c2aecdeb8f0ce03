/// The announcement of 2021, LiH on 4 qubits "120 times faster" with a runtime: 45 days became 9 hours. Taken apart.
///
/// It names five changes at once: 2 to 10 times fewer iterations, 17 s less system software per iteration, 10 times fewer
/// shots, 70 µs in place of 1 ms for a shot, and a program beside the device in place of a job for each iteration. Only the
/// second and the last are the work of a runtime. What each is worth depends on what is left beside it, so each step is
/// shown on top of the ones before, and alone.
/// - Note: research.ibm.com/blog/120x-quantum-speedup (May 2021).
public struct Announcement: Hashable, Sendable {
  /// One of the changes.
  public struct Step: Hashable, Sendable {
    public var change: String
    /// Whether a runtime service brings it; else the device or the algorithm does.
    public var isRuntime: Bool
    /// Seconds once this change and those before it are made.
    public var seconds: Double
    /// How many times faster than the step before.
    public var factor: Double
    /// How many times faster if this were the only change.
    public var alone: Double
  }

  /// Seconds as things were before.
  public let start: Double
  public let steps: [Step]

  /// 45 days to 9 hours.
  public static let announcedRatio = 120.0

  /// How many times faster all changes are together.
  public var ratio: Double { start / (steps.last?.seconds ?? start) }
  /// How many times faster the runtime's changes are, the others never made.
  public let runtimeAlone: Double

  private struct Setting {
    var load: DeviceLoad
    var device: Device
    var measured: Double
    var iterationFactor = 1.0

    var seconds: Double { iterationFactor * (measured + load.time(on: device)) }
  }

  /// - Parameters:
  ///   - perIteration: The load of a job for each iteration, with today's shots.
  ///   - program: The load of the whole run as one job.
  ///   - measured: Measured seconds of the two arms on the simulator.
  ///   - iterationFactor: Times more iterations before, between 2 and 10.
  public init(
    perIteration: DeviceLoad, program: DeviceLoad, measured: (perIteration: Double, program: Double),
    networkDelay: Double = 0.1, shotFactor: Int = 10, iterationFactor: Double = 2
  ) {
    var first = Setting(
      load: perIteration, device: Device(shotPeriod: 1e-3, systemOverhead: 17, networkDelay: networkDelay),
      measured: measured.perIteration, iterationFactor: iterationFactor)
    first.load.shotsPerCircuit *= shotFactor

    let changes: [(String, isRuntime: Bool, (inout Setting) -> Void)] = [
      (
        "\(Self.number(iterationFactor)) times fewer iterations", false,
        { $0.iterationFactor = 1 }
      ),
      ("no 17 s of system software per iteration", true, { $0.device.systemOverhead = 0 }),
      ("\(shotFactor) times fewer shots", false, { $0.load.shotsPerCircuit /= shotFactor }),
      ("70 µs in place of 1 ms per shot", false, { $0.device.shotPeriod = 70e-6 }),
      (
        "a program beside the device in place of a job for each iteration", true,
        { setting in
          setting.load.admissions = program.admissions
          setting.load.roundTrips = program.roundTrips
          setting.measured = measured.program
        }
      ),
    ]

    start = first.seconds
    var present = first
    var before = first.seconds
    var steps: [Step] = []
    for (change, isRuntime, make) in changes {
      make(&present)
      var single = first
      make(&single)
      steps.append(
        Step(
          change: change, isRuntime: isRuntime, seconds: present.seconds, factor: before / present.seconds,
          alone: first.seconds / single.seconds))
      before = present.seconds
    }
    self.steps = steps
    var runtime = first
    for change in changes where change.isRuntime { change.2(&runtime) }
    runtimeAlone = first.seconds / runtime.seconds
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}
