internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// How long the client waits for what.
package struct Timeouts: Sendable {
  /// Until a connection stands.
  package var connect = Duration.seconds(10)
  /// Until an answer begins, beyond what the request itself asks the server to wait.
  package var answer = Duration.seconds(30)
  /// Between two pieces of an answer, or two signs of life of a stream.
  package var silence = Duration.seconds(90)

  package init() {}
}

/// Sends single requests over connections that it keeps open; knows nothing of what they mean.
final class HTTPTransport: Sendable {
  private let client: HTTPClient
  private let counter = TrafficCounter()

  init(_ timeouts: Timeouts) {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: TimeAmount(timeouts.connect), read: TimeAmount(timeouts.silence)))
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    // Streams and answers that are waited for each hold a connection.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    configuration.http1_1ConnectionDebugInitializer = { [counter] channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(TrafficCounter.Handler(counter), position: .first)
      }
    }
    // On one event loop requests and answers never wait for another thread.
    client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup.any(), configuration: configuration)
  }

  deinit {
    // The closure keeps the client until its connections are closed.
    client.shutdown { [client] _ in _ = client }
  }

  var traffic: Traffic { counter.traffic }

  /// The answer's head and the beginning of its body.
  ///
  /// - Throws: ``TransportFailure``, or `CancellationError` when the task is cancelled.
  func begin(_ request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
    try Task.checkCancellation()
    counter.countRequest()
    do {
      return try await client.execute(request, timeout: TimeAmount(limit))
    } catch {
      throw Task.isCancelled ? CancellationError() : TransportFailure(error)
    }
  }

  /// The whole answer.
  ///
  /// - Throws: ``TransportFailure``, or `CancellationError` when the task is cancelled.
  func send(
    _ request: HTTPClientRequest, within limit: Duration
  ) async throws -> (status: Int, headers: HTTPHeaders, body: ByteBuffer) {
    let response = try await begin(request, within: limit)
    do {
      let body = try await response.body.collect(upTo: Self.maximumBodyLength)
      return (Int(response.status.code), response.headers, body)
    } catch {
      throw Task.isCancelled ? CancellationError() : TransportFailure(error)
    }
  }

  private static let maximumBodyLength = 1 << 30
}

/// Why no answer came.
struct TransportFailure: Error {
  enum Kind {
    /// The request never left: nobody listens, or the address does not exist.
    case notSent
    /// The connection broke; the server may or may not have acted.
    case lost
    /// Nothing came in time; the server may or may not have acted.
    case timedOut
    /// Another try would end the same way.
    case permanent
  }

  var kind: Kind
  var underlying: any Error

  init(kind: Kind, underlying: any Error) {
    self.kind = kind
    self.underlying = underlying
  }

  init(_ error: any Error) {
    underlying = error
    switch error {
    case let error as HTTPClientError:
      kind =
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout: .notSent
        case .readTimeout, .writeTimeout, .deadlineExceeded: .timedOut
        case .remoteConnectionClosed, .uncleanShutdown, .requestStreamCancelled, .cancelled: .lost
        default: .permanent
        }
    case is NIOConnectionError: kind = .notSent
    // What a numerical address that nobody listens at fails with.
    case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode):
      kind = .notSent
    case is IOError, is ChannelError, is HTTPParserError: kind = .lost
    default: kind = .permanent
    }
  }
}

extension TimeAmount {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
