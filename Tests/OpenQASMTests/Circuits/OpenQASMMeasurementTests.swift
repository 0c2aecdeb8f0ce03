import OpenQASM
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("OpenQASM 3 with measurements at the end")
struct OpenQASMMeasurementTests {
  private func read(_ text: String) throws -> MeasuredCircuit {
    try MeasuredCircuit(openQASM: "OPENQASM 3;\ninclude \"stdgates.inc\";\n" + text)
  }

  @Test("a printed measurement of all qubits reads back, with the same circuit", arguments: 0..<20 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = RandomStream(seed: seed, stream: 5)
    let qubitCount = Int(seed) % 6
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 40, parameterCount: Int(seed) % 3, using: &random)
    let measured = try MeasuredCircuit(openQASM: circuit.openQASM3(measuringInto: "meas"))
    #expect(measured.circuit == circuit)
    let register = ClassicalRegister(name: "meas", qubits: Array(0..<qubitCount))
    #expect(measured.registers == (qubitCount > 0 ? [register] : []))
    #expect(!measured.hasPhysicalQubits && measured.hasMeasurements == (qubitCount > 0))
  }

  @Test("the measurement is a register assigned at the end")
  func printed() throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.h, on: 0)
    #expect(
      circuit.openQASM3(measuringInto: "meas") == """
        OPENQASM 3.0;
        include "stdgates.inc";
        bit[2] meas;
        qubit[2] q;
        h q[0];
        meas = measure q;

        """)
  }

  @Test(
    "a register gets another name where its own is taken or cannot be one",
    arguments: [("a", "_a"), ("q", "_q"), ("measure", "_measure"), ("x", "_x"), ("2 c", "_2_c"), ("meas", "meas")])
  func takenNames(name: String, expected: String) throws {
    var circuit = try Circuit(qubitCount: 1)
    try circuit.append(.rx, angles: [Parameter("a").angle], on: [0])
    let measured = try MeasuredCircuit(openQASM: circuit.openQASM3(measuringInto: name))
    #expect(measured.circuit == circuit)
    #expect(measured.registers.map(\.name) == [expected])
  }

  @Test("a name made for a register is none of the inputs' names")
  func namesMadeTwice() throws {
    var circuit = try Circuit(qubitCount: 1)
    let angle = Parameter("a").angle + Parameter("_a").angle + Parameter("_a_").angle
    try circuit.append(.rx, angles: [angle], on: [0])
    let measured = try MeasuredCircuit(openQASM: circuit.openQASM3(measuringInto: "a"))
    #expect(measured.circuit == circuit)
    #expect(measured.registers.map(\.name) == ["_a__"])
  }

  @Test(
    "all ways of writing measurements",
    arguments: [
      ("qubit[2] q; bit[2] c; x q[0]; c = measure q;", [("c", [0, 1])]),
      ("qreg q[2]; creg c[2]; x q[0]; c[0] = measure q[1]; c[1] = measure q[0];", [("c", [1, 0])]),
      ("qreg q[2]; creg c[2]; x q[0]; measure q -> c;", [("c", [0, 1])]),
      ("qreg q[2]; creg c[2]; x q[0]; measure q[1] -> c[-1];", [("c", [nil, 1])]),
      ("qubit[2] q; x q[0]; bit[2] c = measure q; bit d = measure q[0];", [("c", [0, 1]), ("d", [0])]),
      (
        "qubit[2] q; bit[3] c; bit d; c[2] = measure q[0]; x q[1]; d = measure q[1];",
        [("c", [nil, nil, 0]), ("d", [1])]
      ),
      ("qubit[2] q; bit[1] c; c[0] = measure q[0]; c[0] = measure q[1];", [("c", [1])]),
      ("qubit[2] q; bit[1] c;", [("c", [nil])]),
      ("qubit[2] q; bit[2] c; c[0] = measure q[0]; barrier q; c[1] = measure q[0];", [("c", [0, 0])]),
      ("bit[2] meas; sx $0; cx $0, $4; meas[0] = measure $0; meas[1] = measure $4;", [("meas", [0, 4])]),
    ] as [(String, [(String, [Int?])])])
  func ways(text: String, registers: [(String, [Int?])]) throws {
    let measured = try read(text)
    #expect(measured.registers == registers.map { ClassicalRegister(name: $0.0, qubits: $0.1) })
    #expect(measured.hasPhysicalQubits == text.contains("$"))
    #expect(measured.circuit.qubitCount == (text.contains("$") ? 5 : 2))
  }

  @Test("a circuit without measurements may have bits")
  func bitsAlone() throws {
    let circuit = try Circuit(openQASM: "OPENQASM 3; bit[2] c; qubit[2] q; U(0, 0, 0) q[0];")
    #expect(circuit.qubitCount == 2 && circuit.operations.count == 1)
  }

  /// Behind `qubit[2] q; bit[2] c;` on the lines before.
  @Test(
    "what is more than measurements at the end is refused with its place",
    arguments: [
      (
        "c[0] = measure q[0];\nx q[0];",
        "line 4, column 1: found a gate on qubit 0, which is measured before it; "
          + "allowed is measurements at the end, behind all gates on their qubits"
      ),
      (
        "measure q[1] -> c[0];\n  cx q[0], q[1];",
        "line 4, column 3: found a gate on qubit 1, which is measured before it; "
          + "allowed is measurements at the end, behind all gates on their qubits"
      ),
      (
        "c[0] = measure q[0];\nh q;",
        "line 4, column 1: found a gate on qubit 0, which is measured before it; "
          + "allowed is measurements at the end, behind all gates on their qubits"
      ),
      (
        "c = measure q[0];",
        "line 3, column 5: found a measurement of 1 qubit into 2 bits; allowed is as many bits as qubits"
      ),
      (
        "measure q -> c[0];",
        "line 3, column 11: found a measurement of 2 qubits into 1 bit; allowed is as many bits as qubits"
      ),
      ("c[2] = measure q[0];", "line 3, column 3: found bit 2 of c; allowed is 0 to 1"),
      ("c[0] = measure q[2];", "line 3, column 18: found qubit 2 of q; allowed is 0 to 1"),
      (
        "c[0] = 1;",
        "line 2, column 20: found c, a register that is given a value; "
          + "allowed is measurements as its values; run the program with a sampler for others"
      ),
      (
        "d = measure q;",
        "line 3, column 1: found d, which is no variable here; allowed is a declared variable"
      ),
      ("measure q -> d;", "line 3, column 14: found d; allowed is a declared register of bits"),
      ("measure c -> q;", "line 3, column 9: found c, which is no register; allowed is a declared register"),
      (
        "c[0] = measure q[0]; if (c[0]) x q[1];",
        "line 3, column 26: found a value that depends on a measurement; "
          + "allowed is a circuit here; run the program with a sampler, which follows its measurements"
      ),
      ("bit[2] q;", "line 3, column 8: found q, a name that is taken; allowed is a new name for the register"),
      ("input float c;", "line 3, column 13: found c, a name that is taken; allowed is a new name for the input"),
      (
        "rx(c) q[0];",
        "line 3, column 4: found a value of the type bit[2]; allowed is float[64], or what converts to it"
      ),
      ("x c[0];", "line 3, column 3: found c, which is no register; allowed is a declared register"),
      (
        "bit[65535] d;",
        "line 3, column 5: found 65535 as the size of a register; allowed is 1 to 65536 in all, here at most 65534"
      ),
      ("bit[65534] d; bit e;", "line 3, column 19: found a bit too many; allowed is 65536 bits in all"),
      ("gate f a { measure a; }", "line 3, column 12: found measure; allowed is a gate or '}'"),
      ("c = measure $0;", "line 3, column 13: found a physical qubit beside registers; allowed is one or the other"),
    ])
  func refused(text: String, message: String) throws {
    let error = #expect(throws: OpenQASMError.self) {
      try MeasuredCircuit(openQASM: "include \"stdgates.inc\";\nqubit[2] q; bit[2] c;\n" + text)
    }
    #expect(error?.description == message)
  }

  @Test("measuring wide registers again and again ends in an error, not in hours")
  func bounded() throws {
    let text = "qubit[65536] q; bit[65536] c;" + String(repeating: "c = measure q;", count: 20_000)
    #expect(throws: OpenQASMError.self) { try MeasuredCircuit(openQASM: text) }
  }
}
