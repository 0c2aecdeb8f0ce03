extension Compiler {
  /// `measure q;` or `measure q -> c;`
  mutating func compile(
    _ measurement: Statement.Measurement, at position: SourcePosition
  ) throws(OpenQASMError) {
    guard let target = measurement.target else {
      steps += try compile(qubits: measurement.qubits).pushed
      emit(.discard, at: position)
      return
    }
    try compile(
      measuring: measurement.qubits, into: target, thing: "a declared register of bits", at: measurement.arrow,
      measurement: position)
  }

  /// Measures qubits into what an expression names.
  mutating func compile(
    measuring qubits: Expression, into target: Expression, thing: String, at position: SourcePosition,
    measurement: SourcePosition
  ) throws(OpenQASMError) {
    let qubits = try compile(qubits: qubits)
    guard case .name(let name) = target.base.kind else { throw target.position.error(found: "this", allowed: thing) }
    guard case .bits(let place) = definition(of: name) else {
      guard definition(of: name) != nil else { throw target.position.error(found: shortened(name), allowed: thing) }
      // Other variables take the outcome as a value.
      let value = try measuredValue(qubits, at: measurement)
      return try compile(assigning: value, to: target)
    }
    var chosen = place
    if case .index(_, let indices) = target.kind {
      let selectors = try compile(selectors: indices)
      guard let known = constants(selectors) else {
        let type = try elementType(of: .bits(place.bits.count), selectors, at: position)
        try checkCounts(qubits, type, at: position)
        steps += qubits.pushed + selectors.flatMap(\.pushed)
        emit(.measure(place, isSelected: true), at: measurement)
        return
      }
      chosen = try chosenBits(of: place, named: name, known, at: indices.first?.operandPosition ?? position)
    }
    try checkCounts(qubits, chosen.type, at: position)
    steps += qubits.pushed
    emit(.measure(chosen, isSelected: false), at: measurement)
  }

  private func checkCounts(
    _ qubits: QubitFragment, _ type: ValueType, at position: SourcePosition
  ) throws(OpenQASMError) {
    let bits = if case .bits(let count) = type { count ?? 1 } else { 1 }
    guard let count = qubits.count, count != bits else { return }
    throw position.error(
      found: "a measurement of \(count) qubit\(count == 1 ? "" : "s") into \(bits) bit\(bits == 1 ? "" : "s")",
      allowed: "as many bits as qubits")
  }

  /// The outcome of a measurement as a value, by way of bits of its own.
  mutating func measuredValue(_ qubits: QubitFragment, at position: SourcePosition) throws(OpenQASMError) -> Fragment {
    guard let count = qubits.count else {
      throw position.error(found: "a measurement of qubits whose number is not known", allowed: "a known number")
    }
    let place = try newBits(qubits.isRegister ? count : nil, at: position)
    var result = Fragment(type: place.type, steps: qubits.pushed, position: position)
    result.append(.measure(place, isSelected: false), at: position)
    result.append(.loadBits(place), at: position)
    return result
  }
}
