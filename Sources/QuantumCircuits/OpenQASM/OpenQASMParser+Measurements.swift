extension OpenQASMParser {
  /// `bit[2] c;`, `creg c[2];`, or `bit[2] c = measure q;`.
  mutating func parseClassicalRegister(isOldStyle: Bool) throws(OpenQASMError) {
    take()
    var size: Int?
    if !isOldStyle, take("[") { size = try parseSize(behind: bits.count) }
    let token = peek
    let name = try takeNewName("register", isTaken: isTaken)
    if isOldStyle, take("[") { size = try parseSize(behind: bits.count) }
    guard bits.count + (size ?? 1) <= Circuit.maximumQubitCount else {
      throw token.error(found: "a bit too many", allowed: "\(Circuit.maximumQubitCount) bits in all")
    }
    let range = bits.count..<(bits.count + (size ?? 1))
    classicalRegisters[name] = (range, size == nil)
    classicalNames.append(name)
    bits += [Int?](repeating: nil, count: range.count)
    if !isOldStyle, take("=") {
      try measure(into: Operand(qubits: range, isRegister: size != nil))
    }
    try expect(";", or: isOldStyle ? "" : "'='")
  }

  /// `c = measure q;` or `c[0] = measure q[1];`
  mutating func parseAssignment() throws(OpenQASMError) {
    let target = try parseBits()
    try expect("=")
    try measure(into: target)
    try expect(";")
  }

  /// `measure q -> c;`
  mutating func parseMeasurement() throws(OpenQASMError) {
    let qubits = try parseMeasuredQubits()
    let arrow = peek
    guard take("-"), take(">") else {
      throw arrow.error(allowed: "'->' and the bits that the outcome goes to, as in c = measure q; or measure q -> c;")
    }
    try assign(qubits, to: try parseBits(), at: arrow)
    try expect(";")
  }

  private mutating func measure(into target: Operand) throws(OpenQASMError) {
    let token = peek
    guard case .word("measure") = token.kind else {
      throw token.error(allowed: "a measurement; bits are given no other values")
    }
    try assign(try parseMeasuredQubits(), to: target, at: token)
  }

  private mutating func parseMeasuredQubits() throws(OpenQASMError) -> Range<Int> {
    let token = take()
    guard allowsMeasurements else {
      throw token.error(found: "a measurement", allowed: "a circuit without measurements here")
    }
    let qubits = try parseOperand().qubits
    try spend(steps: qubits.count, at: token)
    measuredQubits.formUnion(qubits)
    return qubits
  }

  private mutating func assign(
    _ qubits: Range<Int>, to target: Operand, at token: OpenQASMToken
  ) throws(OpenQASMError) {
    guard qubits.count == target.qubits.count else {
      throw token.error(
        found: "a measurement of \(qubits.count) qubit\(qubits.count == 1 ? "" : "s") into "
          + "\(target.qubits.count) bit\(target.qubits.count == 1 ? "" : "s")",
        allowed: "as many bits as qubits")
    }
    for (bit, qubit) in zip(target.qubits, qubits) { bits[bit] = qubit }
  }

  /// A classical register, or one of its bits.
  private mutating func parseBits() throws(OpenQASMError) -> Operand {
    let token = peek
    guard case .word(let name) = token.kind, let (register, isSingle) = classicalRegisters[name] else {
      throw token.error(allowed: "a declared register of bits")
    }
    take()
    return try parseIndex(in: register, of: name, thing: "bit", isSingle: isSingle)
  }
}
