public import QuantumBackends

/// A backend that also runs whole programs beside itself: the simulator in this process, or a runtime service.
public protocol ProgramHost: Backend {
  /// Starts a job of a program that this host knows.
  ///
  /// The job goes on whether or not anybody holds its handle.
  /// - Throws: ``ProgramFailure`` or ``BackendError`` when the job cannot be started; how it ends is told by the handle.
  func submit<Program: RuntimeProgram>(
    _ program: Program, inputs: Program.Inputs, options: JobOptions
  ) async throws -> JobHandle<Program>
}

extension ProgramHost {
  /// Starts a job with the program's own limits.
  public func submit<Program: RuntimeProgram>(
    _ program: Program, inputs: Program.Inputs
  ) async throws -> JobHandle<Program> {
    try await submit(program, inputs: inputs, options: JobOptions())
  }
}

/// What a job is given beside its inputs. A host honours an option or refuses it by name.
public struct JobOptions: Hashable, Sendable {
  /// Words to find the job by.
  public var tags: [String]
  /// The longest time the job may run, in seconds; nil takes the program's.
  public var maximumExecutionTime: Int?
  /// A session of the service that the job shall belong to.
  public var sessionID: String?

  public init(tags: [String] = [], maximumExecutionTime: Int? = nil, sessionID: String? = nil) {
    self.tags = tags
    self.maximumExecutionTime = maximumExecutionTime
    self.sessionID = sessionID
  }
}
