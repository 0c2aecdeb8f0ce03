internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import RuntimeAPI
internal import RuntimeStore
internal import RuntimeWorkers

/// A runtime service: takes jobs over HTTP, keeps them in a store, and runs them on workers.
public final class RuntimeServer: Sendable {
  /// The admin token that was made because the store held none; shown once and kept only as a hash.
  public let firstToken: String?

  private let configuration: RuntimeServerConfiguration
  private let store: RuntimeStore
  private let pool: WorkerPool
  private let scheduler: JobScheduler
  private let responder: RouterResponder<ServiceRequestContext>
  private let connections = OpenConnections()
  private let address = BoundAddress()

  /// How long requests may take to end when the service ends.
  private static let endingTime: Duration = .seconds(2)
  /// How long a connection may be silent between two requests.
  private static let idleTimeout: TimeAmount = .seconds(120)

  /// Opens the store; nothing listens and nothing runs before ``run()``.
  ///
  /// - Throws: An error in words when the store is held by another server, cannot be opened, or holds a newer format.
  public init(configuration: RuntimeServerConfiguration) async throws {
    self.configuration = configuration
    let store = try RuntimeStore(directory: configuration.storeDirectory)
    self.store = store
    var generator = SystemRandomNumberGenerator()
    firstToken = store.hasNoTokens ? AccessToken(using: &generator).text : nil
    pool = WorkerPool(
      executor: configuration.executor, size: configuration.workerCount, memoryLimit: configuration.memoryLimit,
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: configuration.logger,
      texts: { hash in
        guard let hash = ContentHash(hash) else { return nil }
        return try await store.text(hash, owner: nil)
      })
    let programs = ProgramCatalogue(configuration.programs)
    scheduler = JobScheduler(
      store: store, pool: pool, programs: programs, alarms: AlarmClock(configuration.clock),
      configuration: configuration)
    responder = try ServiceRoutes(configuration: configuration, store: store, scheduler: scheduler, programs: programs)
      .responder()
  }

  /// Makes the first token good.
  ///
  /// Not before the service listens: a start that fails would leave a store whose only token nobody has seen.
  private func keepFirstToken() async throws {
    guard let firstToken else { return }
    _ = try await store.addToken(hash: ContentHash(of: firstToken), user: configuration.firstUser, role: "admin")
  }

  /// Where the service is, as `http://host:port`; waits until it listens.
  ///
  /// - Throws: What kept it from listening, such as an address that is taken.
  public var url: String {
    get async throws {
      let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
      return "http://\(host):\(try await port)"
    }
  }

  /// The port that it listens on; waits until it does.
  public var port: Int {
    get async throws { try await address.port() }
  }

  /// Takes up what a former server left and serves until the task is cancelled.
  ///
  /// Then it ends in order: no new connections, requests that wait are answered with what is known, workers are ended, and
  /// the jobs that ran are queued again for the next start. Runs once.
  /// - Throws: What kept it from listening.
  public func run() async throws {
    pool.start()
    let outcome = await serve()
    if case .failure(let error) = outcome { address.set(.failure(ListenError(error) ?? error)) }
    address.set(.failure(ServiceEnded()))
    scheduler.close()
    await pool.shutdown()
    await scheduler.waitUntilIdle()
    try await store.close()
    // Closing the socket in order ends the service with an error that means nothing.
    if !Task.isCancelled { try outcome.get() }
  }

  /// Listens until the end. Jobs of a former server are known before the first request and run after it is sure that
  /// there will be any.
  private func serve() async -> Result<Void, any Error> {
    do { try await scheduler.recover() } catch { return .failure(error) }
    let service = Task { try await application.run() }
    return await withTaskCancellationHandler {
      await service.result
    } onCancel: {
      Task { await self.end(service) }
    }
  }

  private var application: some ApplicationProtocol {
    let (connections, address, scheduler) = (connections, address, scheduler)
    let keepFirstToken = keepFirstToken
    return Application(
      responder: responder,
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [connections.handler()], idleTimeout: Self.idleTimeout)),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), backlog: 1024),
      onServerRunning: { channel in
        do {
          try await keepFirstToken()
          scheduler.open()
          address.set(.success(channel))
        } catch {
          address.set(.failure(error))
          channel.close(promise: nil)
        }
      },
      logger: configuration.logger)
  }

  /// Ends the service in order, and after a while at once.
  private func end(_ service: Task<Void, any Error>) async {
    let impatience = Task {
      try await Task.sleep(for: Self.endingTime)
      service.cancel()
    }
    scheduler.close()
    if let channel = address.channel {
      // Whoever accepts connections ends with the socket; being cancelled before it has seen that would be an error to it.
      try? await channel.close()
      await connections.end()
      _ = await service.result
    } else {
      service.cancel()
    }
    impatience.cancel()
  }
}

/// The service is over, so it listens nowhere.
struct ServiceEnded: Error, CustomStringConvertible {
  var description: String { "The service has ended." }
}
