internal import JSONSchemas
internal import QuantumBackends
internal import RuntimeAPI
public import RuntimePrograms

extension RuntimeBackend: ProgramHost {
  /// Starts a job of a program that the service has under the same id.
  ///
  /// Long circuits and observables among the inputs are sent once; later jobs name them by their hashes.
  /// - Throws: ``RuntimeError`` with code `unknown-program`, `invalid-inputs`, `session-closed`, `unreachable`;
  ///   `BackendError` with code `unsupported` on a service that runs primitives only.
  public func submit<Program: RuntimeProgram>(
    _ program: Program, inputs: Program.Inputs, options: JobOptions
  ) async throws -> JobHandle<Program> {
    guard hasAdditions else {
      throw BackendError(
        .unsupported,
        "The service at \(service.url) runs primitives only, no program '\(program.metadata.id)'; run the "
          + "algorithm here, with its circuits on '\(name)'.")
    }
    let encoded: JSONValue
    var texts: [HashedText] = []
    do {
      if var textual = inputs as? any TextualInputs {
        textual.replaceTexts { text in
          guard text.utf8.count >= Self.longText else { return nil }
          let hashed = HashedText(text)
          texts.append(hashed)
          return hashed.hash.description
        }
        encoded = try JSONValue(encoding: textual)
      } else {
        encoded = try JSONValue(encoding: inputs)
      }
    } catch {
      throw ProgramFailure(error)
    }
    let submission = Submission(
      program: program.metadata.id, backend: name, inputs: encoded, texts: texts,
      sessionID: options.sessionID ?? sessionID,
      tags: options.tags, maximumTime: options.maximumExecutionTime, hasAdditions: true)
    let (id, _) = try await service.submit(submission)
    return JobHandle(RemoteJob(service: service, id: id, isOurs: true))
  }

  /// Bytes from which on a text is worth a message of its own.
  private static let longText = 4096
}

extension RuntimeService {
  /// A job that was submitted before, by this process or another, with the types of its program.
  public func handle<Program: RuntimeProgram>(of id: String, program: Program) -> JobHandle<Program> {
    JobHandle(RemoteJob(service: self, id: id))
  }
}
