import LinearAlgebra
import PauliAlgebra
import PhysicalFloors
import QuantumCircuits
import Testing

@Suite("Physical floors") struct FloorTests {
  /// A billion operations and bytes a second.
  private let machine = MachineLimits(
    threads: 1, instructionSet: "portable", operationsPerSecond: 1e9, inPlaceBytesPerSecond: 1e9,
    inCacheBytesPerSecond: 1e10, triadBytesPerSecond: 1e9, cacheBytes: 1 << 10)

  @Test("the operations of gates are those of their arithmetic")
  func gates() throws {
    var circuit = try Circuit(qubitCount: 3)
    try circuit.append(.h, on: 0)
    try circuit.append(.ry, 0.1, on: 1)
    try circuit.append(.rz, 0.2, on: 2)
    try circuit.append(.rzz, 0.3, on: 0, 1)
    try circuit.append(.cp, 0.4, on: 0, 2)
    try circuit.append(.cx, on: 1, 2)
    try circuit.append(.swap, on: 0, 1)
    try circuit.append(.cz, on: 0, 1)
    try circuit.append(pauliRotation: PauliString("XYZ"), angle: 0.5)
    try circuit.append(unitary: .identity(4), on: 0, 2)
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [2], annihilating: [0]), angle: 0.6)
    #expect(circuit.operations.map(\.floorOperations) == [4, 6, 6, 6, 1.5, 0, 0, 0, 6, 32, 3])
    let floor = try #require(Floor(stateOf: circuit))
    #expect(floor.operations == 64.5 * 8)
    #expect(floor.movedBytes == 2 * 8 * 16)
  }

  @Test("a double excitation touches an eighth of the amplitudes")
  func doubleExcitation() throws {
    var circuit = try Circuit(qubitCount: 4)
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [2, 3], annihilating: [0, 1]), angle: 0.1)
    #expect(circuit.operations.map(\.floorOperations) == [0.75])
  }

  @Test("an observable costs an operation for each string and four for each X mask")
  func observable() throws {
    let sum = try PauliSum(["ZZI": -1, "IZZ": -1, "XII": -1, "IXI": -1, "IIX": -1, "YII": 0.5])
    let floor = Floor(valueOf: sum)
    #expect(floor.operations == Double(6 + 4 * 4) * 8)
    #expect(floor.movedBytes == 8 * 16)
  }

  @Test("an energy is counted among the basis states that a circuit reaches, with real amplitudes")
  func energy() throws {
    // From |01⟩ to |10⟩ and back: two states, an exchange and a diagonal.
    var circuit = try Circuit(qubitCount: 9)
    try circuit.append(.x, on: 0)
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [1], annihilating: [0]), angle: 0.1)
    let sum = try PauliSum(["IIIIIIIXX": 1, "IIIIIIIYY": 1, "IIIIIIIZI": 0.5])
    let energy = try #require(try Floor(energyOf: sum, in: circuit, withGradient: false))
    let gradient = try #require(try Floor(energyOf: sum, in: circuit, withGradient: true))
    let (rotation, matrix) = (3.0 / 2 * 2, 2.0 * 4)
    #expect(energy.operations == rotation + matrix)
    #expect(gradient.operations == 4 * rotation + matrix)
    #expect(energy.movedBytes == 0)
  }

  @Test("where a circuit reaches everything, an energy is a state and a value, a gradient four and one")
  func energyInFullRegister() throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.h, on: 0)
    try circuit.append(.h, on: 1)
    let sum = try PauliSum(["XX": 1, "ZI": 0.5])
    let (state, value) = (try #require(Floor(stateOf: circuit)), Floor(valueOf: sum))
    #expect(try Floor(energyOf: sum, in: circuit, withGradient: false) == state + value)
    #expect(try Floor(energyOf: sum, in: circuit, withGradient: true) == 4 * state + value)
  }

  @Test("memory counts where a state is larger than the cache")
  func memory() throws {
    func floor(_ qubitCount: Int) throws -> Floor {
      var circuit = try Circuit(qubitCount: qubitCount)
      try circuit.append(.h, on: 0)
      return try #require(Floor(stateOf: circuit))
    }
    // 1 KiB is in the cache: 4 operations for each of 64 amplitudes.
    #expect(try floor(6).milliseconds(on: machine) == 1000 * (256 / 1e9))
    // 2 KiB are not: 4096 bytes are moved.
    #expect(try floor(7).milliseconds(on: machine) == 1000 * (4096 / 1e9))
  }

  @Test("tasks add up")
  func sums() throws {
    var circuit = try Circuit(qubitCount: 1)
    try circuit.append(.h, on: 0)
    let state = try #require(Floor(stateOf: circuit))
    let value = Floor(valueOf: try PauliSum(["X": 1]))
    let both = 3 * (state + value)
    #expect(both.operations == 3 * (4 + 5) * 2 && both.movedBytes == 3 * 3 * 32)
    #expect(both.stateBytes == 32)
  }

  @Test("conditions on high qubits leave cache lines alone, those on qubits 0 and 1 do not")
  func lines() throws {
    var circuit = try Circuit(qubitCount: 5)
    try circuit.append(.h, on: 4)
    try circuit.append(.cx, on: 1, 2)
    try circuit.append(.cx, on: 2, 1)
    try circuit.append(.cx, on: 3, 4)
    try circuit.append(.rzz, 0.1, on: 3, 4)
    try circuit.append(.cz, on: 3, 4)
    try circuit.append(.swap, on: 2, 3)
    try circuit.append(.swap, on: 1, 3)
    try circuit.append(.id, on: 0)
    #expect(circuit.operations.map(\.cacheLineShare) == [1, 1, 0.5, 0.5, 1, 0.25, 0.5, 1, 0])
  }
}
