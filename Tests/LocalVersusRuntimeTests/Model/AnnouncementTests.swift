import LocalVersusRuntime
import Testing

@Suite("The announcement of 2021") struct AnnouncementTests {
  private static let perIteration = DeviceLoad(circuits: 5000, shotsPerCircuit: 1000, admissions: 100, roundTrips: 110)
  private static let program = DeviceLoad(circuits: 5000, shotsPerCircuit: 1000, admissions: 1, roundTrips: 3)
  private let announcement = Announcement(
    perIteration: perIteration, program: program, measured: (perIteration: 0.4, program: 0.1))

  @Test("starts with twice the iterations, ten times the shots, 17 s per job and 1 ms per shot")
  func start() {
    #expect(abs(announcement.start - 2 * (0.4 + 50_000 + 17 * 100 + 0.1 * 110)) < 1e-6)
  }

  @Test("the factors of the steps multiply to the whole")
  func product() {
    let product = announcement.steps.reduce(1) { $0 * $1.factor }
    #expect(abs(product / announcement.ratio - 1) < 1e-12)
    #expect(announcement.steps.map(\.seconds).allSatisfy { $0 > 0 })
  }

  @Test("ends with the program's shots at 70 µs and its own round trips")
  func end() throws {
    let last = try #require(announcement.steps.last)
    #expect(abs(last.seconds - (0.1 + 5_000_000 * 70e-6 + 0.3)) < 1e-9)
  }

  @Test("counts as the runtime's work what a runtime does, and no more")
  func runtime() {
    #expect(announcement.steps.filter(\.isRuntime).count == 2)
    let all = 2 * (0.1 + 50_000 + 0.3)
    #expect(abs(announcement.runtimeAlone - announcement.start / all) < 1e-9)
    #expect(announcement.runtimeAlone < announcement.ratio)
  }

  @Test("a change alone is worth what the start is without it")
  func alone() {
    let shots = announcement.steps[2]
    let without = 2 * (0.4 + 5_000 + 1700 + 11.0)
    #expect(abs(shots.alone - announcement.start / without) < 1e-9)
  }
}
