internal import Foundation
internal import QuantumBackends
public import Simulators

extension LocalBackend: ProgramHost {
  /// Starts a program as a task of this process, fed and heard in JSON as a service would do it.
  ///
  /// - Throws: ``BackendError`` with the code `invalid-option` for tags and sessions, which mean nothing here, and for a
  ///   time limit that is not positive or longer than the program's own.
  public func submit<Program: RuntimeProgram>(
    _ program: Program, inputs: Program.Inputs, options: JobOptions
  ) async throws -> JobHandle<Program> {
    if let tag = options.tags.first {
      throw BackendError(
        .invalidOption, "The tag '\(tag)' was given, but jobs in this process are in no list; give none.")
    }
    if let session = options.sessionID {
      throw BackendError(.invalidOption, "The session '\(session)' was given; the local backend has none.")
    }
    let longest = program.metadata.maximumExecutionTime
    let seconds = options.maximumExecutionTime ?? longest
    guard (1...max(1, longest)).contains(seconds) else {
      throw BackendError(
        .invalidOption, "A time limit of \(seconds) s was asked for; the program takes 1 to \(longest) s.")
    }
    let encoded: Data
    do {
      encoded = try ProgramCoding.encode(inputs)
    } catch {
      throw ProgramFailure(error)
    }
    return JobHandle(LocalJob(program, encoded: encoded, on: self, timeLimit: .seconds(seconds)))
  }
}
