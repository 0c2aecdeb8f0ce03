import PauliAlgebra
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Drawings")
struct DrawingTests {
  @Test("a small circuit")
  func small() throws {
    var circuit = try Circuit(qubitCount: 3)
    try circuit.append(.h, on: 0)
    try circuit.append(.cx, on: 0, 1)
    try circuit.append(.rx, Parameter("θ") / 2 + Double.pi, on: 2)
    try circuit.append(.ccx, on: 0, 2, 1)
    try circuit.append(.cp, Double.pi / 4, on: 2, 0)
    try circuit.append(.swap, on: 0, 1)
    try circuit.append(.sdg, on: 2)
    #expect(
      circuit.drawing() == """
        q0: ───────┤H├───────●─●─┤P(π/4)├──╳───
                             │ │    │      │
        q1: ─────────────────⊕─⊕────┼──────╳───
                               │    │
        q2: ─┤Rx(0.5·θ + π)├───●────●─────┤S†├─
        """)
  }

  @Test("rotations, excitations and gates of several qubits")
  func wideGates() throws {
    var circuit = try Circuit(qubitCount: 4)
    try circuit.append(pauliRotation: PauliString("XIYZ"), angle: Parameter("t"))
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [3], annihilating: [0]), angle: 0.5)
    try circuit.append(
      excitation: ExcitationGate(
        creating: [2], annihilating: [0], encoding: LinearEncoding(mapping: .parity, modeCount: 4)), angle: 1)
    try circuit.append(.iswap, on: 2, 1)
    try circuit.append(
      exponentialOf: [
        ExcitationGate(jordanWignerCreating: [1], annihilating: [0]),
        ExcitationGate(jordanWignerCreating: [2], annihilating: [1]),
      ], angles: [0.1, -Parameter("t")])
    try circuit.append(unitary: StandardGate.cx.matrix(), name: "oracle", on: 3, 2)
    try circuit.append(pauliRotation: PauliString("IIII"), angle: Parameter("t"))
    #expect(
      circuit.drawing() == """
        global phase: -0.5·t
        q0: ─┤R(t) Z├─┤G(0.5) ↓├─┤G(1) ↓├───────────┤exp(0.1, -t)├────────────
                │         │         │                     │
        q1: ───┤Y├───────┤z├───────┤x├────┤iswap:1├─────┤exp├─────────────────
                │         │         │         │           │
        q2: ────┼────────┤z├───────┤cz├───┤iswap:0├─────┤exp├──────┤oracle:1├─
                │         │                                            │
        q3: ───┤X├───────┤↑├───────────────────────────────────────┤oracle:0├─
        """)
  }

  @Test("a long circuit is wrapped")
  func wrapped() throws {
    var circuit = try Circuit(qubitCount: 2)
    for layer in 0..<4 {
      try circuit.append(.ry, 0.1 * Double(layer) + 0.1, on: 0)
      try circuit.append(.cz, on: 0, 1)
    }
    #expect(
      circuit.drawing(maximumWidth: 30) == """
        q0: ─┤Ry(0.1)├─●─┤Ry(0.2)├─»
                       │
        q1: ───────────●───────────»

        q0: «●─┤Ry(0.3)├─●─»
             │           │
        q1: «●───────────●─»

        q0: «┤Ry(0.4)├─●─
                       │
        q1: «──────────●─
        """)
  }

  @Test("empty circuits", arguments: 0...2)
  func empty(qubitCount: Int) throws {
    let lines = try Circuit(qubitCount: qubitCount).drawing().split(separator: "\n")
    #expect(lines.map { $0.prefix(5) } == (0..<qubitCount).map { "q\($0): ─" })
  }

  @Test(
    "any circuit is drawn within the width, all wires of a block equally long", arguments: 1...5, 0..<3 as Range<UInt64>
  )
  func lines(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(qubitCount: qubitCount, operationCount: 60, parameterCount: 3, using: &stream)
    for width in [1, 60, 200] {
      let drawing = circuit.drawing(maximumWidth: width)
      let lines = drawing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      #expect(lines.allSatisfy { $0.last != " " })
      let wires = lines.filter { $0.hasPrefix("q") }
      #expect(wires.count.isMultiple(of: qubitCount))
      for block in stride(from: 0, to: wires.count, by: qubitCount) {
        #expect(Set(wires[block..<block + qubitCount].map(\.count)).count == 1)
      }
      if width > 60 { #expect(wires.allSatisfy { $0.count <= width }) }
    }
  }
}
