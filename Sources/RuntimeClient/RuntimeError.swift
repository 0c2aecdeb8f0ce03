internal import RuntimeAPI

/// Why a runtime service could not do what it was asked to, or could not be asked.
public struct RuntimeError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure: the server's own names of errors, and those of this side; new kinds may come.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ name: String) { description = name }

    /// Nobody answers at the service's address.
    public static let unreachable = Code("unreachable")
    /// An answer did not come in time.
    public static let timedOut = Code("timed-out")
    /// What came is not what the protocol says.
    public static let unexpectedAnswer = Code("unexpected-answer")
    /// The service had no time, again and again.
    public static let busy = Code("busy")
    /// An address that is none.
    public static let invalidURL = Code("invalid-url")
    /// No saved service fits, or the file of saved services cannot be read or written.
    public static let savedServices = Code("saved-services")
    /// Somebody cancelled the job.
    public static let jobCancelled = Code("job-cancelled")

    // The server's, as far as callers tell them apart.
    public static let unauthorized = Code(APIError.Code.unauthorized.name)
    public static let invalidInputs = Code(APIError.Code.invalidInputs.name)
    public static let invalidRequest = Code(APIError.Code.invalidRequest.name)
    public static let unknownJob = Code(APIError.Code.unknownJob.name)
    public static let unknownProgram = Code(APIError.Code.unknownProgram.name)
    public static let unknownBackend = Code(APIError.Code.unknownBackend.name)
    public static let unknownSession = Code(APIError.Code.unknownSession.name)
    public static let unknownText = Code(APIError.Code.unknownText.name)
    public static let unknownPath = Code(APIError.Code.unknownPath.name)
    public static let jobIsFinal = Code(APIError.Code.jobIsFinal.name)
    public static let jobIsRunning = Code(APIError.Code.jobIsRunning.name)
    public static let sessionClosed = Code(APIError.Code.sessionClosed.name)
    public static let idempotencyConflict = Code(APIError.Code.idempotencyConflict.name)
  }

  public let code: Code
  /// What was found and what is allowed.
  public let message: String
  /// What to do next.
  public let solution: String?
  /// HTTP; nil where no answer came.
  public let status: Int?
  /// What went wrong beneath, if anything did.
  public let cause: (any Error)?

  public init(
    _ code: Code, _ message: String, solution: String? = nil, status: Int? = nil, cause: (any Error)? = nil
  ) {
    self.code = code
    self.message = message
    self.solution = solution
    self.status = status
    self.cause = cause
  }

  public var description: String {
    solution.map { "\(message) \($0)" } ?? message
  }
}
