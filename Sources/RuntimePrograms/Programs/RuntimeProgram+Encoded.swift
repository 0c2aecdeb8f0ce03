package import Foundation
package import QuantumBackends

/// Makes the JSON text of an interim result, for whoever wants it, whenever that suits.
package typealias InterimText = @Sendable () throws -> Data

extension RuntimeProgram {
  /// Runs the program with everything that goes in and comes out as JSON text.
  ///
  /// - Parameter publish: Takes interim results in order. What it throws fails the program.
  /// - Throws: `CancellationError` when cancelled; ``ProgramFailure`` for everything else.
  package func run(
    encoded inputs: Data, on backend: any Backend, circuits: CircuitLibrary,
    publish: @escaping @Sendable (@escaping InterimText) async throws -> Void
  ) async throws -> Data {
    let context = ProgramContext<InterimResult>(backend: backend, circuits: circuits) { result in
      try await publish { try ProgramCoding.encode(result) }
    }
    do {
      let inputs = try ProgramCoding.decode(Inputs.self, from: inputs)
      return try ProgramCoding.encode(try await run(inputs, in: context))
    } catch {
      // A cancelled task makes backends fail in ways of their own.
      if error is CancellationError || Task.isCancelled { throw CancellationError() }
      throw ProgramFailure(error)
    }
  }
}
