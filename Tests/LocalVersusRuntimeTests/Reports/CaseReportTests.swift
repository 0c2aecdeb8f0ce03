import Foundation
import JSONSchemas
import LocalVersusRuntime
import Ritz
import RuntimeClient
import Testing

@Suite("Reports") struct CaseReportTests {
  /// A report with times of its own for each arm: 10, 40, 30 and 12 ms.
  private func report() async throws -> CaseReport {
    let problem = try BenchmarkMolecule.hydrogen.problem()
    let outcome = ArmOutcome(
      try await VQE(hamiltonian: problem.hamiltonian, ansatz: UCCSD(problem)).run(on: LocalBackend()))
    let demand = Demand(calls: 4, energies: 0, gradients: 4)
    let times = [0.010, 0.040, 0.030, 0.012]
    let arms = zip(Arm.allCases, times).map { arm, seconds in
      var traffic = Traffic()
      traffic.requests = arm == .local ? 0 : 6
      traffic.bytesSent = 1000
      return ArmReport(
        arm: arm, seconds: Sample([seconds, seconds * 1.1, seconds * 0.9]), outcome: outcome, traffic: traffic,
        load: DeviceLoad(
          arm, demand: demand, shiftedEnergies: 12, bases: 5, shotsPerCircuit: 100, roundTrips: traffic.requests),
        isIdentical: arm != .session)
    }
    return CaseReport(
      VariationalCase(.smallLithiumHydride, optimizer: .lBFGS), qubitCount: 4, parameterCount: 3, termCount: 15,
      basisCount: 5, exactEnergy: -1.137, demand: demand, shotsPerCircuit: 100, arms: arms)
  }

  @Test("the model adds to what was measured, and never to the local arm but for the shots")
  func modelled() async throws {
    let report = try await report()
    let device = Device(shotPeriod: 1e-3, systemOverhead: 17, networkDelay: 0.1)
    let shots = 4.0 * 13 * 5 * 100 * 1e-3
    let expected = [
      0.010 + shots, 0.040 + shots + 4 * 17 + 0.6, 0.030 + shots + 17 + 0.6, 0.012 + shots + 17 + 0.6,
    ]
    for (arm, seconds) in zip(report.arms, expected) {
      #expect(abs(arm.modelledSeconds(on: device) - seconds) < 1e-9)
    }
    // The service's arms are compared with each other.
    #expect(abs(report.modelledRatio(on: device) - expected[1] / expected[3]) < 1e-9)
  }

  @Test("counts updates per second of the arm's own median")
  func updates() async throws {
    let report = try await report()
    #expect(report.arms.map(report.updatesPerSecond).map { Int($0.rounded()) } == [400, 100, 133, 333])
  }

  @Test("the program arm may take 10 ms more than here, or 5 percent where that is more")
  func programGoal() async throws {
    var report = try await report()
    let goal = try #require(report.programGoal)
    #expect(abs(goal.goal - 20) < 1e-9 && abs(goal.measured - 12) < 1e-9 && goal.isMet)
    report.arms[0].seconds = Sample([1])
    report.arms[3].seconds = Sample([1.06])
    let long = try #require(report.programGoal)
    #expect(abs(long.goal - 1050) < 1e-9 && !long.isMet)
  }

  @Test("the text keeps what is measured and what is modelled apart, and names the arm that differs")
  func text() async throws {
    let text = try await report().text
    let modelled = try #require(text.range(of: "MODELLED, not measured"))
    let measured = text[..<modelled.lowerBound]
    for arm in Arm.allCases { #expect(measured.contains(arm.rawValue)) }
    #expect(measured.contains("NO") && !measured.contains("17 s"))
    #expect(text[modelled.lowerBound...].contains("70 µs, none, 100 ms"))
    #expect(text.contains("MODELLED: the 120 times of 2021"))
  }

  @Test("JSON has every arm, every device and every goal, the model under a key of its own")
  func json() async throws {
    let speed = ServiceReport(
      health: Sample([0.0005]), roundTrips: Sample([0.002, 0.002, 0.004]), clientCount: 16, jobsPerSecond: 800)
    let report = ComparisonReport(service: "http://127.0.0.1:1", cases: [try await report()], speed: speed)
    let json = try JSONValue(parsing: report.json.text)
    #expect(json["identical"] == false)
    let first = try #require(json["cases"]?[0])
    #expect(first["arms"]?.arrayValue?.count == 4)
    #expect(first["arms"]?[1]?["seconds"]?["median"]?.doubleValue == 0.040)
    #expect(first["modelled"]?["devices"]?.arrayValue?.count == 12)
    #expect(first["modelled"]?["announcement_of_2021"]?["steps"]?.arrayValue?.count == 5)
    #expect(json["goals"]?.arrayValue?.count == 5)
    #expect(json["goals"]?.arrayValue?.allSatisfy { $0["met"] == true } == true)
  }

  @Test("goals are met from one side or the other")
  func goals() {
    #expect(Goal("", unit: "", measured: 2, goal: 3).ratio == 1.5)
    #expect(!Goal("", unit: "", measured: 4, goal: 3).isMet)
    #expect(Goal("", unit: "", measured: 600, goal: 500, isAtLeast: true).isMet)
    #expect(!Goal("", unit: "", measured: 400, goal: 500, isAtLeast: true).isMet)
  }
}
