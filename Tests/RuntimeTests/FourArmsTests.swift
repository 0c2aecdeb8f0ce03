import Ritz
import RuntimeClient
import TestSupport
import Testing

@Suite("Local, a job per iteration, a session and one program") struct FourArmsTests {
  struct Arm: Sendable {
    var method: OptimizerName
    var shots: Int?
  }

  @Test("take the same way to the same energy, to the last bit", arguments: Problems.allCases)
  func identical(problem: Problems) async throws {
    let process = try await ServiceProcess()
    let service = try process.service
    let session = try await service.backend("statevector", mode: .session)
    let perIteration = try await service.backend("statevector", mode: .perIteration)
    for method in [OptimizerName.lBFGS, .spsa, .cobyla] {
      for shots in [nil, 1000] {
        let isLarge = problem == .lih
        let evaluations = isLarge && shots != nil ? (method == .lBFGS ? 2 : 12) : (isLarge ? 100 : 60)
        let vqe = try problem.vqe(
          method, shots: isLarge ? shots.map { 20 * $0 } : shots, maximumEvaluations: evaluations)
        let local = try await vqe.run(on: LocalBackend())
        for backend in [session, perIteration] {
          let remote = try await vqe.run(on: backend)
          expectEqual(remote, local, "\(problem) \(method) \(shots ?? 0) \(backend.mode)")
        }
        let job = try await vqe.submit(to: session)
        var published: [VQEInterimResult] = []
        for try await step in job.interimResults { published.append(step) }
        let output = try await job.result()
        let what = "\(problem) \(method) \(shots ?? 0) program"
        #expect(output.energy.bitPattern == local.energy.bitPattern, "\(what)")
        #expect(output.standardError == local.standardError, "\(what)")
        #expect(output.parameters.map(\.bitPattern) == local.parameters.map(\.bitPattern), "\(what)")
        #expect(output.evaluations == local.evaluations, "\(what)")
        #expect(output.gradientEvaluations == local.gradientEvaluations, "\(what)")
        #expect(output.stopReason == local.stopReason, "\(what)")
        #expect(published.map(\.energy) == local.steps.map(\.value), "\(what)")
        #expect(published.map(\.evaluations) == local.steps.map(\.evaluations), "\(what)")
        #expect(published.map(\.parameters) == local.steps.map(\.parameters), "\(what)")
      }
    }
  }

  @Test("a program's circuit and Hamiltonian are sent once, however many jobs need them")
  func textsOnce() async throws {
    let process = try await ServiceProcess()
    let service = try process.service
    let backend = try await service.backend("statevector")
    let vqe = try Problems.lih.vqe(.lBFGS, shots: nil, maximumEvaluations: 3)
    let local = try await vqe.run(on: LocalBackend())
    var bytesSent: [Int] = []
    for _ in 0..<3 {
      let before = service.traffic
      let output = try await vqe.submit(to: backend).result()
      bytesSent.append((service.traffic - before).bytesSent)
      #expect(output.energy.bitPattern == local.energy.bitPattern)
    }
    #expect(bytesSent[0] > 50_000)
    #expect(bytesSent[1] < 10_000 && bytesSent[2] < 10_000, "\(bytesSent)")
  }

  private func expectEqual(_ found: VQEResult, _ expected: VQEResult, _ what: String) {
    #expect(found.energy.bitPattern == expected.energy.bitPattern, "\(what)")
    #expect(found.standardError == expected.standardError, "\(what)")
    #expect(found.parameters.map(\.bitPattern) == expected.parameters.map(\.bitPattern), "\(what)")
    #expect(found.evaluations == expected.evaluations, "\(what)")
    #expect(found.gradientEvaluations == expected.gradientEvaluations, "\(what)")
    #expect(found.stopReason == expected.stopReason, "\(what)")
    #expect(found.log == expected.log, "\(what)")
  }
}
