import ComplexModule
import Foundation
import LinearAlgebra
import PauliAlgebra
import OpenQASM
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Bodies of printed gate definitions")
struct OpenQASMBodyTests {
  /// The text with all gates that it defines under other names, so that they are what their bodies say.
  private func renamed(_ text: String) -> String {
    var result = text
    for line in text.split(separator: "\n") where line.hasPrefix("gate ") {
      let name = line.dropFirst(5).prefix { $0 != " " && $0 != "(" }
      result = result.replacingOccurrences(of: "\\b\(name)\\b", with: "my_\(name)", options: .regularExpression)
    }
    return result
  }

  @Test(
    "the bodies multiply to the gates they stand for, phase included",
    arguments: [GateFamily.standard, .pauliRotation, .excitation, .unitary], 1...5)
  func bodies(family: GateFamily, qubitCount: Int) throws {
    for seed in 0..<2 as Range<UInt64> {
      var stream = RandomStream(seed: seed, stream: UInt32(qubitCount))
      let circuit = try Circuit.random(
        qubitCount: qubitCount, operationCount: family == .standard ? 45 : 6, families: [family], using: &stream)
      let plain = try Circuit(openQASM: renamed(circuit.openQASM3))
      for operation in plain.operations where !operation.qubits.isEmpty {
        guard case .standard = operation.kind else {
          // Only matrices have bodies with more controls than a named gate has.
          #expect(family == .unitary)
          continue
        }
      }
      let difference = maximumDifference(
        try DenseSimulator.unitary(of: plain), try DenseSimulator.unitary(of: circuit))
      #expect(difference < 1e-12)
    }
  }

  @Test("angles of inputs pass through bodies", arguments: 0..<4 as Range<UInt64>)
  func parameters(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: 4, operationCount: 60, parameterCount: 3, families: [.standard, .pauliRotation, .excitation],
      using: &stream)
    let plain = try Circuit(openQASM: renamed(circuit.openQASM3))
    #expect(plain.parameters == circuit.parameters)
    let values = [0.3, -1.1, 2.5]
    let difference = maximumDifference(
      try DenseSimulator.unitary(of: plain, parameters: values),
      try DenseSimulator.unitary(of: circuit, parameters: values))
    #expect(difference < 1e-12)
  }

  @Test("a matrix on four qubits has an exact body, with zeros and permutations too", arguments: 0..<3 as Range<UInt64>)
  func matrices(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let dimension = 16
    var permutation = DenseMatrix.zero(rows: dimension, columns: dimension)
    for (row, column) in (0..<dimension).shuffled(using: &stream).enumerated() { permutation[row, column] = -1 }
    for matrix in [.identity(dimension), permutation, DenseMatrix.randomUnitary(dimension, using: &stream)] {
      var circuit = try Circuit(qubitCount: 4)
      try circuit.append(unitary: matrix, on: 2, 0, 3, 1)
      let plain = try Circuit(openQASM: renamed(circuit.openQASM3))
      let difference = maximumDifference(
        try DenseSimulator.unitary(of: plain), try DenseSimulator.unitary(of: circuit))
      #expect(difference < 1e-12)
    }
  }

  @Test("an exponential of excitations that commute has a body; of others it has none and is refused")
  func exponentials() throws {
    let first = try ExcitationGate(raisingQubits: [1], loweringQubits: [0])
    let second = try ExcitationGate(raisingQubits: [2], loweringQubits: [3])
    var commuting = try Circuit(qubitCount: 4)
    try commuting.append(exponentialOf: [first, second], angles: [0.7, -0.3])
    let plain = try Circuit(openQASM: renamed(commuting.openQASM3))
    let difference = maximumDifference(
      try DenseSimulator.unitary(of: plain), try DenseSimulator.unitary(of: commuting))
    #expect(difference < 1e-12)

    var mixed = try Circuit(qubitCount: 3)
    let third = try ExcitationGate(raisingQubits: [2], loweringQubits: [0])
    try mixed.append(exponentialOf: [first, third], angles: [0.7, -0.3])
    #expect(try Circuit(openQASM: mixed.openQASM3) == mixed)
    let error = #expect(throws: OpenQASMError.self) { try Circuit(openQASM: renamed(mixed.openQASM3)) }
    #expect(
      error?.description == "line 4, column 6: found my_ritz_exponential_0, a gate without a body; "
        + "allowed is one whose annotation describes a gate of ours")
  }

  @Test("a gate of our name with another body is what its body says")
  func tampered() throws {
    var circuit = try Circuit(qubitCount: 3)
    try circuit.append(.rzx, 0.5, on: 0, 1)
    try circuit.append(pauliRotation: PauliString("XYZ"), angle: 0.75)
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [2], annihilating: [0]), angle: 0.25)
    try circuit.append(
      exponentialOf: [ExcitationGate(raisingQubits: [1], loweringQubits: [0])], angles: [0.125])
    var stream = RandomStream(seed: 1)
    try circuit.append(unitary: DenseMatrix.randomUnitary(2, using: &stream), on: 1)
    let lines = circuit.openQASM3.split(separator: "\n").map(String.init)
    #expect(try Circuit(openQASM: lines.joined(separator: "\n")) == circuit)
    var isInBody = false
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("gate ") && !line.hasSuffix("}") { isInBody = true }
      if line == "}" { isInBody = false }
      guard isInBody, line.hasPrefix("  ") else { continue }
      var changed = lines
      changed.remove(at: index)
      let without = try Circuit(openQASM: changed.joined(separator: "\n"))
      #expect(without != circuit && without.operations.count > circuit.operations.count)
      // A statement that is its own inverse, twice: the same gate, but not our body.
      changed.insert(contentsOf: [line, "  x q0;", "  x q0;"], at: index)
      let longer = try Circuit(openQASM: changed.joined(separator: "\n"))
      #expect(longer != circuit)
      let difference = maximumDifference(
        try DenseSimulator.unitary(of: longer), try DenseSimulator.unitary(of: circuit))
      #expect(difference < 1e-12)
    }
    for (old, new) in [
      ("rz(theta) b;", "rz(-theta) b;"), ("rz(t0) q2;", "rz(1.0000000000000002*t0) q2;"),
      ("ritz_pauli_XYZ", "ritz_pauli_XYX"), ("ritz_excitation_x0_2_o0_e2_z1", "ritz_excitation_x0_2_o0_e2_z1_n"),
    ] {
      let text = circuit.openQASM3.replacingOccurrences(of: old, with: new)
      #expect(text != circuit.openQASM3)
      #expect(try Circuit(openQASM: text).operations.count > circuit.operations.count)
    }
  }

  @Test("a gate of our name that does nothing is nothing, not the phase of a rotation about the identity")
  func emptyBody() throws {
    let text = "gate ritz_pauli_II(t) a, b { } gate ritz_pauli_(t) a { } qubit[2] q; ritz_pauli_II(1) q[0], q[1];"
    #expect(try Circuit(openQASM: text) == Circuit(qubitCount: 2))
  }

  @Test("a matrix or an exponential without its annotation is what its body says")
  func unannotated() throws {
    var stream = RandomStream(seed: 2)
    var circuit = try Circuit(qubitCount: 3)
    try circuit.append(unitary: DenseMatrix.randomUnitary(8, using: &stream), on: 0, 1, 2)
    try circuit.append(
      exponentialOf: [ExcitationGate(raisingQubits: [1], loweringQubits: [0])], angles: [0.125])
    let text = circuit.openQASM3.split(separator: "\n").filter { !$0.hasPrefix("@") }.joined(separator: "\n")
    let plain = try Circuit(openQASM: text)
    #expect(plain.operations.count > 20)
    let difference = maximumDifference(
      try DenseSimulator.unitary(of: plain), try DenseSimulator.unitary(of: circuit))
    #expect(difference < 1e-12)
  }
}
