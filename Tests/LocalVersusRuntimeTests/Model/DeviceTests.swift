import LocalVersusRuntime
import Testing

@Suite("The modelled device") struct DeviceTests {
  private let demand = Demand(calls: 10, energies: 4, gradients: 6)

  private func load(_ arm: Arm, roundTrips: Int) -> DeviceLoad {
    DeviceLoad(arm, demand: demand, shiftedEnergies: 9, bases: 25, shotsPerCircuit: 100, roundTrips: roundTrips)
  }

  @Test("a gradient takes an energy and all shifted ones, each in every basis")
  func circuits() {
    #expect(load(.program, roundTrips: 2).circuits == (4 + 6 * 10) * 25)
  }

  @Test("system overhead is paid for each job, once for a session or a program, and never here")
  func admissions() {
    #expect(Arm.allCases.map { load($0, roundTrips: 0).admissions } == [0, 10, 1, 1])
  }

  @Test("time is shots, overheads and round trips")
  func time() {
    let device = Device(shotPeriod: 1e-3, systemOverhead: 17, networkDelay: 0.1)
    let load = load(.perIteration, roundTrips: 12)
    #expect(load.shotTime(on: device) == 1600 * 100 * 1e-3)
    #expect(abs(load.time(on: device) - (160 + 170 + 1.2)) < 1e-9)
  }

  @Test("all twelve devices are different")
  func devices() {
    #expect(Device.all.count == 12 && Set(Device.all).count == 12)
  }
}
