import Foundation
import RandomStreams
import Ritz
import RuntimeAPI
import RuntimeClient
import Synchronization
import TestSupport
import Testing

/// What an undisturbed run gives: what every run of the same inputs has to give, however often something is killed.
private struct Undisturbed: Sendable {
  let inputs: VQEInputs
  let energy: UInt64
  let parameters: [UInt64]
  let energies: [UInt64]

  init(seed: UInt64) async throws {
    var vqe = try Problems.lih.vqe(.spsa, shots: nil, maximumEvaluations: 600)
    vqe.seed = seed
    vqe.optimizer = OptimizerName.spsa.optimizer(maximumEvaluations: 600, seed: seed)
    let local = try await vqe.run(on: LocalBackend())
    inputs = try VQEInputs(vqe)
    energy = local.energy.bitPattern
    parameters = local.parameters.map(\.bitPattern)
    energies = local.steps.map(\.value.bitPattern)
  }
}

@Suite("A runtime service under kill -9") struct KillTests {
  /// How often something is killed; a script asks for more.
  private static let kills = ProcessInfo.processInfo.environment["RITZ_KILLS"].flatMap { Int($0) } ?? 10
  private static let seed = ProcessInfo.processInfo.environment["RITZ_KILL_SEED"].flatMap { UInt64($0) } ?? 1

  private enum Victim: CaseIterable {
    case server, worker, both
  }

  /// What the clients have done since a moment.
  private final class Progress: Sendable {
    private let finished = Mutex<[Int: Int]>([:])
    private let over = Mutex(false)

    func finishedOne(_ client: Int) { finished.withLock { $0[client, default: 0] += 1 } }
    var counts: [Int: Int] { finished.withLock { $0 } }
    func end() { over.withLock { $0 = true } }
    var isOver: Bool { over.withLock { $0 } }
  }

  @Test("loses no job, completes none twice, and tells every event once and in order", arguments: [Self.seed])
  func kill(seed: UInt64) async throws {
    let process = try await ServiceProcess()
    let service = try process.service
    let references = [try await Undisturbed(seed: 1), try await Undisturbed(seed: 2)]
    let progress = Progress()
    let clients = 2

    let submitted = try await withThrowingTaskGroup(of: Int.self) { group in
      for client in 0..<clients {
        group.addTask {
          var count = 0
          while !progress.isOver {
            try await Self.runOne(references[(client + count) % 2], on: service, tag: "\(client)-\(count)")
            count += 1
            progress.finishedOne(client)
          }
          return count
        }
      }
      group.addTask {
        defer { progress.end() }
        var random = RandomStream(seed: seed)
        for _ in 0..<Self.kills {
          // Every client has begun and finished a job since the last kill, so that no job meets two: the first that it
          // finishes may have begun before.
          let before = progress.counts
          while !(0..<clients).allSatisfy({ progress.counts[$0, default: 0] >= before[$0, default: 0] + 2 }) {
            try await Task.sleep(for: .milliseconds(2))
          }
          try await Task.sleep(for: .microseconds(Int.random(in: 0...150_000, using: &random)))
          let victim = Victim.allCases.randomElement(using: &random) ?? .both
          if victim != .server, let worker = process.workers.randomElement(using: &random) {
            Foundation.kill(worker, SIGKILL)
          }
          if victim != .worker {
            process.kill()
            try await process.restart()
          }
        }
        return 0
      }
      return try await group.reduce(0, +)
    }
    let list = try await service.jobs(RuntimeService.JobFilter())
    #expect(list.count == submitted)
    #expect(submitted > Self.kills)
  }

  /// Submits a run, follows it, and compares everything with the undisturbed one.
  private static func runOne(_ reference: Undisturbed, on service: RuntimeService, tag: String) async throws {
    let backend = try await service.backend("statevector")
    let job = try await backend.submit(VQEProgram(), inputs: reference.inputs, options: JobOptions(tags: [tag]))
    var events: [JobEvent] = []
    for try await event in service.events(of: job.id, from: 1) { events.append(event) }
    let isGapless = events.map(\.number) == Array(1...max(1, events.count))
    #expect(isGapless, "\(tag): \(events.map(\.number).suffix(20))")
    let ends = events.filter { $0.isLast }
    #expect(ends.count == 1 && events.last?.isLast == true, "\(tag)")
    let published = try events.compactMap { event -> VQEInterimResult? in
      guard case .interimResult(let text) = event.content else { return nil }
      return try JSONDecoder().decode(VQEInterimResult.self, from: Data(text.utf8))
    }
    let isSame = published.map(\.energy.bitPattern) == reference.energies
    #expect(isSame, "\(tag): \(published.count) interim results in place of \(reference.energies.count)")
    let output = try await job.result()
    #expect(output.energy.bitPattern == reference.energy, "\(tag)")
    let endsSame = output.parameters.map(\.bitPattern) == reference.parameters
    #expect(endsSame, "\(tag)")
    // Read again, all at once, it is the same story.
    var again: [JobEvent] = []
    for try await event in service.events(of: job.id, from: 1) { again.append(event) }
    let isSameStory = again == events
    #expect(isSameStory, "\(tag)")
    var tagged = RuntimeService.JobFilter()
    tagged.tags = [tag]
    #expect(try await service.jobs(tagged).count == 1, "\(tag)")
  }
}
