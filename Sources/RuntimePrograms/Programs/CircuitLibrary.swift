/// Circuits and observables by the hash of their text, and those that are prepared.
public final class CircuitLibrary: Sendable {
  private let fetch: @Sendable (String) async throws -> String

  /// - Parameter fetch: Gives the text of a hash `sha256:…`.
  public init(fetch: @escaping @Sendable (String) async throws -> String) { self.fetch = fetch }
}
