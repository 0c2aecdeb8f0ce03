import JSONSchemas
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import RuntimePrograms
import Simulators
import TestSupport
import Testing

@Suite("Programs give the bits of the local backend")
struct SameBitsTests {
  /// How the values of a call are asked for.
  enum Mode: CaseIterable { case exact, shots, precision, commuting, mixed }

  /// A call of all families of gates: several pubs, of which some share a prepared circuit, in shapes that broadcast.
  private struct Call {
    var pubs: [EstimatorPub] = []

    init(seed: UInt64, mode: Mode, families: [GateFamily] = GateFamily.allCases) throws {
      var random = RandomStream(seed: seed, stream: 9)
      for index in 0..<2 {
        let qubitCount = 1 + Int(seed) % 4 + index
        let parameterCount = (Int(seed) + index) % 4
        let circuit = try Circuit.random(
          qubitCount: qubitCount, operationCount: 30, parameterCount: parameterCount, families: families,
          using: &random)
        let observables = try (0..<3).map { _ in
          try PauliSum.random(qubitCount: qubitCount, termCount: 6, using: &random)
        }
        func sets(_ shape: [Int]) throws -> ShapedArray<[Double]> {
          let count = shape.reduce(1, *)
          return try ShapedArray(
            shape: shape, elements: (0..<count).map { _ in (0..<parameterCount).map { _ in 6 * random.uniform() - 3 } })
        }
        let prepared = PreparedCircuit(circuit, observables: observables)
        let one = PreparedCircuit(circuit, observables: [observables[2]])
        pubs.append(EstimatorPub(prepared, parameters: try sets([])))
        pubs.append(EstimatorPub(one, parameters: try sets([2])))
        pubs.append(
          EstimatorPub(
            prepared, observables: try ShapedArray(shape: [3, 1], elements: [2, 0, 2]), parameters: try sets([2])))
        pubs.append(EstimatorPub(prepared, observables: ShapedArray(1), parameters: try sets([2, 1, 2])))
        pubs.append(EstimatorPub(prepared, observables: ShapedArray(0), parameters: try sets([0])))
        pubs.append(EstimatorPub(prepared, parameters: try sets([0, 3])))
        pubs.append(EstimatorPub(one, parameters: try sets([1])))
      }
      if mode == .mixed {
        for index in pubs.indices where index % 2 == 0 { pubs[index].precision = 0.25 }
      }
    }
  }

  private func options(_ mode: Mode, seed: UInt64) throws -> EstimatorOptions {
    // Beyond what a double holds.
    let seed = seed &+ 0xFFFF_FFFF_FFFF_FF00
    return switch mode {
    case .exact, .mixed: try EstimatorOptions(seed: seed)
    case .shots: try EstimatorOptions(shots: 40, seed: seed)
    case .precision: try EstimatorOptions(precision: 0.3, seed: seed)
    case .commuting: try EstimatorOptions(precision: 0.05, grouping: .commuting, seed: seed)
    }
  }

  @Test("estimator", arguments: Mode.allCases, 0..<4 as Range<UInt64>)
  func estimator(mode: Mode, seed: UInt64) async throws {
    let call = try Call(seed: seed, mode: mode)
    let options = try options(mode, seed: seed)
    let expected = try await LocalBackend().estimate(call.pubs, options: options)
    let shelf = TextShelf()
    let library = shelf.library()
    let inputs = try EstimatorInputs(call.pubs, options: options, reference: shelf.reference)
    // The second time everything is prepared.
    for _ in 0..<2 {
      let output = try await runAsText(EstimatorProgram(), inputs, library: library)
      let result = try output.result(for: call.pubs, seed: 0)
      #expect(result == expected)
      #expect(zip(result.pubs, expected.pubs).allSatisfy { haveSameBits($0.values, $1.values) })
      #expect(result.pubs.map(\.values.shape) == expected.pubs.map(\.values.shape))
    }
    #expect(Set(shelf.fetched).count == shelf.fetched.count)
  }

  @Test("estimator with all texts in the inputs, as other services take them", arguments: 0..<4 as Range<UInt64>)
  func plain(seed: UInt64) async throws {
    // Pubs that ask for the observables of a circuit in their order have the same random numbers without selections.
    let call = try Call(seed: seed, mode: .shots)
    let pubs = call.pubs.filter { $0.observables.elements.elementsEqual($0.circuit.observables.indices) }
    let options = try options(.shots, seed: seed)
    let expected = try await LocalBackend().estimate(pubs, options: options)
    let inputs = try EstimatorInputs(plain: pubs, options: options)
    let output = try await runAsText(EstimatorProgram(), inputs, library: emptyLibrary())
    #expect(try output.result(for: pubs, seed: 0) == expected)
  }

  @Test("estimator-gradient", arguments: Mode.allCases, 0..<4 as Range<UInt64>)
  func gradient(mode: Mode, seed: UInt64) async throws {
    // With shots exponentials of several excitations have no gradient.
    let families = GateFamily.allCases.filter { mode == .exact || $0 != .excitationExponential }
    let call = try Call(seed: seed, mode: mode, families: families)
    let options = try options(mode, seed: seed)
    let expected = try await LocalBackend().gradients(call.pubs, options: options)
    let shelf = TextShelf()
    let inputs = try EstimatorInputs(call.pubs, options: options, reference: shelf.reference)
    let output = try await runAsText(EstimatorGradientProgram(), inputs, library: shelf.library())
    let result = try output.result(for: call.pubs, seed: 0)
    #expect(result == expected)
    #expect(zip(result.pubs, expected.pubs).allSatisfy { haveSameBits($0.values, $1.values) })
    for (pub, expected) in zip(result.pubs, expected.pubs) {
      for (found, expected) in zip(pub.gradients.elements, expected.gradients.elements) {
        #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
      }
    }
  }

  @Test("sampler", arguments: [nil, 25], 0..<6 as Range<UInt64>)
  func sampler(shots: Int?, seed: UInt64) async throws {
    let call = try Call(seed: seed, mode: .exact)
    var pubs = call.pubs.map { SamplerPub($0.circuit, parameters: $0.parameters) }
    pubs.append(SamplerPub(try Circuit(qubitCount: 0), shots: 3))
    pubs[1].shots = 7
    pubs[2].shots = 0
    let options = try shots.map { try SamplerOptions(shots: $0, seed: seed) } ?? SamplerOptions(seed: seed)
    let expected = try await LocalBackend().sample(pubs, options: options)
    let shelf = TextShelf()
    let inputs = [
      try SamplerInputs(pubs, options: options, reference: shelf.samplingReference),
      try SamplerInputs(plain: pubs, options: options),
    ]
    for inputs in inputs {
      let output = try await runAsText(SamplerProgram(), inputs, library: shelf.library())
      #expect(try output.result(for: pubs, seed: 1) == expected)
    }
  }

  private func haveSameBits(_ left: ShapedArray<Double>, _ right: ShapedArray<Double>) -> Bool {
    left.elements.map(\.bitPattern) == right.elements.map(\.bitPattern)
  }
}
