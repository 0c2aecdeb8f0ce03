internal import Foundation
internal import QuantumBackends
internal import Synchronization

/// A job that is a task of this process.
///
/// It keeps what was published, so that whoever asks later begins at the first result.
final class LocalJob: JobControl {
  private struct State {
    var status = JobStatus.queued
    var interimResults: [Data] = []
    /// Set once, with the final status.
    var outcome: Result<Data, any Error>?
    var ranTooLong = false
    /// Those who wait for the next interim result or the end.
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  let id = UUID().uuidString.lowercased()
  private let state = Mutex(State())
  /// The running program; nil until it is started.
  private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

  /// Starts a program.
  ///
  /// - Parameter timeLimit: After which it is ended.
  init(
    _ program: some RuntimeProgram, encoded inputs: Data, on backend: some Backend, timeLimit: Duration
  ) {
    let circuits = CircuitLibrary { hash in
      throw ProgramFailure(
        code: ProgramFailure.invalidInput,
        message: "No text \(hash) is known to a program in this process; give the text itself.")
    }
    let task = Task {
      change { $0.status = .running }
      let timer = Task {
        try await Task.sleep(for: timeLimit)
        change { $0.ranTooLong = true }
        cancelTask()
      }
      let result: Result<Data, any Error>
      do {
        result = .success(
          try await program.run(encoded: inputs, on: backend, circuits: circuits) { text in
            let data = try text()
            self.change { $0.interimResults.append(data) }
          })
      } catch {
        result = .failure(error)
      }
      timer.cancel()
      end(with: result, timeLimit: timeLimit)
    }
    self.task.withLock { $0 = task }
    // The limit may have been reached before there was a task to cancel.
    if state.withLock({ $0.ranTooLong }) { task.cancel() }
  }

  private func end(with result: Result<Data, any Error>, timeLimit: Duration) {
    change { state in
      switch result {
      case .success:
        state.status = .completed
        state.outcome = result
      case .failure(is CancellationError) where state.ranTooLong:
        state.status = .cancelled
        state.outcome = .failure(
          ProgramFailure(
            code: ProgramFailure.ranTooLong, message: "The job ran longer than the \(timeLimit) it was allowed."))
      case .failure(let error):
        state.status = error is CancellationError ? .cancelled : .failed
        state.outcome = .failure(error)
      }
    }
    task.withLock { $0 = nil }
  }

  private func cancelTask() { task.withLock { $0 }?.cancel() }

  // MARK: - What others see

  func status() async throws -> JobStatus { state.withLock { $0.status } }

  func logs() async throws -> String { "" }

  func cancel() async throws { cancelTask() }

  func result() async throws -> Data {
    while true {
      if let outcome = state.withLock({ $0.outcome }) { return try outcome.get() }
      try await wait { $0.outcome == nil }
    }
  }

  func interimResults(from index: Int) -> AsyncThrowingStream<Data, any Error> {
    let next = Mutex(max(0, index))
    return AsyncThrowingStream {
      let number = next.withLock { next in
        defer { next += 1 }
        return next
      }
      return try await self.interimResult(number)
    }
  }

  /// The interim result of a number; nil when the job has ended without it.
  private func interimResult(_ index: Int) async throws -> Data? {
    while true {
      let (found, outcome, status) = state.withLock { state in
        (state.interimResults.indices.contains(index) ? state.interimResults[index] : nil, state.outcome, state.status)
      }
      if let found { return found }
      if let outcome {
        if status == .failed { _ = try outcome.get() }
        return nil
      }
      try await wait { $0.outcome == nil && $0.interimResults.count <= index }
    }
  }

  // MARK: - Changes, and who waits for them

  private func change(_ body: (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Waits for a change, unless `isUseful` says that there is nothing to wait for.
  private func wait(while isUseful: @Sendable (borrowing State) -> Bool) async throws {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = state.withLock { state in
          guard isUseful(state), !Task.isCancelled else { return false }
          state.waiting.append(continuation)
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      change { _ in }
    }
    try Task.checkCancellation()
  }
}
