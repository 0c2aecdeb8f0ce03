/// A variable of a program when it has ended.
public struct OpenQASMOutput: Hashable, Sendable {
  public let name: String
  public let value: OpenQASMValue

  public init(name: String, value: OpenQASMValue) {
    self.name = name
    self.value = value
  }
}

extension OpenQASMMachine {
  /// What the program gives, in the order of declaration: its outputs where it declares some, else all variables that stand
  /// outside of blocks, as the specification has it. A bit that waits for its outcome counts as 0.
  public var outputs: [OpenQASMOutput] {
    let parts = program.code.parts
    return parts.outputs.compactMap { output in
      guard output.isDeclared || !parts.hasDeclaredOutputs else { return nil }
      var value = output.slot.map { globals[$0.index] } ?? output.bits.map { loadedBits($0.bits) } ?? .void
      // Where the program ended before a declaration, its variable is zero.
      if value == .void { value = output.type.zero }
      return OpenQASMOutput(name: output.name, value: OpenQASMValue(value))
    }
  }
}
