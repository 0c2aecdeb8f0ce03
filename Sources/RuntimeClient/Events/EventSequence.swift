public import RuntimeAPI

/// What happens to a job, in order and each event once, until the job has ended.
public struct EventSequence: AsyncSequence, Sendable {
  public typealias Element = JobEvent
  let connection: Connection
  let path: String
  let first: Int

  public func makeAsyncIterator() -> Iterator { Iterator() }

  public struct Iterator: AsyncIteratorProtocol {
    public mutating func next() async throws -> JobEvent? { nil }
  }
}
