public import Foundation

/// A job as its host knows it: everything as JSON text, before the program's types are put on it.
///
/// A host supplies this; users hold a ``JobHandle``.
public protocol JobControl: Sendable {
  /// Names the job at its host.
  var id: String { get }

  func status() async throws -> JobStatus

  /// Waits for the end of the job.
  ///
  /// - Returns: The JSON text of the program's output.
  /// - Throws: ``ProgramFailure`` of a job that failed or ran too long; `CancellationError` for one that was cancelled.
  func result() async throws -> Data

  /// The JSON texts of interim results, from number `index` (counted from 0) on, those of the past at once.
  ///
  /// Ends when the job has completed or was cancelled; throws ``ProgramFailure`` when it failed.
  func interimResults(from index: Int) -> AsyncThrowingStream<Data, any Error>

  /// What the program has printed so far.
  func logs() async throws -> String

  /// Asks the job to end; without effect on one that has ended.
  func cancel() async throws
}
