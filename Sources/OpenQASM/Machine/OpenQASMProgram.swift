import QuantumCircuits

/// A program in OpenQASM 2 or 3 that was read and found to be in order.
///
/// An ``OpenQASMMachine`` runs it. Straight lines of gates become circuits without one: `Circuit(openQASM:)`.
public struct OpenQASMProgram: Sendable {
  /// What was written, for printing it again.
  let statements: [Statement]
  /// 2 or 3: the version of the language that the text was in.
  public let version: Int
  public let limits: OpenQASMLimits
  let code: Code

  /// Shared by all copies, so that machines are copied without touching its parts.
  final class Code: Sendable {
    let parts: ProgramParts
    let files: [String]

    init(_ parts: ProgramParts, files: [String]) {
      self.parts = parts
      self.files = files
    }
  }

  /// Reads a program.
  ///
  /// - Parameters:
  ///   - text: OpenQASM 2 or 3. Without a first line that says, it is version 3.
  ///   - limits: How much the program may ask for.
  ///   - include: The texts of files other than `stdgates.inc` and `qelib1.inc`; nil refuses such files.
  /// - Throws: ``OpenQASMError`` with the place of what is wrong, unsupported or beyond a limit.
  public init(
    _ text: String, limits: OpenQASMLimits = OpenQASMLimits(), include: OpenQASMInclude? = nil
  ) throws(OpenQASMError) {
    try self.init(text, limits: limits, include: include, knownInputs: nil)
  }

  init(
    _ text: String, limits: OpenQASMLimits, include: OpenQASMInclude? = nil, knownInputs: Compiler.KnownInputs?
  ) throws(OpenQASMError) {
    var parser = try Parser(text, limits: limits, include: include)
    let statements = try parser.parse()
    var compiler = Compiler(
      limits: limits, knownInputs: knownInputs, textLength: text.utf8.count + parser.includedByteCount)
    if parser.version == 2 { compiler.prepareVersion2() }
    do throws(OpenQASMError) {
      try compiler.compile(statements)
    } catch {
      throw error.named(by: parser.files)
    }
    self.statements = statements
    version = parser.version
    self.limits = limits
    code = Code(compiler.program, files: parser.files)
  }

  public var qubitCount: Int { code.parts.qubitCount }

  /// How many qubits gates may act on: all others stay |0⟩, whatever is measured.
  public var gatedQubitCount: Int { code.parts.gatesAnyQubit ? qubitCount : code.parts.gatedQubits.count }

  /// Whether the qubits are those of a device (`$0`, `$1`, …), of which there may be more than the program names.
  public var hasPhysicalQubits: Bool { code.parts.usesPhysicalQubits }

  /// How many bits measurements may go to: the numbers in ``OpenQASMMachine/Event/measure(qubit:bit:)`` are below it,
  /// except for those of variables within subroutines.
  public var bitCount: Int { code.parts.bitCount }

  /// The names of the inputs, which a machine must be given values for.
  public var inputNames: [String] { code.parts.inputs.map(\.name) }

  /// Some bits under a name.
  public struct Register: Hashable, Sendable {
    public let name: String
    /// From the lowest on: numbers in the one space of the program's bits.
    public let bits: [Int]
  }

  /// The registers of bits that the program declares outside of all blocks, in their order.
  ///
  /// When it declares outputs, only those among these.
  public var outputRegisters: [Register] {
    code.parts.outputs.compactMap { output in
      guard let place = output.bits, output.isDeclared || !code.parts.hasDeclaredOutputs else { return nil }
      return Register(name: output.name, bits: place.bits)
    }
  }
}

extension Compiler {
  /// What version 2 has without a file: `U`, which all versions have, and `CX`.
  mutating func prepareVersion2() {
    version = 2
    var signature = GateSignature(native: .standard(.cx))
    signature.isReplaceable = true
    scopes[0]["CX"] = .gate(signature)
  }
}
