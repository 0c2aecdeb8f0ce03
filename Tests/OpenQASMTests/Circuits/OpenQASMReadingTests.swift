import Foundation
import LinearAlgebra
import PauliAlgebra
import OpenQASM
import QuantumCircuits
import TestSupport
import Testing

@Suite("OpenQASM 3 that others write")
struct OpenQASMReadingTests {
  private let header = "OPENQASM 3.0; include \"stdgates.inc\";"

  private func circuit(
    _ qubitCount: Int, _ parameters: [String] = [], _ build: (inout Circuit) throws -> Void
  ) throws -> Circuit {
    var circuit = try Circuit(qubitCount: qubitCount, parameters: parameters.map { Parameter($0) })
    try build(&circuit)
    return circuit
  }

  @Test("registers are numbered in the order of declaration, calls on whole registers repeat")
  func registers() throws {
    let text = """
      OPENQASM 3; // a comment
      include "stdgates.inc"; /* another
      one */
      qubit[2] a; qreg b[2]; qubit c;
      h a; cx a, b; cx c, a; cx a[1], b[-1]; barrier a, b[0]; barrier; ;
      """
    let expected = try circuit(5) {
      for (gate, qubits) in [
        (StandardGate.h, [0]), (.h, [1]), (.cx, [0, 2]), (.cx, [1, 3]), (.cx, [4, 0]), (.cx, [4, 1]), (.cx, [1, 3]),
      ] {
        try $0.append(gate, on: qubits)
      }
    }
    #expect(try Circuit(openQASM: text) == expected)
    // A register of one qubit is not a single qubit.
    let error = #expect(throws: OpenQASMError.self) {
      try Circuit(openQASM: text.replacingOccurrences(of: "qubit c", with: "qubit[1] c"))
    }
    #expect(
      error?.description
        == "line 5, column 15: found registers of 1 and 2 qubits; allowed is registers of the same size")
  }

  @Test("physical qubits are the qubits of their numbers")
  func physicalQubits() throws {
    let expected = try circuit(4) {
      try $0.append(.cx, on: 3, 0)
      try $0.append(.x, on: 1)
    }
    #expect(try Circuit(openQASM: "\(header) cx $3, $0; barrier $0, $1; x $1;") == expected)
  }

  @Test("angles are linear in inputs, with constants and parentheses")
  func angles() throws {
    let text = """
      \(header)
      input float[64] a; input angle b; input float θ;
      qubit[1] q;
      rx(pi/2) q[0]; rx(-π) q[0]; rx(tau - 2*euler) q[0]; rx(.5e1) q[0]; rx(1_0.) q[0]; rx(6/2) q[0]; rx(1.0/2) q[0];
      rx(2*(a - b/4) + 3*-θ*pi) q[0]; rx(a - a) q[0]; rx(+-+-a) q[0]; rx(τ*ℇ) q[0]; rz(pi + a) q[0];
      """
    let a = Parameter("a"), b = Parameter("b"), theta = Parameter("θ")
    let expected = try circuit(1, ["a", "b", "θ"]) {
      let angles: [ParameterExpression] = [
        (Double.pi / 2).angle, (-Double.pi).angle, (2 * Double.pi - 2 * 2.718281828459045).angle, 5, 10, 3, 0.5,
        2 * a - 0.5 * b - 3 * Double.pi * theta, 0, a.angle, (2 * Double.pi * 2.718281828459045).angle,
      ]
      for angle in angles { try $0.append(.rx, angle, on: 0) }
      try $0.append(.rz, a + Double.pi, on: 0)
    }
    #expect(try Circuit(openQASM: text) == expected)
  }

  @Test("gates with other names for the same thing")
  func aliases() throws {
    let parsed = try Circuit(
      openQASM: "\(header) qubit[2] q; CX q[0],q[1]; phase(1) q[0]; cphase(1) q[0],q[1]; u1(1) q[0]; u2(1,2) q[0];"
        + "u3(1,2,3) q[0]; U(1,2,3) q[0]; gphase(1); id q[0]; cu(1,2,3,4) q[1],q[0];")
    let expected = try circuit(2) {
      try $0.append(.cx, on: 0, 1)
      try $0.append(.p, 1, on: 0)
      try $0.append(.cp, 1, on: 0, 1)
      try $0.append(.p, 1, on: 0)
      try $0.append(.u, Double.pi / 2, 1, 2, on: 0)
      try $0.append(.u, 1, 2, 3, on: 0)
      try $0.append(.u, 1, 2, 3, on: 0)
      try $0.append(pauliRotation: PauliString("II"), angle: -2)
      try $0.append(.id, on: 0)
      try $0.append(.cu, 1, 2, 3, 4, on: 1, 0)
    }
    #expect(parsed == expected)
  }

  @Test("definitions unfold, within each other and without stdgates.inc")
  func definitions() throws {
    let text = """
      OPENQASM 3.1;
      gate h a { U(pi/2, 0, pi) a; gphase(-pi/4); }
      gate turn(x, y) a, b { h a; pair(x - y) b, a; barrier a, b; }
      """
    #expect(throws: OpenQASMError.self) { try Circuit(openQASM: text) }
    let ordered = """
      gate h a { U(pi/2, 0, pi) a; }
      gate pair(t) a, b { U(t, 0, 2*t) b; h a; }
      gate turn(x, y) a, b { h a; pair(x - y) b, a; barrier a, b; }
      input float f;
      qubit[2] q;
      turn(1, f) q[1], q[0];
      @foreign.note whatever ; { stands here
      inv @ pair(1) q[0], q[1];
      """
    let f = Parameter("f")
    let expected = try circuit(2, ["f"]) {
      try $0.append(.u, Double.pi / 2, 0, Double.pi, on: 1)
      try $0.append(.u, 1 - f, 0, 2 - 2 * f, on: 1)
      try $0.append(.u, Double.pi / 2, 0, Double.pi, on: 0)
      try $0.append(.u, -Double.pi / 2, -Double.pi, 0, on: 0)
      try $0.append(.u, -1, -2, 0, on: 1)
    }
    #expect(try Circuit(openQASM: ordered) == expected)
  }

  @Test("modifiers make the gates with a control where there are some, else matrices")
  func modifiers() throws {
    let text = """
      \(header)
      input float f;
      qubit[4] q;
      ctrl @ x q[0], q[1]; ctrl(2) @ x q[0], q[1], q[2]; negctrl @ rz(f) q[0], q[1]; ctrl @ inv @ s q[1], q[2];
      ctrl @ gphase(f) q[2]; ctrl @ ctrl @ gphase(f) q[2], q[0]; ctrl @ swap q[0], q[1], q[2]; inv @ rx(f) q[0];
      ctrl @ gphase(-0.5*(f)) q[1];
      """
    let f = Parameter("f")
    let expected = try circuit(4, ["f"]) {
      try $0.append(.cx, on: 0, 1)
      try $0.append(.ccx, on: 0, 1, 2)
      try $0.append(.x, on: 0)
      try $0.append(.crz, f, on: 0, 1)
      try $0.append(.x, on: 0)
      try $0.append(.csdg, on: 1, 2)
      try $0.append(.p, f, on: 2)
      try $0.append(.cp, f, on: 2, 0)
      try $0.append(.cswap, on: 0, 1, 2)
      try $0.append(.rx, -f, on: 0)
      try $0.append(.p, -0.5 * f, on: 1)
    }
    // A control of an inverse is the inverse of the controlled gate.
    let parsed = try Circuit(openQASM: text)
    #expect(parsed == expected)

    let matrices = try Circuit(
      openQASM: "\(header) qubit[4] q; ctrl(3) @ x q[0], q[1], q[3], q[2]; negctrl @ ctrl @ ry(0.5) q[3], q[1], q[0];"
        + "gate g a { h a; gphase(0.25); } ctrl @ g q[1], q[2]; negctrl @ gphase(0.5) q[3];")
    let named = try circuit(4) {
      // The qubits of a matrix index are 0, 1, 2, 3.
      try $0.append(unitary: block(.x, [], mask: 0b1011, value: 0b1011, target: 2), on: 0, 1, 2, 3)
      try $0.append(unitary: block(.ry, [0.5], mask: 0b1010, value: 0b0010, target: 0), on: 0, 1, 2, 3)
      try $0.append(.ch, on: 1, 2)
      try $0.append(.p, 0.25, on: 1)
      try $0.append(.x, on: 3)
      try $0.append(.p, 0.5, on: 3)
      try $0.append(.x, on: 3)
    }
    let difference = maximumDifference(
      try DenseSimulator.unitary(of: matrices), try DenseSimulator.unitary(of: named))
    #expect(difference < 1e-12)
  }

  /// A gate on one of four qubits where the others, as far as they are in `mask`, have the bits of `value`.
  private func block(
    _ gate: StandardGate, _ angles: [Double], mask: Int, value: Int, target: Int
  ) throws -> DenseMatrix {
    var result = DenseMatrix.identity(16)
    let small = try gate.matrix(angles)
    for state in 0..<16 where state & mask == value && state >> target & 1 == 0 {
      let states = [state, state | 1 << target]
      for row in 0...1 {
        for column in 0...1 { result[states[row], states[column]] = small[row, column] }
      }
    }
    return result
  }

  private static let inputs = RepositoryData.root
    .deletingLastPathComponent().appendingPathComponent("shared/peers/inputs")

  @Test(
    "the texts of the comparisons with others are read",
    .enabled(if: FileManager.default.fileExists(atPath: inputs.path)),
    arguments: [("hea_n20", 20), ("qft_n20", 20), ("small_n12", 12)])
  func comparisons(name: String, qubitCount: Int) throws {
    let text = try String(contentsOf: Self.inputs.appendingPathComponent("\(name).qasm3"), encoding: .utf8)
    let parsed = try Circuit(openQASM: text)
    #expect(parsed.qubitCount == qubitCount)
    let lines = text.split(separator: "\n").dropFirst(3)
    #expect(parsed.operations.map(\.name) == lines.map { String($0.prefix(while: \.isLetter)) })
    // Each line again from its numbers, which stand in the text in the order of the angles and the qubits.
    for (operation, line) in zip(parsed.operations, lines) {
      let numbers = line.split { !"0123456789.-e".contains($0) }.compactMap { Double($0) }
      #expect(operation.angles.map(\.constant) + operation.qubits.map(Double.init) == numbers)
    }
    #expect(try Circuit(openQASM: parsed.openQASM3) == parsed)
  }
}
