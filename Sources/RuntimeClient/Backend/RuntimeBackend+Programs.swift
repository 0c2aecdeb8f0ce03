internal import JSONSchemas
internal import QuantumBackends
public import RuntimePrograms

extension RuntimeBackend: ProgramHost {
  /// Starts a job of a program that the service has under the same id.
  ///
  /// The inputs hold circuits and observables as texts: jobs of this call list no hashes, so the service has none for them.
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
    do {
      encoded = try JSONValue(encoding: inputs)
    } catch {
      throw ProgramFailure(error)
    }
    let submission = Submission(
      program: program.metadata.id, backend: name, inputs: encoded, sessionID: options.sessionID ?? sessionID,
      tags: options.tags, maximumTime: options.maximumExecutionTime, hasAdditions: true)
    let (id, _) = try await service.submit(submission)
    return JobHandle(RemoteJob(service: service, id: id, isOurs: true))
  }
}

extension RuntimeService {
  /// A job that was submitted before, by this process or another, with the types of its program.
  public func handle<Program: RuntimeProgram>(of id: String, program: Program) -> JobHandle<Program> {
    JobHandle(RemoteJob(service: self, id: id))
  }
}
