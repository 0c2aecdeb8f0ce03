public import QuantumCircuits

extension Circuit {
  /// The circuit that a text in OpenQASM 2 or 3 describes.
  ///
  /// Everything that ``openQASM3`` prints, to the last bit, and all programs whose course does not depend on measurements:
  /// loops, subroutines and arithmetic are executed. Inputs of the types `float` and `angle` without a value become
  /// parameters, in which angles must be linear. A definition under one of our names is one of our gates only if its body
  /// is the one we write; else it means what its body says. Registers are numbered in the order of their declaration,
  /// parameters in that of the inputs. Nothing may be measured: ``MeasuredCircuit`` reads that.
  /// - Parameters:
  ///   - text: The program.
  ///   - inputs: Values of inputs; those of other types than `float` and `angle` need one.
  ///   - include: The texts of files other than `stdgates.inc` and `qelib1.inc`.
  /// - Throws: ``OpenQASMError`` with the place, also for a text that unfolds to more than 2²⁰ gates beyond its length.
  public init(
    openQASM text: String, inputs: [String: OpenQASMValue] = [:], include: OpenQASMInclude? = nil
  ) throws(OpenQASMError) {
    var reader = try CircuitReader(text, inputs: inputs, include: include, allowsMeasurements: false)
    self = try reader.read().circuit
  }
}

extension MeasuredCircuit {
  /// The circuit that a text in OpenQASM 2 or 3 describes, with its measurements.
  ///
  /// Everything that `Circuit(openQASM:)` reads, and measurements into classical registers, each behind all gates on its
  /// qubits. Of several measurements into a bit the last counts.
  /// - Throws: ``OpenQASMError``, as for a circuit without measurements; also for a gate behind a measurement of its qubit,
  ///   and for a program whose course depends on an outcome.
  public init(
    openQASM text: String, inputs: [String: OpenQASMValue] = [:], include: OpenQASMInclude? = nil
  ) throws(OpenQASMError) {
    var reader = try CircuitReader(text, inputs: inputs, include: include, allowsMeasurements: true)
    self = try reader.read()
  }
}

extension MeasuredCircuit {
  /// The circuit that a program is, all of whose inputs are known.
  init(reading program: OpenQASMProgram) throws(OpenQASMError) {
    var reader = try CircuitReader(program, allowsMeasurements: true)
    self = try reader.read()
  }
}

/// Runs a program and writes down what it does to the qubits.
private struct CircuitReader {
  private var machine: OpenQASMMachine
  private let allowsMeasurements: Bool
  private var circuit: Circuit
  /// The qubit that each bit reads in the end.
  private var qubits: [Int?]
  private var measured: [Bool]
  private var used: [Bool]

  init(
    _ text: String, inputs: [String: OpenQASMValue], include: OpenQASMInclude?, allowsMeasurements: Bool
  ) throws(OpenQASMError) {
    let length = text.utf8.count
    var limits = OpenQASMLimits()
    limits.operationCount = 1 << 20 + length
    limits.stepCount = 1 << 22 + 16 * length
    limits.bitCount = Circuit.maximumQubitCount
    try self.init(
      OpenQASMProgram(text, limits: limits, include: include, knownInputs: Compiler.KnownInputs(values: inputs)),
      allowsMeasurements: allowsMeasurements)
  }

  init(_ program: OpenQASMProgram, allowsMeasurements: Bool) throws(OpenQASMError) {
    machine = try OpenQASMMachine(program)
    self.allowsMeasurements = allowsMeasurements
    let parts = program.code.parts
    do {
      circuit = try Circuit(qubitCount: parts.qubitCount, parameters: parts.parameters)
    } catch {
      // Registers and names of inputs were checked where they stand.
      throw SourcePosition.start.error(found: "\(error)", allowed: "a circuit")
    }
    qubits = [Int?](repeating: nil, count: parts.bitCount)
    measured = [Bool](repeating: false, count: parts.qubitCount)
    used = measured
  }

  mutating func read() throws(OpenQASMError) -> MeasuredCircuit {
    loop: while true {
      switch try machine.next() {
      case .gate(let operation): try append(operation)
      case .measure(let qubit, let bit): try measure(qubit, into: bit)
      case .reset(let qubit):
        guard used[qubit] || measured[qubit] else { continue }
        throw machine.place.error(found: "a reset of a qubit in use", allowed: Self.dynamic)
      case .read:
        throw machine.place(ahead: 1).error(found: "a value that depends on a measurement", allowed: Self.dynamic)
      case .end: break loop
      }
    }
    let parts = machine.program.code.parts
    for register in parts.registers {
      for bit in register.bits.bits where machine.value(ofBit: bit) != nil {
        guard machine.value(ofBit: bit) == false else {
          throw register.position.error(
            found: "\(shortened(register.name)), a register that is given a value",
            allowed: "measurements as its values; run the program with a sampler for others")
        }
        // The program has set it to 0 behind its measurement.
        qubits[bit] = nil
      }
    }
    var result = MeasuredCircuit(
      circuit: circuit,
      registers: parts.registers.map { register in
        ClassicalRegister(name: register.name, qubits: register.bits.bits.map { qubits[$0] })
      },
      hasPhysicalQubits: parts.usesPhysicalQubits)
    for (position, name) in parts.inputNames.enumerated() { result.inputNames[position] = name }
    return result
  }

  private static let dynamic = "a circuit here; run the program with a sampler, which follows its measurements"

  private mutating func append(_ operation: Circuit.Operation) throws(OpenQASMError) {
    for qubit in operation.qubits {
      guard !measured[qubit] else {
        throw machine.place.error(
          found: "a gate on qubit \(qubit), which is measured before it",
          allowed: "measurements at the end, behind all gates on their qubits")
      }
      used[qubit] = true
    }
    circuit.append(checked: operation)
  }

  private mutating func measure(_ qubit: Int, into bit: Int?) throws(OpenQASMError) {
    guard allowsMeasurements else {
      throw machine.place.error(found: "a measurement", allowed: "a circuit without measurements here")
    }
    measured[qubit] = true
    // Bits within subroutines are gone when these end.
    if let bit, bit < qubits.count { qubits[bit] = qubit }
  }
}
