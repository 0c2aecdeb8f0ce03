/// A quantum computer as far as its clock goes, and the way to it. Everything that follows from it is a model.
public struct Device: Hashable, Sendable {
  /// Seconds from the start of one shot to the start of the next.
  public var shotPeriod: Double
  /// Seconds that the system takes each time a job or a session comes to it.
  public var systemOverhead: Double
  /// Seconds that the network adds to each round trip.
  public var networkDelay: Double

  public init(shotPeriod: Double, systemOverhead: Double, networkDelay: Double) {
    self.shotPeriod = shotPeriod
    self.systemOverhead = systemOverhead
    self.networkDelay = networkDelay
  }

  /// Both shot periods and both overheads of the announcement of 2021, with no network, a near one and a far one.
  public static let all: [Device] = [1e-3, 70e-6].flatMap { period in
    [17.0, 0].flatMap { overhead in
      [0.0, 0.02, 0.1].map { Device(shotPeriod: period, systemOverhead: overhead, networkDelay: $0) }
    }
  }
}

/// What one arm would ask of a device and of the way to it.
public struct DeviceLoad: Hashable, Sendable {
  /// Circuits, each as often as it is bound to other angles or measured in another basis.
  public var circuits: Int
  public var shotsPerCircuit: Int
  /// How often the system overhead is paid: for each job, or once for a session or a program.
  public var admissions: Int
  public var roundTrips: Int

  public init(circuits: Int, shotsPerCircuit: Int, admissions: Int, roundTrips: Int) {
    self.circuits = circuits
    self.shotsPerCircuit = shotsPerCircuit
    self.admissions = admissions
    self.roundTrips = roundTrips
  }

  /// Seconds that the device spends on shots.
  public func shotTime(on device: Device) -> Double {
    Double(circuits) * Double(shotsPerCircuit) * device.shotPeriod
  }

  /// Seconds beyond what is computed here: shots, overheads, network.
  public func time(on device: Device) -> Double {
    shotTime(on: device) + Double(admissions) * device.systemOverhead + Double(roundTrips) * device.networkDelay
  }
}

extension DeviceLoad {
  /// - Parameters:
  ///   - demand: What the run asks for, in any arm.
  ///   - shiftedEnergies: Energies that a gradient takes on a device, by the parameter-shift rule.
  ///   - bases: Measurement bases of the Hamiltonian, each a circuit.
  ///   - roundTrips: Those of this arm, measured.
  public init(
    _ arm: Arm, demand: Demand, shiftedEnergies: Int, bases: Int, shotsPerCircuit: Int, roundTrips: Int
  ) {
    let energies = demand.energies + demand.gradients * (1 + shiftedEnergies)
    let admissions =
      switch arm {
      case .local: 0
      case .perIteration: demand.calls
      case .session, .program: 1
      }
    self.init(
      circuits: energies * bases, shotsPerCircuit: shotsPerCircuit, admissions: admissions, roundTrips: roundTrips)
  }
}
