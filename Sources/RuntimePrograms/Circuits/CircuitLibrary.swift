public import PauliAlgebra
public import QuantumBackends
public import QuantumCircuits

/// Circuits and observables by the hash of their text, and those that are prepared.
///
/// One library serves one backend for as long as that lives. What was not used for longest is dropped first.
public final class CircuitLibrary: Sendable {
  private let fetch: @Sendable (String) async throws -> String

  /// - Parameters:
  ///   - capacity: How many texts, and how many prepared circuits, are kept.
  ///   - fetch: Gives the text of a hash `sha256:…`.
  public init(capacity: Int = 64, fetch: @escaping @Sendable (String) async throws -> String) {
    self.fetch = fetch
  }

  /// The text of a circuit.
  public func text(_ source: CircuitSource) async throws -> String {
    switch source {
    case .text(let text): text
    case .hash(let hash): try await fetch(hash)
    }
  }

  /// A circuit without measurements.
  ///
  /// - Throws: `OpenQASMError` when the text is none, and what fetching it throws.
  public func circuit(_ source: CircuitSource) async throws -> Circuit {
    let text = try await text(source)
    return try Self.circuit(reading: text)
  }

  private static func circuit(reading text: String) throws -> Circuit { try Circuit(openQASM3: text) }

  /// The one observable of a source.
  ///
  /// - Throws: ``ProgramFailure`` when there are several, or none.
  public func observable(_ source: ObservablesSource) async throws -> PauliSum {
    fatalError()
  }

  /// A circuit with observables, compiled by a backend at its first use.
  ///
  /// - Throws: `OpenQASMError`, ``ProgramFailure``, what the backend throws, and what fetching a text throws.
  public func prepared(
    circuit: CircuitSource, observables: ObservablesSource, on backend: any Backend
  ) async throws -> LibraryEstimation {
    fatalError()
  }

  /// A circuit with measurements, compiled by a backend at its first use.
  public func prepared(sampling circuit: CircuitSource, on backend: any Backend) async throws -> LibrarySampling {
    fatalError()
  }
}
