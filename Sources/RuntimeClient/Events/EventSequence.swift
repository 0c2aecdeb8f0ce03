internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
public import RuntimeAPI

/// What happens to a job, in order and each event once, until the job has ended.
///
/// Iterating throws ``RuntimeError`` when the service refuses the request or stays away for longer than the patience of the
/// client.
public struct EventSequence: AsyncSequence, Sendable {
  public typealias Element = JobEvent

  let service: RuntimeService
  let id: String
  let first: Int

  public func makeAsyncIterator() -> Iterator {
    Iterator(service: service, id: id, first: first)
  }

  public struct Iterator: AsyncIteratorProtocol {
    private let service: RuntimeService
    private let id: String
    /// The number of the next event that was not received yet.
    private var nextNumber: Int
    /// Received, and not handed out yet.
    private var ready: ArraySlice<JobEvent> = []
    private var stream: HTTPClientResponse.Body.AsyncIterator?
    private var parser = EventStream.Parser()
    private var backOff: BackOff
    /// Whether the present connection has brought an event that was still to come.
    private var hasProgressed = false
    private var isOver = false

    init(service: RuntimeService, id: String, first: Int) {
      self.service = service
      self.id = id
      nextNumber = first
      backOff = BackOff(service.connection.retries)
    }

    public mutating func next() async throws -> JobEvent? { try await next(isolation: nil) }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> JobEvent? {
      do {
        while true {
          if let event = ready.popFirst() {
            if event.isLast { end() }
            return event
          }
          if isOver { return nil }
          try Task.checkCancellation()
          try await receive(actor)
        }
      } catch {
        end()
        throw Task.isCancelled ? CancellationError() : error
      }
    }

    private mutating func end() {
      isOver = true
      ready = []
      stream = nil
    }

    /// Reads on, connects, or waits before it connects again.
    private mutating func receive(_ actor: isolated (any Actor)?) async throws {
      do {
        if stream == nil { try await connect(actor) }
        if let bytes = try await nextBytes(actor) {
          // Also where nothing happens to the job: what keeps a silent connection alive shows that the service is there.
          backOff.reset()
          take(try events(in: bytes))
          return
        }
        stream = nil
        if !hasProgressed, try await isPastTheEnd(actor) {
          isOver = true
          return
        }
        throw RetryableFailure(
          error: RuntimeError(
            .unreachable, "The service at \(service.url) ended the events of job \(id) before the job ended."))
      } catch let failure as RetryableFailure {
        stream = nil
        try Task.checkCancellation()
        guard try await service.connection.wait(&backOff, failure, actor) else { throw failure.error }
      }
    }

    private mutating func connect(_ actor: isolated (any Actor)?) async throws {
      var request = Request(.GET, "\(service.path(id))/events?from=\(nextNumber)")
      request.headers = [("Accept", EventStream.mediaType)]
      let response = try await service.connection.open(request)
      guard response.headers.first(name: "Content-Type")?.hasPrefix(EventStream.mediaType) == true else {
        throw RuntimeError.unexpected("something else than events of job \(id)")
      }
      parser = EventStream.Parser()
      hasProgressed = false
      stream = response.body.makeAsyncIterator()
    }

    private mutating func nextBytes(_ actor: isolated (any Actor)?) async throws -> ByteBuffer? {
      do {
        return try await stream?.next(isolation: actor)
      } catch {
        if Task.isCancelled { throw CancellationError() }
        throw RetryableFailure(
          error: RuntimeError(TransportFailure(error), base: service.connection.base))
      }
    }

    private mutating func events(in bytes: ByteBuffer) throws -> [JobEvent] {
      do {
        return try parser.events(in: bytes.readableBytesView)
      } catch {
        throw RuntimeError.unexpected("events of job \(id) that cannot be read (\(error))", cause: error)
      }
    }

    private mutating func take(_ events: [JobEvent]) {
      for event in events where event.number >= nextNumber {
        ready.append(event)
        nextNumber = event.number + 1
        hasProgressed = true
      }
    }

    /// Whether nothing comes any more because the job ended before the number that was asked for.
    private func isPastTheEnd(_ actor: isolated (any Actor)?) async throws -> Bool {
      let standing = try await service.standing(of: id)
      return standing.status.isFinal && standing.eventCount.map { nextNumber > $0 } == true
    }
  }
}
