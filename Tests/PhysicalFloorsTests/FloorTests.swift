import Hamiltonians
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
    let angle = Parameter("t")
    var circuit = try Circuit(qubitCount: 9, parameters: [angle])
    try circuit.append(.x, on: 0)
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [1], annihilating: [0]), angle: angle)
    let sum = try PauliSum(["IIIIIIIXX": 1, "IIIIIIIYY": 1, "IIIIIIIZI": 0.5])
    let energy = try #require(try Floor(energyOf: sum, in: circuit, withGradient: false))
    let gradient = try #require(try Floor(energyOf: sum, in: circuit, withGradient: true))
    let (rotation, derivative, matrix) = (3.0 / 2 * 2, 2.0 / 2 * 2, 2.0 * 4)
    #expect(energy.operations == rotation + matrix)
    #expect(gradient.operations == 3 * rotation + derivative + matrix)
    #expect(energy.movedBytes == 0)
  }

  @Test("where a circuit reaches everything, an energy is a state and a value, a gradient three states and more")
  func energyInFullRegister() throws {
    let angles = Parameter.vector("t", count: 2)
    var circuit = try Circuit(qubitCount: 2, parameters: angles)
    try circuit.append(.h, on: 0)
    try circuit.append(.h, on: 1)
    try circuit.append(.ry, angles[0], on: 0)
    try circuit.append(.rx, 0.3, on: 0)
    try circuit.append(.cp, angles[1], on: 0, 1)
    let sum = try PauliSum(["XX": 1, "ZI": 0.5])
    let (state, value) = (try #require(Floor(stateOf: circuit)), Floor(valueOf: sum))
    for usesSector in [true, false] {
      #expect(
        try Floor(energyOf: sum, in: circuit, withGradient: false, usesSector: usesSector) == state + value)
      let gradient = try #require(
        try Floor(energyOf: sum, in: circuit, withGradient: true, usesSector: usesSector))
      // A rotation turns all four amplitudes, a controlled phase one of them; a fixed angle has no derivative.
      #expect(gradient.operations == 3 * state.operations + 4 * (4 + 1) + value.operations)
      // Of 64 bytes: forward, to the adjoint, and backward with both, each read and written.
      #expect(gradient.movedBytes == 64 * (2 + 2 + 4))
    }
  }

  @Test("in the full register a gradient of an excitation costs what it does on all amplitudes")
  func gradientWithoutSector() throws {
    let angle = Parameter("t")
    var circuit = try Circuit(qubitCount: 2, parameters: [angle])
    try circuit.append(.x, on: 0)
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [1], annihilating: [0]), angle: angle)
    let sum = try PauliSum(["XX": 1])
    let gradient = try #require(
      try Floor(energyOf: sum, in: circuit, withGradient: true, usesSector: false))
    // Two of four amplitudes are turned.
    #expect(gradient.operations == 3 * 2 * 6 + 2 * 4 + Floor(valueOf: sum).operations)
  }

  @Test("a ground state costs its products and recurrence, or the reduction of its matrix")
  func groundState() {
    func part(_ method: EigenSolverMethod, isComplex: Bool = false) -> SearchedPart {
      SearchedPart(method: method, dimension: 300, elementCount: 1000, productCount: 7, isComplex: isComplex)
    }
    let real = Floor(searching: [part(.lanczos)])
    #expect(real.operations == 7 * (2 * 1000 + 8 * 300))
    #expect(real.movedBytes == 7 * 3 * 8 * 300)
    #expect(real.stateBytes == 8 * 300)
    let complex = Floor(searching: [part(.davidson, isComplex: true)])
    #expect(complex.operations == 7 * (8 * 1000 + 16 * 300))
    #expect(complex.movedBytes == 2 * real.movedBytes && complex.stateBytes == 2 * real.stateBytes)
    let dense = Floor(searching: [part(.dense)])
    #expect(dense.operations == 36e6 && dense.movedBytes == 0)
    let all = Floor(searching: [part(.lanczos), part(.dense)])
    #expect(all.operations == real.operations + dense.operations && all.movedBytes == real.movedBytes)
  }

  @Test("a search tells what it did: the elements between states with as many ones, and its products")
  func searchedParts() throws {
    // Two states with a single one are exchanged; the diagonal counts.
    let pair = try ExactSpectrum(of: PauliSum(["XX": 1, "YY": 1, "ZI": 0.5]))
    let part = try #require(pair.parts.first { $0.dimension == 2 })
    #expect(part.method == .dense && part.elementCount == 4 && !part.isComplex)

    var options = ExactSpectrumOptions(method: .lanczos)
    options.seed = 1
    let sites = 10
    let chain = try ExactSpectrum(of: XXZ.heisenberg(on: .chain(sites)).hamiltonian, options: options)
    let largest = try #require(chain.parts.max { $0.dimension < $1.dimension })
    #expect(largest.method == .lanczos && largest.productCount > 2 && largest.dimension == chain.largestPartDimension)
    // Each of nine bonds exchanges two neighbours that differ, which half of the states have at most.
    #expect(largest.elementCount > largest.dimension && largest.elementCount <= (1 + sites - 1) * largest.dimension)
    #expect(try ExactSpectrum(of: PauliSum(["ZZ": 1])).parts.isEmpty)
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
    #expect((0 * (try floor(6))).milliseconds(on: machine) == nil)
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
    #expect(circuit.operations.map(\.cacheLineConditions) == [0, 0, 1, 2, 0, 6, 0, 0, 0])
  }
}
