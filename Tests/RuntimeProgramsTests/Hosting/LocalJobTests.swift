import Foundation
import JSONSchemas
import QuantumBackends
import RuntimePrograms
import Simulators
import Testing

@Suite("Jobs in this process")
struct LocalJobTests {
  private let backend = LocalBackend()

  @Test("every iteration begins at the first interim result and ends with the job", arguments: [0, 1, 1000])
  func history(count: Int) async throws {
    let job = try await backend.submit(CountingProgram(), inputs: .init(count: count))
    var live: [Int] = []
    for try await result in job.interimResults { live.append(result.index) }
    #expect(live == Array(0..<count))
    #expect(try await job.result() == count)
    var later: [Int] = []
    for try await result in job.interimResults { later.append(result.index) }
    #expect(later == live)
    #expect(try await job.status() == .completed)
    #expect(try await job.logs() == "")
  }

  @Test("several readers see the same results while the job runs")
  func readers() async throws {
    let job = try await backend.submit(CountingProgram(), inputs: .init(count: 500))
    try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var seen: [Int] = []
          for try await result in job.interimResults { seen.append(result.index) }
          return seen
        }
      }
      for try await seen in group { #expect(seen == Array(0..<500)) }
    }
  }

  @Test("raw interim results are read from any number on")
  func fromNumber() async throws {
    let job = try await backend.submit(CountingProgram(), inputs: .init(count: 5))
    _ = try await job.result()
    for start in [0, 3, 5, 9] {
      var texts: [String] = []
      for try await data in job.control.interimResults(from: start) {
        texts.append(String(decoding: data, as: UTF8.self))
      }
      #expect(texts == (start..<max(start, 5)).map { "{\"index\":\($0)}" })
    }
  }

  @Test("a failed job throws its failure from its result, and from its interim results after the last")
  func failure() async throws {
    let job = try await backend.submit(CountingProgram(), inputs: .init(count: 3, fails: true))
    let failure = ProgramFailure(code: "not-finite", message: "Infinity was found.")
    var seen = 0
    await #expect(throws: failure) { for try await _ in job.interimResults { seen += 1 } }
    #expect(seen == 3)
    await #expect(throws: failure) { try await job.result() }
    #expect(try await job.status() == .failed)
    #expect(failure.backendError.code == .notFinite)
  }

  @Test("a job that is cancelled ends without a result, and keeps what it published")
  func cancellation() async throws {
    let job = try await backend.submit(CountingProgram(), inputs: .init(count: 4, waits: true))
    #expect(!job.id.isEmpty)
    var seen = 0
    for try await _ in job.interimResults {
      seen += 1
      if seen == 4 { try await job.cancel() }
    }
    #expect(seen == 4)
    await #expect(throws: CancellationError.self) { try await job.result() }
    #expect(try await job.status() == .cancelled)
    try await job.cancel()
    #expect(try await job.status() == .cancelled)
  }

  @Test("cancelling a task that waits for a job leaves the job running")
  func cancelledWaiting() async throws {
    let job = try await backend.submit(CountingProgram(), inputs: .init(count: 1, waits: true))
    for try await _ in job.interimResults { break }
    let waiting = Task { try await job.result() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    let listening = Task { for try await _ in job.interimResults {} }
    listening.cancel()
    _ = try? await listening.value
    #expect(try await job.status() == .running)
    try await job.cancel()
    await #expect(throws: CancellationError.self) { try await job.result() }
  }

  @Test("a job that runs longer than it may is ended, and says so")
  func timeLimit() async throws {
    let job = try await backend.submit(
      CountingProgram(), inputs: .init(count: 2, waits: true), options: JobOptions(maximumExecutionTime: 1))
    let error = await #expect(throws: ProgramFailure.self) { try await job.result() }
    #expect(error?.code == ProgramFailure.ranTooLong)
    #expect(error?.message == "The job ran longer than the 1.0 seconds it was allowed.")
    #expect(try await job.status() == .cancelled)
  }

  @Test(
    "options that mean nothing in this process are refused by name",
    arguments: [
      (JobOptions(tags: ["night"]), "The tag 'night' was given"), (JobOptions(sessionID: "s1"), "The session 's1'"),
      (JobOptions(maximumExecutionTime: 0), "A time limit of 0 s"),
      (JobOptions(maximumExecutionTime: 61), "A time limit of 61 s was asked for; the program takes 1 to 60 s."),
    ])
  func options(options: JobOptions, message: String) async throws {
    let error = await #expect(throws: BackendError.self) {
      try await backend.submit(CountingProgram(), inputs: .init(count: 0), options: options)
    }
    #expect(error?.code == .invalidOption)
    #expect(error?.message.hasPrefix(message) == true)
  }

  @Test("an output that another program returned is refused with the place")
  func otherOutput() async throws {
    let job = try await backend.submit(CountingProgram(), inputs: .init(count: 1))
    let error = await #expect(throws: ProgramFailure.self) {
      try await JobHandle<VQEProgram>(job.control).result()
    }
    #expect(error?.code == ProgramFailure.invalidResult)
  }
}
