public import QuantumBackends

/// A whole computation that runs beside a backend: inputs go in, interim results come out on the way, one output at the end.
public protocol RuntimeProgram: Sendable {
  associatedtype Inputs: Codable & Sendable
  associatedtype InterimResult: Codable & Sendable
  associatedtype Output: Codable & Sendable

  var metadata: ProgramMetadata { get }

  /// Runs the program.
  ///
  /// - Throws: `CancellationError` when cancelled; any other error fails the job.
  func run(_ inputs: Inputs, in context: ProgramContext<InterimResult>) async throws -> Output
}

/// What a running program has at hand.
public struct ProgramContext<InterimResult: Codable & Sendable>: Sendable {
  /// Where its circuits run.
  public let backend: any Backend
  /// Circuits and observables by the hash of their text, and prepared ones.
  public let circuits: CircuitLibrary
  private let publisher: @Sendable (InterimResult) async throws -> Void

  public init(
    backend: any Backend, circuits: CircuitLibrary,
    publish: @escaping @Sendable (InterimResult) async throws -> Void
  ) {
    self.backend = backend
    self.circuits = circuits
    publisher = publish
  }

  /// Hands an interim result to whoever follows the job.
  public func publish(_ result: InterimResult) async throws { try await publisher(result) }
}

/// The interim results of a program that has none.
public struct NoInterimResults: Codable, Sendable {
  public init() {}
}
