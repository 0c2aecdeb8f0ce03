import PauliAlgebra
public import QuantumCircuits

/// What a circuit has that a version of the language has no words for.
public struct OpenQASMPrintingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let found: String
  public let allowed: String

  public var description: String { "found \(found); allowed is \(allowed)" }
}

extension Circuit {
  /// The circuit as OpenQASM 2, up to its global phase.
  ///
  /// Gates have their names in `qelib1.inc` where they stand there; others come with definitions, under the names of
  /// ``openQASM3``.
  /// - Throws: ``OpenQASMPrintingError`` for parameters without a value, for exponentials of excitations that do not commute
  ///   and for matrices on more than four qubits.
  public func openQASM2() throws(OpenQASMPrintingError) -> String { try MeasuredCircuit(circuit: self).openQASM2() }
}

extension MeasuredCircuit {
  /// The circuit and its measurements as OpenQASM 2, up to its global phase.
  ///
  /// - Throws: ``OpenQASMPrintingError``, as for a circuit without measurements.
  public func openQASM2() throws(OpenQASMPrintingError) -> String {
    if let parameter = circuit.parameters.first {
      throw OpenQASMPrintingError(
        found: "the parameter \(shortened(parameter.name))", allowed: "circuits whose parameters have values")
    }
    var printer = CircuitPrinterOfVersion2()
    for operation in circuit.operations { try printer.print(operation) }
    var names = Set(printer.names)
    var text = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n" + printer.definitions
    if circuit.qubitCount > 0 { text += "qreg \(OpenQASMNames.registerName)[\(circuit.qubitCount)];\n" }
    names.insert(OpenQASMNames.registerName)
    var measurements = ""
    for register in registers {
      let name = OpenQASMNames.nameOfVersion2(for: register.name, besides: names)
      names.insert(name)
      text += "creg \(name)[\(max(1, register.qubits.count))];\n"
      for (bit, qubit) in register.qubits.enumerated() {
        if let qubit { measurements += "measure \(OpenQASMNames.registerName)[\(qubit)] -> \(name)[\(bit)];\n" }
      }
    }
    return text + printer.statements + measurements
  }
}

/// The statements of a circuit in version 2 and the definitions they need.
private struct CircuitPrinterOfVersion2 {
  private(set) var definitions = ""
  private(set) var statements = ""
  private var defined: [Circuit.Operation.Kind: String] = [:]

  var names: [String] { Array(defined.values) }

  mutating func print(_ operation: Circuit.Operation) throws(OpenQASMPrintingError) {
    var kind = operation.kind
    if case .excitation(let gate) = kind { kind = .excitation(gate.labeled("")) }
    // A global phase.
    guard !operation.qubits.isEmpty else { return }
    statements += try name(of: kind)
    if !operation.angles.isEmpty {
      statements += "(" + operation.angles.map { number($0.constant) }.joined(separator: ",") + ")"
    }
    statements +=
      " " + operation.qubits.map { "\(OpenQASMNames.registerName)[\($0)]" }.joined(separator: ",") + ";\n"
  }

  private mutating func name(of kind: Circuit.Operation.Kind) throws(OpenQASMPrintingError) -> String {
    if let name = defined[kind] { return name }
    var name = kind.openQASMName(index: defined.count)
    switch kind {
    case .standard(.u): name = "u3"
    case .standard(let gate):
      if GateSignature.qelib1[gate.name] == nil { definitions += (gate.openQASMDefinition ?? "") + "\n" }
    case .pauliRotation, .excitation:
      definitions += kind.openQASMDefinition(name: name) ?? ""
    case .excitationExponential(let gates):
      let definition = GateDefinition.exponential(of: gates)
      guard !definition.calls.contains(where: { $0.gate == .withoutBody }) else {
        throw OpenQASMPrintingError(
          found: "an exponential of excitations that do not commute", allowed: "products of excitations")
      }
      definitions += definition.openQASM(name: name)
    case .unitary(let gate):
      guard gate.qubitCount <= GateDefinition.maximumUnitaryBodyQubitCount else {
        throw OpenQASMPrintingError(
          found: "\(shortened(gate.name)), a matrix on \(gate.qubitCount) qubits",
          allowed: "at most \(GateDefinition.maximumUnitaryBodyQubitCount)")
      }
      definitions += GateDefinition.unitary(gate.matrix).withoutControls.openQASM(name: name)
    }
    defined[kind] = name
    return name
  }

  /// A number as version 2 has them: with a point before an exponent.
  private func number(_ value: Double) -> String {
    let text = "\(value)"
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}

extension GateDefinition {
  /// The definition with turns under controls taken apart into those under one, and without its global phase.
  fileprivate var withoutControls: GateDefinition {
    var result = self
    result.calls = calls.flatMap { call -> [GateCall] in
      guard call.gate != .phase else { return [] }
      guard case .native(.standard(let gate)) = call.gate, !call.controls.isEmpty else { return [call] }
      let negative = zip(call.qubits, call.controls).filter { !$1 }.map(\.0)
      let flips = negative.map { GateCall(.x, on: $0) }
      let controls = Array(call.qubits.prefix(call.controls.count)), target = call.qubits[call.controls.count]
      return flips + turn(gate, call.angles[0], controls: controls, target: target) + flips
    }
    return result
  }

  /// A turn about y or z under controls: half under the last, half back between two nots of it under the others, half
  /// under the others (Barenco et al., Phys. Rev. A 52, 3457, lemma 7.5).
  private func turn(_ gate: StandardGate, _ angle: LinearForm, controls: [Int], target: Int) -> [GateCall] {
    guard let last = controls.last, controls.count > 1 else {
      let controlled: StandardGate = gate == .rz ? .crz : .cry
      return [GateCall(.native(.standard(controlled)), angles: [angle], on: controls + [target])]
    }
    let others = Array(controls.dropLast())
    var half = angle
    half.scale(by: 0.5)
    var back = half
    back.negate()
    let not = [GateCall(.native(.standard(others.count == 1 ? .cx : .ccx)), on: others + [last])]
    return turn(gate, half, controls: [last], target: target) + not
      + turn(gate, back, controls: [last], target: target) + not
      + turn(gate, half, controls: others, target: target)
  }
}
