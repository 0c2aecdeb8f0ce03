/// Why a backend could not do what it was asked to.
public struct BackendError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may come.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    package init(description: String) { self.description = description }

    /// Shapes, positions or parameter sets that do not fit the circuit.
    public static let invalidPub = Code(description: "invalid-pub")
    /// A setting outside its range, or two that exclude each other.
    public static let invalidOption = Code(description: "invalid-option")
    /// A circuit or an observable that this backend cannot run.
    public static let unsupported = Code(description: "unsupported")
    /// The work needs more memory than it may take.
    public static let insufficientMemory = Code(description: "insufficient-memory")
    /// A number on the way to the result is beyond double precision.
    public static let notFinite = Code(description: "not-finite")
  }

  public let code: Code
  /// What was found and what is allowed.
  public let message: String
  /// What went wrong beneath, if anything did.
  public let cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String {
    cause.map { "\(message) (\($0))" } ?? message
  }
}
