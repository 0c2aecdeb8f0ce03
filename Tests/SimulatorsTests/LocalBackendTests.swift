import ComplexModule
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import Simulators
import TestSupport
import Testing

@Suite("The local backend")
struct LocalBackendTests {
  @Test("does what every backend does", arguments: BackendConformance.allCases, 1...3 as ClosedRange<UInt64>)
  func conforms(check: BackendConformance, seed: UInt64) async throws {
    try await check.run(on: LocalBackend(), seed: seed)
  }

  @Test("agrees with dense matrices on circuits of every gate", arguments: 1...8, 0..<3 as Range<UInt64>)
  func dense(qubitCount: Int, seed: UInt64) async throws {
    var random = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 60, parameterCount: 4, using: &random)
    let observable = try PauliSum.random(qubitCount: qubitCount, termCount: 30, using: &random)
    let point = (0..<4).map { _ in 4 * random.uniform() - 2 }
    let expected = try DenseSimulator.expectation(of: observable, behind: circuit, parameters: point)
    let pub = EstimatorPub(circuit, observable: observable, parameters: point)
    let found = try await LocalBackend().estimate([pub], options: .exact).pubs[0].values[0]
    #expect(abs(found - expected) < 1e-10)
  }

  @Test("adjoint gradients are those of central differences", arguments: 1...5, 0..<3 as Range<UInt64>)
  func adjoint(qubitCount: Int, seed: UInt64) async throws {
    var random = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 70, parameterCount: 5, using: &random)
    let observable = try PauliSum.random(qubitCount: qubitCount, termCount: 20, using: &random)
    let point = (0..<5).map { _ in 4 * random.uniform() - 2 }
    let backend = LocalBackend()
    let prepared = try await backend.prepare(circuit, observables: [observable])
    let result = try await backend.gradients([EstimatorPub(prepared, parameters: point)], options: .exact).pubs[0]
    let step = 1e-5
    for index in point.indices {
      let shifted = [step, -step].map { shift in point.enumerated().map { $0 == index ? $1 + shift : $1 } }
      let values = try await backend.estimate(
        [EstimatorPub(prepared, parameters: ShapedArray(row: shifted))], options: .exact
      ).pubs[0].values
      #expect(abs((values[0] - values[1]) / (2 * step) - result.gradients[0][index]) < 1e-7)
    }
  }

  @Test("adjoint gradients are those of the shift rule", arguments: 1...6, 0..<3 as Range<UInt64>)
  func shifts(qubitCount: Int, seed: UInt64) async throws {
    var random = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 60, parameterCount: 5,
      families: [.standard, .pauliRotation, .excitation, .unitary], using: &random)
    let observable = try PauliSum.random(qubitCount: qubitCount, termCount: 20, using: &random)
    let point = (0..<5).map { _ in 4 * random.uniform() - 2 }
    let pub = EstimatorPub(circuit, observable: observable, parameters: point)
    let backend = LocalBackend()
    let adjoint = try await backend.gradients([pub], options: .exact).pubs[0].gradients[0]
    let rule = try await ParameterShiftRule(for: circuit, observables: [observable], on: backend)
    let shifted = try await rule.gradient(of: pub, options: .exact, on: backend).gradients[0]
    for (a, b) in zip(adjoint, shifted) { #expect(abs(a - b) < 1e-9) }
  }

  @Test("a state that does not fit is refused with its size before memory is taken", arguments: [33, 40, 57, 58, 1000])
  func memory(qubitCount: Int) async throws {
    var circuit = try Circuit(qubitCount: qubitCount)
    for qubit in 0..<qubitCount { try circuit.append(.h, on: qubit) }
    let observable = PauliSum.identity(qubitCount: qubitCount)
    let error = await #expect(throws: BackendError.self) {
      try await LocalBackend(memoryLimit: 1 << 33).estimate(
        [EstimatorPub(circuit, observable: observable, parameters: [])], options: .exact)
    }
    #expect(error?.code == .insufficientMemory)
    if qubitCount < 58 { #expect(error?.message.contains("\(16 << qubitCount)") == true) }
  }

  @Test("a memory limit bounds how many sets run at once, not the result")
  func smallBudget() async throws {
    var random = RandomStream(seed: 4)
    let circuit = try Circuit.random(qubitCount: 6, operationCount: 30, parameterCount: 2, using: &random)
    let observable = try PauliSum.random(qubitCount: 6, termCount: 10, using: &random)
    let points = (0..<9).map { _ in [random.uniform(), random.uniform()] }
    let pub = EstimatorPub(
      PreparedCircuit(circuit, observables: [observable]), parameters: ShapedArray(row: points))
    let wide = try await LocalBackend().estimate([pub], options: .exact)
    let narrow = try await LocalBackend(memoryLimit: 4 * 16 << 6).estimate([pub], options: .exact)
    #expect(wide == narrow)
    #expect(throws: BackendError.self) { try LocalBackend(memoryLimit: 0) }
  }

  @Test("too few shots for the measurement bases are refused with the number needed")
  func tooFewShots() async throws {
    let observable = try PauliSum(["XX": 1, "ZZ": 0.5, "YY": 0.25])
    let circuit = try Circuit(qubitCount: 2)
    let error = await #expect(throws: BackendError.self) {
      try await LocalBackend().estimate(
        [EstimatorPub(circuit, observable: observable, parameters: [])], options: EstimatorOptions(shots: 5))
    }
    #expect(error?.code == .invalidOption)
    #expect(error?.message.contains("6 at least") == true)
  }

  @Test("an observable of the identity alone needs no shots and has no error")
  func constantObservable() async throws {
    let pub = EstimatorPub(
      try Circuit(qubitCount: 2), observable: .identity(qubitCount: 2, coefficient: 3), parameters: [])
    let result = try await LocalBackend().estimate([pub], options: EstimatorOptions(shots: 10)).pubs[0]
    #expect(result.values[0] == 3)
    #expect(result.standardErrors?[0] == 0)
  }

  @Test("no qubits at all: a circuit of width 0 has the value of the constant")
  func empty() async throws {
    let pub = EstimatorPub(
      try Circuit(qubitCount: 0), observable: .identity(qubitCount: 0, coefficient: -2), parameters: [])
    #expect(try await LocalBackend().estimate([pub], options: .exact).pubs[0].values[0] == -2)
    let sampled = try await LocalBackend().sample([SamplerPub(try Circuit(qubitCount: 0), shots: 3)], options: .init())
    #expect(sampled.pubs[0][0].words == [0, 0, 0])
    #expect(sampled.pubs[0][0].counts == ["": 3])
  }

  @Test(
    "more shots than can be drawn are refused by both primitives",
    arguments: [Int.max, ShotLimit.most + 1])
  func tooManyShots(shots: Int) async throws {
    let circuit = try Circuit(qubitCount: 2)
    for observable in [try PauliSum(["ZZ": 1]), try PauliSum(["ZZ": 1, "XX": 1])] {
      let pub = EstimatorPub(circuit, observable: observable, parameters: [])
      let error = await #expect(throws: BackendError.self) {
        try await LocalBackend().estimate([pub], options: EstimatorOptions(shots: shots))
      }
      #expect(error?.code == .invalidOption)
    }
    let error = await #expect(throws: BackendError.self) {
      try await LocalBackend().sample([SamplerPub(circuit, shots: shots)], options: .init())
    }
    #expect(error?.code == .invalidOption)
  }

  @Test("an angle that overflows is refused by name, in every call")
  func overflowingAngle() async throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.ry, Parameter("a").angle * 1e10, on: 0)
    let prepared = PreparedCircuit(circuit, observables: [try PauliSum(["ZZ": 1, "XX": 2])])
    let pub = EstimatorPub(prepared, parameters: [1e300])
    for options in [EstimatorOptions.exact, try EstimatorOptions(shots: 100)] {
      for call in [0, 1] {
        let error = await #expect(throws: BackendError.self) {
          if call == 0 { _ = try await LocalBackend().estimate([pub], options: options) }
          if call == 1 { _ = try await LocalBackend().gradients([pub], options: options) }
        }
        #expect(error?.code == .invalidPub && error?.message.contains("inf") == true)
      }
    }
    let error = await #expect(throws: BackendError.self) {
      try await LocalBackend().sample([SamplerPub(circuit, parameters: [1e300])], options: .init())
    }
    #expect(error?.code == .invalidPub)
  }

  @Test("values beyond double precision are refused, sampled or not", arguments: [nil, 100])
  func hugeCoefficients(shots: Int?) async throws {
    let observable = try PauliSum(["ZZ": 1e308, "IZ": 1e308, "XX": 1e308])
    let pub = EstimatorPub(try Circuit(qubitCount: 2), observable: observable, parameters: [])
    let error = await #expect(throws: BackendError.self) {
      try await LocalBackend().estimate([pub], options: EstimatorOptions(shots: shots))
    }
    #expect(error?.code == .notFinite)
  }

  @Test("observables share sweeps without changing a bit of any gradient", arguments: GateFamily.allCases)
  func sharedSweeps(family: GateFamily) async throws {
    var random = RandomStream(seed: 12)
    let circuit = try Circuit.random(
      qubitCount: 4, operationCount: 12, parameterCount: 3, families: [family, .pauliRotation], using: &random)
    let observables = try (0..<11).map { _ in try PauliSum.random(qubitCount: 4, termCount: 8, using: &random) }
    let point = (0..<3).map { _ in random.uniform() }
    let backend = LocalBackend()
    let all = EstimatorPub(PreparedCircuit(circuit, observables: observables), parameters: point)
    let together = try await backend.gradients([all], options: .exact).pubs[0]
    // 32 states are enough for one observable behind an exponential, and for no more.
    let narrow = try await LocalBackend(memoryLimit: 32 * 16 << 4).gradients([all], options: .exact).pubs[0]
    #expect(narrow == together)
    for (index, observable) in observables.enumerated() {
      let pub = EstimatorPub(circuit, observable: observable, parameters: point)
      let alone = try await backend.gradients([pub], options: .exact).pubs[0]
      #expect(alone.values[0] == together.values[index] && alone.gradients[0] == together.gradients[index])
    }
  }

  @Test("the same bits on one thread, on five, and inline", arguments: [5, 9])
  func threads(qubitCount: Int) async throws {
    var random = RandomStream(seed: 6)
    var pubs: [EstimatorPub] = []
    for _ in 0..<3 {
      let circuit = try Circuit.random(qubitCount: qubitCount, operationCount: 40, parameterCount: 2, using: &random)
      let observable = try PauliSum.random(qubitCount: qubitCount, termCount: 10, using: &random)
      let points = (0..<5).map { _ in [random.uniform(), random.uniform()] }
      pubs.append(
        EstimatorPub(PreparedCircuit(circuit, observables: [observable]), parameters: ShapedArray(row: points)))
    }
    let backends = [1, 5].map { LocalBackend(ledger: MemoryLedger(limit: 1 << 30), threads: ComputeThreads(count: $0)) }
    for options in [EstimatorOptions.exact, try EstimatorOptions(shots: 500, seed: 9)] {
      let first = try await backends[0].estimate(pubs, options: options)
      #expect(try await backends[1].estimate(pubs, options: options) == first)
      // One at a time they are short enough for the caller's own thread; a pub's place in the call is part of its seed.
      if options == .exact {
        for (pub, expected) in zip(pubs, first.pubs) {
          for (index, point) in pub.parameters.elements.enumerated() {
            let single = EstimatorPub(pub.circuit, parameters: point)
            let found = try await backends[0].estimate([single], options: options).pubs[0].values[0]
            #expect(found == expected.values[index])
          }
        }
      }
    }
  }

  @Test("sampled gradients of neighbouring pubs and seeds have nothing in common")
  func sampledGradientSeeds() async throws {
    var circuit = try Circuit(qubitCount: 2)
    for qubit in 0..<2 { try circuit.append(.ry, Parameter("a\(qubit)").angle, on: qubit) }
    let prepared = try await LocalBackend().prepare(circuit, observables: [try PauliSum(["ZZ": 1, "XI": 0.5])])
    let pub = EstimatorPub(prepared, parameters: [0.4, 1.1])
    let backend = LocalBackend()
    let seven = try await backend.gradients([pub, pub], options: EstimatorOptions(shots: 999, seed: 7))
    let eight = try await backend.gradients([pub, pub], options: EstimatorOptions(shots: 999, seed: 8))
    let results = (seven.pubs + eight.pubs).map { $0.gradients[0] }
    #expect(Set(results).count == 4)
    #expect(try await backend.gradients([pub, pub], options: EstimatorOptions(shots: 999, seed: 7)) == seven)
  }
}
