package import Foundation
package import QuantumBackends
internal import Synchronization

extension RuntimeProgram {
  /// Runs the program with everything that goes in and comes out as JSON text.
  ///
  /// Interim results are encoded and passed on by a task of their own: the program goes on at once, unless too many wait.
  /// - Parameter publish: Takes the JSON texts of interim results, one at a time and in order; all of them before this
  ///   returns or throws, also when the program fails or is cancelled. What it throws fails the program.
  /// - Throws: `CancellationError` when cancelled; ``ProgramFailure`` for everything else.
  package func run(
    encoded inputs: Data, on backend: any Backend, circuits: CircuitLibrary,
    publish: @escaping @Sendable (Data) async throws -> Void
  ) async throws -> Data {
    let queue = PublicationQueue<InterimResult>(capacity: waitingInterimResults)
    // Not a child: what was found before a cancellation is published all the same.
    let publication = LazyTask {
      try await queue.drain { try await publish(ProgramCoding.encode($0)) }
    }
    let context = ProgramContext<InterimResult>(backend: backend, circuits: circuits) { result in
      publication.start()
      try await queue.append(result)
    }
    let outcome: Result<Data, any Error>
    do {
      let inputs = try ProgramCoding.decode(Inputs.self, from: inputs)
      outcome = .success(try ProgramCoding.encode(try await run(inputs, in: context)))
    } catch {
      outcome = .failure(error)
    }
    queue.finish()
    let published = await publication.result
    do {
      let output = try outcome.get()
      try published.get()
      return output
    } catch {
      // A cancelled task makes backends fail in ways of their own.
      if error is CancellationError || Task.isCancelled { throw CancellationError() }
      throw ProgramFailure(error)
    }
  }
}

/// How many interim results may wait before the program does.
private let waitingInterimResults = 256

/// A task that is only made when it is needed.
private final class LazyTask: Sendable {
  private let task = Mutex<Task<Void, any Error>?>(nil)
  private let body: @Sendable () async throws -> Void

  init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }

  func start() { task.withLock { task in if task == nil { task = Task(operation: body) } } }

  /// Success for a task that was not needed.
  var result: Result<Void, any Error> {
    get async { await task.withLock { $0 }?.result ?? .success(()) }
  }
}
