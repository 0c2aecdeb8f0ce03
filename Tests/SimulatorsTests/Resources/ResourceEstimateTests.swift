import OpenQASM
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import Simulators
import TestSupport
import Testing

@Suite("What calls would take")
struct ResourceEstimateTests {
  /// A ring of Pauli terms that do not all commute.
  private func observable(_ qubitCount: Int) throws -> PauliSum {
    try PauliSum(
      qubitCount: qubitCount,
      terms: (0..<qubitCount).flatMap { qubit in
        let next = (qubit + 1) % qubitCount
        return [
          PauliTerm(try PauliString(qubitCount: qubitCount, factors: [(qubit, .z), (next, .z)]), coefficient: 0.5),
          PauliTerm(try PauliString(qubitCount: qubitCount, factors: [(qubit, .x)]), coefficient: -1),
        ]
      })
  }

  /// Reaches all basis states.
  private func circuit(_ qubitCount: Int) throws -> Circuit {
    var circuit = try Circuit(qubitCount: qubitCount)
    let angle = Parameter("angle")
    for qubit in 0..<qubitCount { try circuit.append(.ry, 1 * angle, on: qubit) }
    for qubit in 1..<qubitCount { try circuit.append(.cx, on: qubit - 1, qubit) }
    return circuit
  }

  @Test(
    "the memory is what a call really takes at most, whatever the limit",
    arguments: [11, 19], [1.9, 3.5, 40])
  func memory(qubitCount: Int, states: Double) async throws {
    let circuit = PreparedCircuit(try circuit(qubitCount), observables: [try observable(qubitCount)])
    let points = ShapedArray(row: [[0.3], [0.4], [0.5]])
    let pub = EstimatorPub(circuit, parameters: points)
    let sampled = try EstimatorOptions(shots: 500, seed: 1)
    let samplerPub = SamplerPub(circuit, parameters: points, shots: 300)

    func compare(
      _ what: String, _ estimate: (LocalBackend) async throws -> ResourceEstimate,
      _ call: (LocalBackend) async throws -> Void
    ) async throws {
      let ledger = MemoryLedger(limit: Int(states * 16 * Double(1 << qubitCount)))
      let backend = LocalBackend(ledger: ledger, threads: ComputeThreads(count: 2))
      let resources = try await estimate(backend)
      #expect(ledger.peak == 0, "\(what): nothing is made")
      #expect(resources.qubitCount == qubitCount && resources.basisStateCount == 1 << qubitCount)
      do {
        try await call(backend)
        #expect(resources.fits && resources.bytes == ledger.peak, "\(what)")
      } catch let error as BackendError where error.code == .insufficientMemory {
        #expect(!resources.fits, "\(what): \(resources.bytes) of \(resources.byteLimit)")
      }
    }
    try await compare("values", { try await $0.resources(estimating: [pub]) }) {
      _ = try await $0.estimate([pub], options: .exact)
    }
    try await compare("sampled values", { try await $0.resources(estimating: [pub], options: sampled) }) {
      _ = try await $0.estimate([pub], options: sampled)
    }
    try await compare("derivatives", { try await $0.resources(differentiating: [pub]) }) {
      _ = try await $0.gradients([pub], options: .exact)
    }
    try await compare("outcomes", { try await $0.resources(sampling: [samplerPub]) }) {
      _ = try await $0.sample([samplerPub], options: SamplerOptions())
    }
  }

  @Test("shots and groups are those that a call has", arguments: MeasurementGrouping.allCases)
  func shots(grouping: MeasurementGrouping) async throws {
    let sum = try observable(6)
    let pub = EstimatorPub(
      PreparedCircuit(try circuit(6), observables: [sum, try observable(6)]),
      parameters: ShapedArray(row: [[0.3], [0.9]]))
    let backend = LocalBackend()
    let groups = [MeasurementGrouping.oneByOne: 12, .qubitWise: 2, .commuting: sum.commutingGroups().count][grouping]
    let counted = try EstimatorOptions(shots: 400, grouping: grouping, seed: 1)
    let resources = try await backend.resources(estimating: [pub], options: counted)
    // Observables of shape [2] against sets of shape [2]: two values.
    #expect(resources.shots == 800 && resources.typicalShots == 800)
    #expect(resources.groupCount == groups.map { 2 * $0 })
    let precise = try EstimatorOptions(precision: 0.05, grouping: grouping, seed: 1)
    let planned = try await backend.resources(estimating: [pub], options: precise)
    let (bound, typical) = (try #require(planned.shots), try #require(planned.typicalShots))
    let spent = try #require(try await backend.estimate([pub], options: precise).pubs[0].shots).elements.reduce(0, +)
    #expect(spent <= bound && bound < 100 * spent)
    #expect(typical <= bound && typical < 4 * spent && spent < 4 * typical)
  }

  @Test("coarse precisions take as many shots as they do at least", arguments: [0.2, 0.05, 0.01])
  func leastShots(precision: Double) async throws {
    // Strings of one group with coefficients that say little about the number of shots.
    let terms = try (0..<10).map { try PauliTerm(PauliString(qubitCount: 10, factors: [($0, .z)]), coefficient: 0.1) }
    let cross = try (0..<10).map { try PauliTerm(PauliString(qubitCount: 10, factors: [($0, .x)]), coefficient: 0.1) }
    let pub = EstimatorPub(
      try circuit(10), observable: try PauliSum(qubitCount: 10, terms: terms + cross), parameters: [0.8])
    let options = try EstimatorOptions(precision: precision, seed: 3)
    let typical = try #require(try await LocalBackend().resources(estimating: [pub], options: options).typicalShots)
    let spent = try #require(try await LocalBackend().estimate([pub], options: options).pubs[0].shots?[0])
    #expect(typical < 4 * spent && spent < 4 * typical, "\(typical), \(spent)")
  }

  @Test("what needs no shots takes none")
  func constant() async throws {
    let pub = EstimatorPub(
      try circuit(3), observable: try PauliSum(["III": 2]), parameters: [0.1])
    let options = try EstimatorOptions(shots: 70)
    let resources = try await LocalBackend().resources(estimating: [pub], options: options)
    #expect(resources.shots == 0 && resources.groupCount == 0)
    #expect(try await LocalBackend().estimate([pub], options: options).pubs[0].shots?[0] == 0)
  }

  @Test("memory is that of the call, in sectors and after other work, and for little work")
  func kept() async throws {
    var sector = try Circuit(qubitCount: 12)
    try sector.append(.x, on: 0)
    for qubit in 1..<12 {
      let hop = try ExcitationGate(jordanWignerCreating: [qubit], annihilating: [qubit - 1])
      try sector.append(excitation: hop, angle: 1 * Parameter("angle"))
    }
    for circuit in [sector, try circuit(4)] {
      let ledger = MemoryLedger(limit: 1 << 30)
      let backend = LocalBackend(ledger: ledger, threads: ComputeThreads(count: 3))
      let prepared = PreparedCircuit(circuit, observables: [try observable(circuit.qubitCount)])
      let pub = EstimatorPub(prepared, parameters: ShapedArray(row: [[0.3], [0.4], [0.5], [0.6]]))
      let samplerPub = SamplerPub(prepared, parameters: pub.parameters, shots: 300)
      let (gradients, outcomes) = (
        try await backend.resources(differentiating: [pub]), try await backend.resources(sampling: [samplerPub])
      )
      _ = try await backend.gradients([pub], options: .exact)
      #expect(ledger.peak == gradients.bytes)
      _ = try await backend.sample([samplerPub], options: SamplerOptions())
      // Kept states count until they are given up.
      #expect(ledger.peak <= gradients.bytes + outcomes.bytes)
      let fresh = MemoryLedger(limit: 1 << 30)
      _ = try await LocalBackend(ledger: fresh, threads: ComputeThreads(count: 3)).sample(
        [samplerPub], options: SamplerOptions())
      #expect(fresh.peak == outcomes.bytes)
    }
  }

  @Test("with shots, derivatives take those of all shifted evaluations")
  func shiftedShots() async throws {
    let pub = EstimatorPub(try circuit(4), observable: try observable(4), parameters: [0.3])
    let options = try EstimatorOptions(shots: 100, seed: 1)
    // The parameter stands in four rotations.
    #expect(try await LocalBackend().resources(differentiating: [pub], options: options).shots == 900)
  }

  @Test("circuits that reach few states take the memory of few")
  func sector() async throws {
    var circuit = try Circuit(qubitCount: 40)
    try circuit.append(.x, on: 0)
    for qubit in 1..<40 {
      let hop = try ExcitationGate(jordanWignerCreating: [qubit], annihilating: [qubit - 1])
      try circuit.append(excitation: hop, angle: 1 * Parameter("angle"))
    }
    let pub = EstimatorPub(circuit, observable: try observable(40), parameters: [0.3])
    let resources = try await LocalBackend().resources(estimating: [pub])
    #expect(resources.basisStateCount == 40 && resources.bytes < 1 << 20 && resources.fits)
    let outcomes = try await LocalBackend().resources(sampling: [SamplerPub(circuit, parameters: [0.3])])
    #expect(outcomes.basisStateCount == 40 && outcomes.bytes < 1 << 20)
    let full = try LocalBackend(memoryLimit: 1 << 30, usesSector: false)
    let all = try await full.resources(estimating: [pub])
    #expect(all.basisStateCount == 1 << 40 && all.bytes >= 16 << 40 && !all.fits)
    let seconds = (try #require(resources.seconds), try #require(all.seconds))
    #expect(seconds.1 > 1e6 * seconds.0)
  }

  @Test("the time grows with the states, and with the number of sets and shots")
  func time() async throws {
    let backend = LocalBackend()
    func seconds(_ qubitCount: Int, sets: Int, options: EstimatorOptions = .exact) async throws -> Double {
      let pub = EstimatorPub(
        PreparedCircuit(try circuit(qubitCount), observables: [try observable(qubitCount)]),
        parameters: ShapedArray(row: [[Double]](repeating: [0.1], count: sets)))
      return try #require(try await backend.resources(estimating: [pub], options: options).processorSeconds)
    }
    let single = try await seconds(16, sets: 1)
    #expect(abs(try await seconds(16, sets: 50) / single - 50) < 1e-6)
    let ratio = try await seconds(22, sets: 1) / single
    #expect(ratio > 32 && ratio < 512)
    let few = try await seconds(16, sets: 1, options: EstimatorOptions(shots: 1000))
    #expect(try await seconds(16, sets: 1, options: EstimatorOptions(shots: 100_000_000)) > 100 * few)
  }

  @Test("a program's time depends on its outcomes; its memory and shots are known")
  func program() async throws {
    let program = try OpenQASMProgram(
      "include \"stdgates.inc\"; qubit[10] q; bit[10] c; h q; c = measure q; if (c[0]) { x q[1]; }")
    let pub = SamplerPub(program, parameters: [], shots: 77)
    let resources = try await LocalBackend().resources(sampling: [pub])
    #expect(resources.shots == 77 && resources.qubitCount == 10 && resources.seconds == nil)
    #expect(resources.bytes >= 16 << 10 && resources.fits)
    let narrow = try LocalBackend(memoryLimit: 1 << 13)
    #expect(try await !narrow.resources(sampling: [pub]).fits)
    let error = await #expect(throws: BackendError.self) { try await narrow.sample([pub], options: SamplerOptions()) }
    #expect(error?.code == .insufficientMemory)
  }

  @Test("programs take the outcomes of all their sets, and a state with what it grew from")
  func programMemory() async throws {
    let program = try OpenQASMProgram(
      """
      include "stdgates.inc"; input float a; qubit[18] q; bit[70] c;
      h q[0]; c[0] = measure q[0]; if (c[0]) { h q; } c[0:17] = measure q;
      """)
    func pub(sets: Int, shots: Int) -> SamplerPub {
      SamplerPub(
        .program(program, values: [:]), parameters: ShapedArray(row: Array(repeating: [0.1], count: sets)), shots: shots
      )
    }
    func bytes(_ pubs: [SamplerPub]) async throws -> Int { try await LocalBackend().resources(sampling: pubs).bytes }
    let single = try await bytes([pub(sets: 1, shots: 10)])
    #expect(single >= 24 << 18 + ComputeThreads.shared.count * 16 << 14)
    // A shot's number in two lists while they part, and two words for its outcome.
    #expect(try await bytes([pub(sets: 1, shots: 100_000)]) >= single + 32 * 99_990)
    #expect(try await bytes([pub(sets: 200, shots: 10_000), pub(sets: 300, shots: 10_000)]) >= 16 * 500 * 10_000)
    #expect(try await bytes([pub(sets: 1 << 10, shots: 10_000_000_000)]) > 1 << 47)
    let narrow = try LocalBackend(memoryLimit: 100 << 20)
    let few = try await narrow.sample([pub(sets: 2, shots: 1000)], options: SamplerOptions())
    #expect(few.pubs[0].registers[0].bits.count == 2)
    let error = await #expect(throws: BackendError.self) {
      try await narrow.sample([pub(sets: 2, shots: 10), pub(sets: 2000, shots: 10_000)], options: SamplerOptions())
    }
    #expect(error?.code == .insufficientMemory)
  }

  @Test("pubs that a call refuses are refused")
  func refusals() async throws {
    let pub = EstimatorPub(try circuit(3), observable: try observable(3), parameters: [])
    let error = await #expect(throws: BackendError.self) { try await LocalBackend().resources(estimating: [pub]) }
    #expect(error?.code == .invalidPub)
    let outcomes = SamplerPub(try circuit(3), parameters: [0.1], shots: 1 << 50)
    await #expect(throws: BackendError.self) { try await LocalBackend().resources(sampling: [outcomes]) }
  }
}
