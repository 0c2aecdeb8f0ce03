public import QuantumBackends

/// Why a program ended without a result, in a form that crosses processes.
public struct ProgramFailure: Error, Codable, Hashable, Sendable, CustomStringConvertible {
  /// Those of `BackendError.Code`, and the constants of this type; new ones may come.
  public var code: String
  /// One line: what was found and what is allowed.
  public var message: String
  public var description: String { message }

  /// Inputs that the program refuses.
  public static let invalidInput = "invalid-input"
  /// Anything else that went wrong in a program.
  public static let programError = "program-error"
  /// The job was cancelled; hosts throw `CancellationError` in its place.
  public static let cancelled = "cancelled"
  /// The job was ended for running longer than it may.
  public static let ranTooLong = "ran-too-long"

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  public init(_ error: any Error) {
    switch error {
    case let failure as ProgramFailure: self = failure
    case let error as BackendError: self.init(code: error.code.description, message: error.description)
    default: self.init(code: Self.programError, message: String(describing: error))
    }
  }

  /// The failure as the backend that met it would have thrown it in this process.
  public var backendError: BackendError { BackendError(BackendError.Code(description: code), message) }
}
