/// How much a program may ask for. What goes beyond is refused with the limit's number, never run into.
public struct OpenQASMLimits: Hashable, Sendable {
  /// How deep parentheses, blocks and gates within gates may stand within each other.
  public var nestingDepth = 64
  /// How deep included files may stand within each other.
  public var includeDepth = 16
  public var includedFileCount = 256
  /// The bytes of all included files together.
  public var includedByteCount = 1 << 24
  /// The bits of all registers and variables of the type `bit` together.
  public var bitCount = 1 << 20
  /// The elements of one array, and of one list of indices.
  public var elementCount = 1 << 16
  /// The values of all variables at a time, with every element of an array counted.
  public var valueCount = 1 << 20
  /// How deep calls of subroutines may stand within each other.
  public var callDepth = 256
  /// The instructions of a program, which loops in gate bodies multiply.
  public var instructionCount = 1 << 20
  /// The instructions that a program may execute; an operator is one.
  public var stepCount = 30_000_000
  /// The gates, measurements and resets that a program may execute.
  public var operationCount = 10_000_000
  /// The qubits of the widest gate that is made into a matrix, by controls without a named gate or by powers.
  public var matrixQubitCount = 5

  public init() {}
}

extension OpenQASMLimits {
  func tooManySteps(at position: SourcePosition) -> OpenQASMError {
    position.error(found: "a program that takes too many steps", allowed: "at most \(stepCount)")
  }
}

/// The text of a file that a program includes; nil where there is none. `stdgates.inc` and `qelib1.inc` are not asked for.
public typealias OpenQASMInclude = @Sendable (_ name: String) -> String?
