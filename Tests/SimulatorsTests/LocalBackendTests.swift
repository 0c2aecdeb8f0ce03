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
      qubitCount: qubitCount, operationCount: qubitCount < 7 ? 60 : 20, parameterCount: 4, using: &random)
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
    let circuit = try Circuit(qubitCount: qubitCount)
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

  @Test("cancelling the task ends a long call")
  func cancellation() async throws {
    var circuit = try Circuit(qubitCount: 20)
    for layer in 0..<400 { try circuit.append(.h, on: layer % 20) }
    let long = circuit
    let task = Task {
      try await LocalBackend().sample([SamplerPub(long, shots: 1)], options: SamplerOptions())
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("no qubits at all: a circuit of width 0 has the value of the constant")
  func empty() async throws {
    let pub = EstimatorPub(
      try Circuit(qubitCount: 0), observable: .identity(qubitCount: 0, coefficient: -2), parameters: [])
    #expect(try await LocalBackend().estimate([pub], options: .exact).pubs[0].values[0] == -2)
    let sampled = try await LocalBackend().sample([SamplerPub(try Circuit(qubitCount: 0), shots: 3)], options: .init())
    #expect(sampled.pubs[0][0].basisStates == [0, 0, 0])
    #expect(sampled.pubs[0][0].counts == ["": 3])
  }
}
