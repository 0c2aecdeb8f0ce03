import ComplexModule
import LinearAlgebra
import PauliAlgebra
import OpenQASM
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Circuits as OpenQASM 3 and back")
struct OpenQASMRoundTripTests {
  @Test("parsing what was printed gives the circuit back, bit by bit", arguments: 0...8, 0..<6 as Range<UInt64>)
  func identity(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed, stream: UInt32(qubitCount))
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 80, parameterCount: Int(seed % 4), using: &stream)
    try expectSame(circuit)
  }

  @Test("definitions mean the same where they are not ours letter by letter", arguments: 1...8)
  func spacing(qubitCount: Int) throws {
    var stream = RandomStream(seed: 7, stream: UInt32(qubitCount))
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 60, families: [.pauliRotation, .excitation], using: &stream)
    let text = circuit.openQASM3
    // None is recognised by its letters: the first of them differs, or the text does not begin as ours.
    for other in [
      text.replacing("rz(", with: "rz ("), text.replacing("OPENQASM 3.0;", with: "OPENQASM 3;"),
      text.replacing("\n", with: "\r\n"), text.replacing("gate ", with: "gate  ", maxReplacements: 1),
    ] {
      #expect(other != text)
      #expect(try Circuit(openQASM: other) == circuit)
    }
    // Those before a foreign one are recognised so, those behind it by their statements.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let last = try #require(lines.lastIndex { $0.hasPrefix("gate ") })
    var changed = lines.map(String.init)
    changed.insert("gate ritz_pauli_\(String(repeating: "X", count: 9)) a { x a; }", at: last)
    #expect(try Circuit(openQASM: changed.joined(separator: "\n")) == circuit)
  }

  @Test("a definition that stands twice is refused at its name")
  func twice() throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(pauliRotation: PauliString("XY"), angle: 1)
    let text = circuit.openQASM3
    let start = try #require(text.firstRange(of: "gate ")), end = try #require(text.firstRange(of: "}\n"))
    let definition = text[start.lowerBound..<end.upperBound]
    let error = try #require(throws: OpenQASMError.self) {
      try Circuit(openQASM: text.replacing(definition, with: definition + definition))
    }
    let lineCount = definition.count { $0 == "\n" }
    #expect(error.line == 3 + lineCount && error.column == 6, "\(error)")
    #expect(error.found.contains("ritz_pauli_XY, a name that is taken"))
  }

  @Test("places behind definitions are counted by lines and scalars")
  func places() throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(pauliRotation: PauliString("XY"), angle: 1)
    let text = circuit.openQASM3
    let lineCount = text.count { $0 == "\n" }
    let error = try #require(throws: OpenQASMError.self) { try Circuit(openQASM: text + "/* äöü😀 */ x p[0];") }
    #expect(error.line == lineCount + 1 && error.column == 14, "\(error)")
    let inside = try #require(throws: OpenQASMError.self) {
      try Circuit(openQASM: text.replacing("cx q0, q1;", with: "cx q0, q7;", maxReplacements: 1))
    }
    #expect(inside.found.contains("q7") && inside.column == 10, "\(inside)")
  }

  @Test("numbers keep their bits, however small, large or negative")
  func numbers() throws {
    let tiny = Double.leastNonzeroMagnitude
    let numbers = [
      0, -0.0, tiny, -tiny, 3 * tiny, .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .pi,
      0.1, 1 / 3.0, 1e15, 1e16, 123_456_789, 1e22, -1e-5,
    ]
    for qubitCount in [0, 3] {
      let a = Parameter("a"), b = Parameter("b")
      var circuit = try Circuit(qubitCount: qubitCount)
      for number in numbers {
        for other in numbers {
          let sum = ParameterExpression(
            constant: number, terms: [.init(a, coefficient: other), .init(b, coefficient: -number)])
          for angle in [number.angle, sum] {
            // On no qubit, that is a global phase.
            try circuit.append(pauliRotation: PauliString(qubitCount: qubitCount), angle: angle)
            guard qubitCount == 3 else { continue }
            try circuit.append(.rz, angle, on: 1)
            try circuit.append(pauliRotation: PauliString("XYZ"), angle: angle)
          }
        }
      }
      try expectSame(circuit)
    }
  }

  @Test("parameters keep their names and their order, used or not")
  func parameters() throws {
    let names = [
      "θ[10]", "θ[2]", "θ", "a", "_a", "a b", "a_b", "_a_b", "", "1", "pi", "π", "tau", "q", "rx", "rxx", "U", "gate",
      "input", "ritz_pauli_X", "x\ny", "x\r\ny", "\"", "\\", "\\u{22}", "//", "/*", ";", "😀", "e\u{301}", "\u{0}",
      "sin", "\u{202E}x", "_θ_2_", " ", "@", "ℇ", "角度",
    ]
    let parameters = names.map { Parameter($0) }
    var circuit = try Circuit(qubitCount: 2, parameters: parameters)
    for (index, parameter) in parameters.enumerated() where index.isMultiple(of: 2) {
      try circuit.append(.rx, 2 * parameter + 0.5 * parameters[0], on: index % 4 / 2)
    }
    try expectSame(circuit)
    let identifiers = circuit.openQASM3ParameterNames
    #expect(Set(identifiers).count == names.count)
    #expect(Array(identifiers.prefix(6)) == ["_θ_10_", "_θ_2__2", "θ", "a", "_a", "_a_b_2"])
    #expect(identifiers.last == "角度")
  }

  @Test("labels, names of matrices, and order and signs within gates survive")
  func labels() throws {
    let texts = ["", "4,5←0,1", "\"\\\n", "τ @x // y", "ritz"]
    var circuit = try Circuit(qubitCount: 70)
    let matrix = Matrix<Complex<Double>>(rows: 2, columns: 2, elements: [Complex(-0.0), 1, 1, Complex(-0.0, -0.0)])
    for text in texts {
      let gate = try ExcitationGate(
        flippedQubits: [69, 3], conditions: [.init(qubits: [3], isOdd: true), .init(qubits: [5, 69], isOdd: false)],
        signQubits: [11, 60], isNegative: true, label: text)
      let other = try ExcitationGate(jordanWignerCreating: [9], annihilating: [2])
      try circuit.append(excitation: gate, angle: 0.25)
      try circuit.append(exponentialOf: [gate, other, gate], angles: [1, 2, 3])
      try circuit.append(exponentialOf: [other], angles: [0.5])
      try circuit.append(unitary: matrix, name: text, on: 69)
    }
    try circuit.append(pauliRotation: PauliString(sparse: "X0 Y69 Z33", qubitCount: 70), angle: -0.5)
    try expectSame(circuit)
  }

  @Test("matrices on one to six qubits keep their bits", arguments: 1...6)
  func matrices(qubitCount: Int) throws {
    var stream = RandomStream(seed: 5, stream: UInt32(qubitCount))
    var circuit = try Circuit(qubitCount: 7)
    let matrix = DenseMatrix.randomUnitary(1 << qubitCount, using: &stream)
    let qubits = Array((0..<7).shuffled(using: &stream).prefix(qubitCount))
    for candidate in [matrix, .identity(1 << qubitCount)] {
      try circuit.append(Circuit.Operation(.unitary(UnitaryGate(candidate)), qubits: qubits))
    }
    try expectSame(circuit)
  }

  @Test("the printed form is plain")
  func form() throws {
    let theta = Parameter.vector("θ", count: 1)[0], t = Parameter("phi")
    var circuit = try Circuit(qubitCount: 3, parameters: [theta, t])
    try circuit.append(.h, on: 0)
    try circuit.append(.u, 0.5, -t, 2 * theta - 1.5, on: 1)
    try circuit.append(.rzz, theta, on: 0, 2)
    try circuit.append(pauliRotation: PauliString("YIX"), angle: t)
    try circuit.append(
      excitation: ExcitationGate(raisingQubits: [2], loweringQubits: [0]), angle: t - 0.0)
    try circuit.append(pauliRotation: PauliString("III"), angle: theta)
    #expect(
      circuit.openQASM3 == """
        OPENQASM 3.0;
        include "stdgates.inc";
        gate rzz(theta) a, b { cx a, b; rz(theta) b; cx a, b; }
        gate ritz_pauli_YX(t0) q0, q1 {
          h q0;
          sdg q1;
          h q1;
          cx q0, q1;
          rz(t0) q1;
          cx q0, q1;
          h q1;
          s q1;
          h q0;
        }
        gate ritz_excitation_x0_1_o0_e1(t0) q0, q1 {
          sdg q0;
          h q0;
          h q1;
          cx q0, q1;
          rz(-t0) q1;
          cx q0, q1;
          h q1;
          h q0;
          s q0;
          h q0;
          sdg q1;
          h q1;
          cx q0, q1;
          rz(t0) q1;
          cx q0, q1;
          h q1;
          s q1;
          h q0;
        }
        @ritz.parameter "θ[0]"
        input float[64] _θ_0_;
        input float[64] phi;
        qubit[3] q;
        h q[0];
        U(0.5, -phi - 0.0, 2.0*_θ_0_ - 1.5) q[1];
        rzz(_θ_0_) q[0], q[2];
        ritz_pauli_YX(phi) q[0], q[2];
        @ritz.label "2←0"
        ritz_excitation_x0_1_o0_e1(phi) q[0], q[2];
        gphase(-0.5*(_θ_0_));

        """)
  }

  private func expectSame(_ circuit: Circuit, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let parsed = try Circuit(openQASM: circuit.openQASM3)
    #expect(parsed == circuit, sourceLocation: sourceLocation)
    // Equality takes −0 for 0; the bits may not.
    #expect(bits(of: parsed) == bits(of: circuit), sourceLocation: sourceLocation)
  }

  private func bits(of circuit: Circuit) -> [UInt64] {
    circuit.operations.flatMap { operation -> [UInt64] in
      var numbers = operation.angles.flatMap { [$0.constant] + $0.terms.map(\.coefficient) }
      if case .unitary(let gate) = operation.kind {
        numbers += gate.matrix.elements.flatMap { [$0.real, $0.imaginary] }
      }
      return numbers.map(\.bitPattern)
    }
  }
}
