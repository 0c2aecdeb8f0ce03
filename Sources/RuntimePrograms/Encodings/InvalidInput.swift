internal import QuantumBackends

extension ProgramFailure {
  /// Inputs that the program refuses: where in them, what was found and what is allowed.
  static func invalidInput(_ path: String, _ message: String) -> ProgramFailure {
    ProgramFailure(code: invalidInput, message: path.isEmpty ? message : "\(path): \(message)")
  }

  /// What went wrong with a part of the inputs, with the place in front of its message.
  static func at(_ path: String, _ error: any Error) -> any Error {
    switch error {
    case is CancellationError: return error
    case let error as BackendError: return BackendError(error.code, "\(path): \(error.message)", cause: error.cause)
    default:
      let failure = ProgramFailure(error)
      return ProgramFailure(code: failure.code, message: "\(path): \(failure.message)")
    }
  }
}

extension ProgramFailure {
  /// An output that is not what the program promises.
  static func invalidOutput(_ path: String, _ message: String) -> ProgramFailure {
    ProgramFailure(code: programError, message: "\(path): \(message)")
  }
}
