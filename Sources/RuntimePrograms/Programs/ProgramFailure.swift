internal import QuantumBackends

/// Why a program ended without a result, in a form that crosses processes.
public struct ProgramFailure: Error, Codable, Hashable, Sendable, CustomStringConvertible {
  /// Those of `BackendError.Code`, `invalid-input` and `program-error`.
  public var code: String
  public var message: String
  public var description: String { message }

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  public init(_ error: any Error) {
    switch error {
    case let failure as ProgramFailure: self = failure
    case let error as BackendError: self.init(code: error.code.description, message: error.description)
    default: self.init(code: "program-error", message: String(describing: error))
    }
  }
}
