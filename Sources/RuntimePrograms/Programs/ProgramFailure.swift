internal import ClassicalOptimizers
internal import JSONSchemas
internal import OpenQASM
internal import PauliAlgebra
public import QuantumBackends
internal import QuantumCircuits
internal import VariationalAlgorithms

/// Why a program ended without a result, in a form that crosses processes.
public struct ProgramFailure: Error, Codable, Hashable, Sendable, CustomStringConvertible {
  /// Those of `BackendError.Code`, and the constants of this type; new ones may come.
  public var code: String
  /// What was found and what is allowed.
  public var message: String
  public var description: String { message }

  /// Inputs that the program refuses.
  public static let invalidInput = "invalid-input"
  /// Anything else that went wrong in a program.
  public static let programError = "program-error"
  /// The job was cancelled; hosts throw `CancellationError` in its place.
  public static let cancelled = "cancelled"
  /// A job returned or published something else than its program does.
  public static let invalidResult = "invalid-result"
  /// The job was ended for running longer than it may.
  public static let ranTooLong = "ran-too-long"

  /// A hash that stands for none of a job's texts.
  package static func unknownText(_ hash: String) -> ProgramFailure {
    ProgramFailure(
      code: "unknown-text",
      message: "The job has no text \(hash.prefix(80)); send it, and list its hash among the job's `texts`.")
  }

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// What an error means to whoever submitted the job.
  public init(_ error: any Error) {
    switch error {
    case let failure as ProgramFailure: self = failure
    case let error as BackendError: self.init(code: error.code.description, message: error.description)
    case let error as VQEError: self.init(code: error.failureCode, message: error.description)
    case let error as OptimizationError: self.init(code: error.failureCode, message: error.description)
    case let error as OpenQASMError:
      self.init(code: Self.invalidInput, message: "The circuit cannot be read: \(error)")
    case let error as PauliError: self.init(code: Self.invalidInput, message: error.description)
    case let error as CircuitError: self.init(code: Self.invalidInput, message: error.description)
    case let error as AnsatzError: self.init(code: Self.invalidInput, message: error.description)
    case let error as JSONError: self.init(code: Self.invalidInput, message: "The inputs are no JSON: \(error)")
    case let error as JSONSchemaViolation: self.init(code: Self.invalidInput, message: error.description)
    case let error as DecodingError: self.init(code: Self.invalidInput, message: sentence(for: error))
    case let error as EncodingError: self.init(code: Self.programError, message: sentence(for: error))
    case is CancellationError: self.init(code: Self.cancelled, message: "The job was cancelled.")
    default: self.init(code: Self.programError, message: String(describing: error))
    }
  }

  /// The failure as the backend that met it would have thrown it in this process.
  public var backendError: BackendError { BackendError(BackendError.Code(description: code), message) }
}

extension VQEError {
  fileprivate var failureCode: String {
    switch self {
    case .widthMismatch, .noParameters, .notHermitian, .initialPointLength, .nonFiniteInitialPoint,
      .adjointNeedsExactValues, .adjointUnavailable, .exactUnavailable, .invalidGradientStep, .unusedGradient,
      .unusedFinalPrecision, .invalidFinalPrecision, .tooManyFrequencies:
      ProgramFailure.invalidInput
    case .otherProblem, .otherSectorChoice, .unreadableFile, .unwritableFile: ProgramFailure.programError
    }
  }
}

extension OptimizationError {
  fileprivate var failureCode: String {
    switch self {
    case .emptyStart, .nonFiniteStart, .invalidSetting, .unknownOptimizer: ProgramFailure.invalidInput
    case .nonFiniteEvaluation: BackendError.Code.notFinite.description
    case .evaluationCount, .missingGradient, .gradientLength, .invalidStandardError, .runIsOver, .nothingEvaluated,
      .corruptState, .replayDiffers, .outOfThreads:
      ProgramFailure.programError
    }
  }
}

/// Where a JSON text has something else than was to be decoded, and what.
private func sentence(for error: DecodingError) -> String {
  switch error {
  case let .keyNotFound(key, context):
    "\(path(context.codingPath + [key])) is missing; it is required."
  case let .valueNotFound(_, context):
    "\(path(context.codingPath)) is null; a value is required."
  case let .typeMismatch(_, context):
    "\(path(context.codingPath)): \(context.debugDescription)"
  case let .dataCorrupted(context):
    "\(path(context.codingPath)): \(context.debugDescription)"
  @unknown default:
    String(describing: error)
  }
}

private func sentence(for error: EncodingError) -> String {
  if case let .invalidValue(value, context) = error {
    "\(path(context.codingPath)) is \(value), which has no form in JSON: \(context.debugDescription)"
  } else {
    String(describing: error)
  }
}

/// Such as `pubs[0][2].theta`.
private func path(_ keys: [any CodingKey]) -> String {
  let text = keys.reduce(into: "") { path, key in
    if let index = key.intValue {
      path += "[\(index)]"
    } else {
      path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
    }
  }
  return text.isEmpty ? "The value" : text
}
