internal import Foundation
internal import Glibc
internal import QuantumBackends
internal import RuntimePrograms
internal import Synchronization

/// Runs the jobs of a worker, one at a time, on a backend and with circuits that outlive each of them.
final class JobRunner: Sendable {
  private struct Current {
    let job: String
    let results: InterimResults
    let task: Task<Void, Never>
  }

  private let programs: [String: any RuntimeProgram]
  private let backend: any Backend
  private let socket: WorkerSocket
  private let texts: TextRequests
  private let circuits: CircuitLibrary
  private let flusher = Flusher()
  private let current = Mutex<Current?>(nil)

  init(_ programs: [String: any RuntimeProgram], on backend: any Backend, socket: WorkerSocket) {
    self.programs = programs
    self.backend = backend
    self.socket = socket
    let texts = TextRequests(socket)
    self.texts = texts
    circuits = CircuitLibrary { try await texts.text($0) }
  }

  /// Takes a message; the messages come one at a time.
  ///
  /// - Returns: What to call next, for a job: it returns when the job waits for something or has ended.
  func receive(_ message: ServerMessage) throws(FrameError) -> (() -> Void)? {
    switch message {
    case .hello: throw .unexpected("the server said hello twice")
    case .run(let job, _, let program, let texts, let inputs): return try begin(job, program, texts, inputs)
    case .text(let hash, let text): texts.answer(hash, text)
    case .noText(let hash): texts.answer(hash, nil)
    // A job may have ended before these arrive.
    case .cancel(let job): current.withLock { $0?.job == job ? $0?.task : nil }?.cancel()
    case .credit(let job, let bytes): current.withLock { $0?.job == job ? $0?.results : nil }?.grant(bytes)
    }
    return nil
  }

  private func begin(
    _ job: String, _ program: String, _ texts: [String], _ inputs: Data
  ) throws(FrameError) -> (() -> Void) {
    let results = InterimResults(job: job, socket: socket, flusher: flusher)
    let executor = StartingExecutor()
    let task = executor.task { await self.run(job, program, Set(texts), inputs, results) }
    let isFree = current.withLock { current in
      guard current == nil else { return false }
      current = Current(job: job, results: results, task: task)
      return true
    }
    guard isFree else { throw .unexpected("job '\(job)' was received while another one runs") }
    return { executor.start() }
  }

  private func run(
    _ job: String, _ program: String, _ texts: Set<String>, _ inputs: Data, _ results: InterimResults
  ) async {
    let begin = Self.cpuSeconds
    var answer: WorkerMessage
    do {
      guard let program = programs[program] else {
        let known = programs.keys.sorted().joined(separator: ", ")
        throw ProgramFailure(
          code: "unknown-program", message: "This worker has no program '\(program)'; it has \(known).")
      }
      let result = try await program.run(encoded: inputs, on: backend, circuits: circuits.limited(to: texts)) {
        try await results.publish($0)
      }
      try await results.finish()
      guard result.count <= Frame.maximumBodyLength else {
        throw ProgramFailure(
          code: ProgramFailure.programError,
          message: "The result has \(result.count) bytes; at most \(Frame.maximumBodyLength) are allowed.")
      }
      answer = .done(job: job, cpuSeconds: 0, result: result)
    } catch is CancellationError {
      answer = .failed(job: job, code: ProgramFailure.cancelled, message: "The job was cancelled.")
    } catch {
      let failure = ProgramFailure(error)
      // A header has its limits.
      let message = String(decoding: failure.message.utf8.prefix(50_000), as: UTF8.self)
      answer = .failed(job: job, code: failure.code, message: message)
    }
    // What was found before a failure is published all the same.
    try? await results.finish()
    fflush(nil)
    if case .done(_, _, let result) = answer {
      answer = .done(job: job, cpuSeconds: max(0, Self.cpuSeconds - begin), result: result)
    }
    // The server may send the next job as soon as it has the answer.
    current.withLock { $0 = nil }
    socket.send(answer)
  }

  /// User and system time of all threads of this process.
  private static var cpuSeconds: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
  }
}
