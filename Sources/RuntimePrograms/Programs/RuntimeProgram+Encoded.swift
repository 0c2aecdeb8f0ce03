package import Foundation
package import QuantumBackends

extension RuntimeProgram {
  /// Runs the program with everything that goes in and comes out as JSON text.
  ///
  /// - Parameter publish: Takes the JSON texts of interim results, one at a time and in order, all of them before this
  ///   returns or throws. The program goes on meanwhile, until too many wait.
  /// - Throws: `CancellationError` when cancelled; ``ProgramFailure`` for everything else.
  package func run(
    encoded inputs: Data, on backend: any Backend, circuits: CircuitLibrary,
    publish: @escaping @Sendable (Data) async throws -> Void
  ) async throws -> Data {
    let context = ProgramContext<InterimResult>(backend: backend, circuits: circuits) { result in
      try await publish(try ProgramCoding.encode(result))
    }
    return try ProgramCoding.encode(
      try await run(ProgramCoding.decode(Inputs.self, from: inputs), in: context))
  }
}
