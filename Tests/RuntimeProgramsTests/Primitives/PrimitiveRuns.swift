import Foundation
import JSONSchemas
import QuantumBackends
import QuantumCircuits
import RuntimePrograms
import Simulators
import Synchronization

/// Texts that were sent before, by their hash, and a library that fetches them.
final class TextShelf: Sendable {
  private let texts = Mutex<[String: String]>([:])
  private let fetches = Mutex<[String]>([])

  /// Keeps a text and gives the hash that it is fetched by; here hashes are numbers.
  func keep(_ text: String) -> String {
    texts.withLock { texts in
      if let known = texts.first(where: { $0.value == text }) { return known.key }
      let hash = "sha256:\(texts.count)"
      texts[hash] = text
      return hash
    }
  }

  /// The hashes that were fetched, in that order.
  var fetched: [String] { fetches.withLock { $0 } }

  func library(capacity: Int = 64, byteCapacity: Int = 64 << 20) -> CircuitLibrary {
    CircuitLibrary(capacity: capacity, byteCapacity: byteCapacity) { hash in
      self.fetches.withLock { $0.append(hash) }
      guard let text = self.texts.withLock({ $0[hash] }) else {
        throw ProgramFailure(code: ProgramFailure.programError, message: "No text has the hash \(hash).")
      }
      return text
    }
  }

  func reference(_ prepared: PreparedCircuit) throws -> CircuitReference {
    let texts = try CircuitTexts(estimating: prepared.circuit, observables: prepared.observables)
    return CircuitReference(
      circuit: .hash(keep(texts.circuit)), observables: .hash(keep(texts.observables)),
      parameterNames: texts.parameterNames)
  }

  func samplingReference(_ prepared: PreparedCircuit) -> CircuitReference {
    let texts = CircuitTexts(sampling: prepared.circuit)
    return CircuitReference(
      circuit: .hash(keep(texts.circuit)), observables: .hash(keep(texts.observables)),
      parameterNames: texts.parameterNames)
  }
}

/// Runs a program as a worker does: what goes in and what comes out is JSON text, which meets the program's schemas.
func runAsText<P: RuntimeProgram>(
  _ program: P, _ inputs: JSONValue, library: CircuitLibrary, backend: some Backend = LocalBackend()
) async throws -> P.Output {
  try program.metadata.spec.parameters.validate(inputs)
  let output = try await program.run(encoded: .init(inputs.bytes), on: backend, circuits: library) { _ in }
  let value = try JSONValue(parsing: [UInt8](output))
  try program.metadata.spec.returnValues.validate(value)
  return try value.decoded()
}

func runAsText<P: RuntimeProgram>(
  _ program: P, _ inputs: P.Inputs, library: CircuitLibrary, backend: some Backend = LocalBackend()
) async throws -> P.Output {
  try await runAsText(program, JSONValue(encoding: inputs), library: library, backend: backend)
}

/// A library of texts that are all in the inputs.
func emptyLibrary() -> CircuitLibrary { TextShelf().library() }
