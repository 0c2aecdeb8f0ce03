import ComplexModule
import Foundation
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

/// A backend with nothing but the two requirements that have no default: exact values from dense matrices.
private struct DenseBackend: Backend {
  let name = "dense"
  var supportsExactExpectationValues = true
  var capabilities: BackendCapabilities {
    BackendCapabilities(
      maximumQubitCount: 6, supportsExactExpectationValues: supportsExactExpectationValues,
      supportsAdjointGradients: false)
  }

  func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    PreparedCircuit(circuit, observables: observables)
  }

  func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
    guard supportsExactExpectationValues else {
      throw BackendError(.unsupported, "dense matrices without exact values")
    }
    let results = try pubs.map { pub in
      let broadcast = try pub.validated()
      let values = try zip(broadcast.left, broadcast.right).map { observable, set in
        try DenseSimulator.expectation(
          of: pub.circuit.observables[pub.observables[observable]], behind: pub.circuit.circuit,
          parameters: pub.parameters[set])
      }
      return EstimatorPubResult(values: try ShapedArray(shape: broadcast.shape, elements: values))
    }
    return EstimatorResult(pubs: results, seed: options.seed)
  }

  func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    throw BackendError(.unsupported, "dense matrices do not sample")
  }
}

@Suite("The parameter-shift rule")
struct ParameterShiftTests {
  @Test("is a backend's gradient by default, for every gate that has one", arguments: 0..<6 as Range<UInt64>)
  func defaultGradient(seed: UInt64) async throws {
    var random = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: 3, operationCount: 45, parameterCount: 3, families: [.standard, .pauliRotation, .excitation],
      using: &random)
    let observables = try (0..<2).map { _ in try PauliSum.random(qubitCount: 3, termCount: 6, using: &random) }
    let points = (0..<2).map { _ in (0..<3).map { _ in 4 * random.uniform() - 2 } }
    let pub = EstimatorPub(
      PreparedCircuit(circuit, observables: observables),
      observables: try ShapedArray(shape: [2, 1], elements: [1, 0]),
      parameters: ShapedArray(row: points))
    let result = try await DenseBackend().gradients([pub], options: .exact).pubs[0]
    #expect(result.gradients.shape == [2, 2])
    for (row, observable) in [1, 0].enumerated() {
      for (column, point) in points.enumerated() {
        let expected = try DenseSimulator.gradient(of: observables[observable], behind: circuit, parameters: point)
        for (a, b) in zip(result.gradients[2 * row + column], expected) { #expect(abs(a - b) < 1e-6) }
      }
    }
  }

  @Test("a gate without a rule is refused by name")
  func noRule() async throws {
    var circuit = try Circuit(qubitCount: 3)
    let gates = try [[0, 1], [1, 2]].map { try ExcitationGate(jordanWignerCreating: [$0[1]], annihilating: [$0[0]]) }
    try circuit.append(exponentialOf: gates, angles: [Parameter("a").angle, Parameter("b").angle])
    let pub = EstimatorPub(circuit, observable: try PauliSum(["ZII": 1]), parameters: [0.1, 0.2])
    let error = await #expect(throws: BackendError.self) {
      try await DenseBackend().gradients([pub], options: .exact)
    }
    #expect(error?.code == .unsupported && error?.message.contains("excitation_exponential") == true)
  }

  @Test("a circuit without parameters has an empty gradient and its value")
  func noParameters() async throws {
    var circuit = try Circuit(qubitCount: 1)
    try circuit.append(.x, on: 0)
    let pub = EstimatorPub(circuit, observable: try PauliSum(["Z": 2]), parameters: [])
    let result = try await DenseBackend().gradients([pub], options: .exact).pubs[0]
    #expect(result.values[0] == -2 && result.gradients[0].isEmpty)
  }

  @Test("a rule refuses the pub of another circuit or of other observables")
  func otherPub() async throws {
    var circuit = try Circuit(qubitCount: 1)
    try circuit.append(.rx, Parameter("a").angle, on: 0)
    let z = try PauliSum(["Z": 1])
    let rule = try await ParameterShiftRule(for: circuit, observables: [z], on: DenseBackend())
    var longer = circuit
    try longer.append(.ry, Parameter("b").angle, on: 0)
    let others = [
      EstimatorPub(longer, observable: z, parameters: [1, 2]),
      EstimatorPub(circuit, observable: try PauliSum(["X": 1]), parameters: [1]),
      EstimatorPub(PreparedCircuit(circuit, observables: [z, z]), parameters: [1]),
    ]
    for pub in others {
      let error = await #expect(throws: BackendError.self) {
        try await rule.gradient(of: pub, options: .exact, on: DenseBackend())
      }
      #expect(error?.code == .invalidPub)
    }
    let own = EstimatorPub(circuit, observable: z, parameters: [1])
    let slope = try await rule.gradient(of: own, options: .exact, on: DenseBackend()).gradients[0][0]
    #expect(abs(slope + sin(1)) < 1e-12)
  }

  @Test("expectation values of a circuit in one line, where the backend has exact ones")
  func expectationValues() async throws {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.rx, Parameter("a").angle, on: 0)
    let sums = try ["IZ", "ZI", "IY"].map { try PauliSum([$0: 1]) }
    let values = try await DenseBackend().expectationValues(of: sums, in: circuit, parameters: [0.3])
    for (value, expected) in zip(values, [cos(0.3), 1, -sin(0.3)]) { #expect(abs(value - expected) < 1e-12) }
    #expect(try await DenseBackend().expectationValues(of: [], in: circuit, parameters: [0.3]).isEmpty)
    let error = await #expect(throws: BackendError.self) {
      try await DenseBackend(supportsExactExpectationValues: false)
        .expectationValues(of: sums, in: circuit, parameters: [0.3])
    }
    #expect(error?.code == .unsupported && error?.message.contains("dense") == true)
  }

  @Test("conformance asks for exact values or for their refusal", arguments: [true, false])
  func conformance(isExact: Bool) async throws {
    let backend = DenseBackend(supportsExactExpectationValues: isExact)
    for check in [BackendConformance.exactValues, .broadcasting, .preparedCircuits, .gradients, .sessions] {
      try await check.run(on: backend)
    }
    // It ignores shots: that must not pass.
    await #expect(throws: (any Error).self) { try await BackendConformance.sampledValues.run(on: backend) }
  }
}
