internal import Foundation

/// A job of a program: what it finds on the way, what it returns, and the means to stop it.
///
/// ```swift
/// let job = try await VQE(hamiltonian: hamiltonian, ansatz: ansatz).submit(to: backend)
/// for try await step in job.interimResults { print(step.energy) }
/// let result = try await job.result()
/// ```
public struct JobHandle<Program: RuntimeProgram>: Sendable {
  /// The job without the program's types.
  public let control: any JobControl

  public init(_ control: any JobControl) { self.control = control }

  public var id: String { control.id }

  /// Everything the program publishes; each new iteration starts at the first and ends with the job.
  public var interimResults: InterimResults<Program.InterimResult> { InterimResults(control) }

  /// Waits for what the program returns.
  ///
  /// - Throws: ``ProgramFailure`` of a job that failed; `CancellationError` for one that was cancelled. Cancelling the task
  ///   that waits does not cancel the job.
  public func result() async throws -> Program.Output {
    try decoded(Program.Output.self, from: await control.result(), what: "The output")
  }

  public func status() async throws -> JobStatus { try await control.status() }

  /// What the program has printed so far.
  public func logs() async throws -> String { try await control.logs() }

  /// Asks the job to end; what it has found until then stays in ``interimResults``.
  public func cancel() async throws { try await control.cancel() }
}

/// What a job has published, and what it is going to.
public struct InterimResults<Element: Decodable & Sendable>: AsyncSequence, Sendable {
  private let control: any JobControl

  init(_ control: any JobControl) { self.control = control }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: control.interimResults(from: 0).makeAsyncIterator())
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var base: AsyncThrowingStream<Data, any Error>.Iterator

    public mutating func next() async throws -> Element? {
      guard let data = try await base.next() else { return nil }
      return try decoded(Element.self, from: data, what: "An interim result")
    }
  }
}

private func decoded<T: Decodable>(_ type: T.Type, from data: Data, what: String) throws -> T {
  do {
    return try ProgramCoding.decode(type, from: data)
  } catch {
    throw ProgramFailure(
      code: ProgramFailure.invalidResult, message: "\(what) is not what the program has: \(ProgramFailure(error))")
  }
}
