import ClassicalOptimizers
import ComplexModule
import Hamiltonians
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import Simulators
import TestSupport
import Testing
import VariationalAlgorithms

@Suite("Sampling VQE and QAOA")
struct SamplingVQETests {
  private static func maxCut(_ name: String) throws -> MaxCut {
    try MaxCut(PauliSumFile.read(contentsOf: RepositoryData.path("hamiltonians/\(name).json")))
  }

  private static func small(
    _ optimizer: OptimizerName = .cobyla, alpha: Double = 0.5, shots: Int? = 200, maximumEvaluations: Int = 30,
    seed: UInt64 = 5
  ) throws -> QAOA {
    let graph = try Lattice.graph(
      siteCount: 4, edges: [.init(0, 1), .init(1, 2, weight: 0.5), .init(2, 3, weight: 1.5), .init(3, 0), .init(0, 2)])
    return try QAOA(
      cost: MaxCut(on: graph).hamiltonian, layers: 2,
      optimizer: optimizer.optimizer(maximumEvaluations: maximumEvaluations, seed: seed), alpha: alpha, shots: shots,
      seed: seed)
  }

  @Test("QAOA finds the largest cuts of the repository's graphs", arguments: [nil, 1000], [1, 0.2])
  func largestCuts(shots: Int?, alpha: Double) async throws {
    guard shots != nil || alpha == 1 else { return }
    for name in ["maxcut_petersen_n10", "maxcut_weighted_n10"] {
      let problem = try Self.maxCut(name)
      let exact = try problem.largestCut()
      let qaoa = try QAOA(cost: problem.hamiltonian, layers: 3, alpha: alpha, shots: shots, finalShots: 2000, seed: 1)
      let result = try await qaoa.run(on: LocalBackend())
      let best = try #require(result.best.first)
      #expect(abs(-best.value - exact.weight) < 1e-9)
      #expect(abs(problem.cut(best.bits) - exact.weight) < 1e-9)
      #expect(result.best.allSatisfy { abs($0.value - best.value) < 1e-9 && $0.count > 0 })
      #expect(result.best.count == min(16, result.bestCount) && result.bestCount <= 2 * exact.count)
      #expect(result.energy >= best.value - 1e-9 && (result.standardError == nil) == (shots == nil))
      #expect(result.finalShots == 2000 && result.isEnergyIndependent)
      let counts = result.distribution.map(\.count)
      #expect(counts == counts.sorted(by: >) && counts.reduce(0, +) <= 2000)
    }
  }

  @Test("a hardware-efficient ansatz finds the ground state of a diagonal cost", arguments: [1, 0.25])
  func samplingVQE(alpha: Double) async throws {
    let cost = try PauliSum(["IIIZ": 0.3, "ZZII": 1, "IZZI": 0.7, "ZIIZ": -0.4, "ZZZZ": 0.2])
    let lowest = try (0..<16).map { index in try cost.expectation(inBasisState: (0..<4).map { index >> $0 & 1 == 1 }) }
      .min()
    let search = SamplingVQE(
      cost: cost, ansatz: try RealAmplitudes(qubitCount: 4, layers: 1), initialPoint: .random, alpha: alpha, shots: 500,
      seed: 2)
    let result = try await search.run(on: LocalBackend())
    #expect(abs(try #require(result.best.first).value - (try #require(lowest))) < 1e-12)
    #expect(result.energy < result.log[0].value)
    #expect(result.optimizer == .cobyla && result.seed == 2 && result.ansatz == search.ansatz.name)
  }

  @Test("XY mixing from a Dicke state yields outcomes with that many ones alone")
  func constrained() async throws {
    let problem = try Self.maxCut("maxcut_petersen_n10")
    let qaoa = try QAOA(
      cost: problem.hamiltonian, layers: 2, mixer: .xy(.ring), initialState: .dicke(ones: 4), alpha: 0.3, shots: 300)
    var search = qaoa.search
    search.outcomeLimit = 1000
    let result = try await search.run(on: LocalBackend())
    #expect(result.distribution.count > 10)
    for outcome in result.best + result.distribution { #expect(outcome.bits.count { $0 } == 4) }
    #expect(result.distribution.reduce(0) { $0 + $1.count } == 300)
    for outcome in result.distribution { #expect(abs(problem.cut(outcome.bits) + outcome.value) < 1e-12) }
  }

  @Test("a bit string reads from qubit 0 at its right end")
  func bitOrder() async throws {
    // Lowest with qubits 0 and 1 in |1⟩ and qubit 2 in |0⟩.
    let cost = try PauliSum(["IIZ": 1, "IZI": 1, "ZII": -1])
    let result = try await QAOA(cost: cost, layers: 1).run(on: LocalBackend())
    let best = try #require(result.best.first)
    #expect(best.bitString == "011" && best.bits == [true, true, false] && best.value == -3)
  }

  @Test("ties beyond the limit are counted and not listed")
  func ties() async throws {
    let cost = try PauliSum(["IIIIZ": 1])
    var search = try QAOA(cost: cost, finalShots: 3000).search
    search.outcomeLimit = 3
    let result = try await search.run(on: LocalBackend())
    #expect(result.bestCount == 16 && result.best.count == 3 && result.distribution.count == 3)
  }

  @Test(
    "the same value gives the same bits, another seed others",
    arguments: [OptimizerName.cobyla, .spsa, .nelderMead], [1, 0.3])
  func reproducible(name: OptimizerName, alpha: Double) async throws {
    let first = try await Self.small(name, alpha: alpha).run(on: LocalBackend())
    #expect(try await Self.small(name, alpha: alpha).run(on: LocalBackend()).bits == first.bits)
    #expect(try await Self.small(name, alpha: alpha, seed: 6).run(on: LocalBackend()).bits != first.bits)
  }

  @Test("sampled means are those of the estimator within their errors")
  func means() async throws {
    let qaoa = try Self.small(alpha: 1, shots: 4000)
    let result = try await qaoa.run(on: LocalBackend())
    let exact = try await LocalBackend().expectationValues(
      of: [qaoa.ansatz.cost], in: qaoa.ansatz.circuit, parameters: result.parameters)[0]
    let error = try #require(result.standardError)
    #expect(error > 0 && error < 0.05 && abs(result.energy - exact) < 5 * error)
    #expect(!result.log.contains { $0.value.bitPattern == result.energy.bitPattern })
  }

  @Test("means of samples lead nearly as low as exact values")
  func quality() async throws {
    let cost = try Self.maxCut("maxcut_weighted_n10").hamiltonian
    let exact = try await QAOA(cost: cost, layers: 3).run(on: LocalBackend())
    for seed in 0..<4 as Range<UInt64> {
      let sampled = try await QAOA(cost: cost, layers: 3, shots: 1000, seed: seed).run(on: LocalBackend())
      #expect(sampled.energy < 0.96 * exact.energy, "\(sampled.energy) in \(sampled.evaluations), \(exact.energy)")
      #expect(sampled.energy > exact.energy - 5 * (try #require(sampled.standardError)))
    }
  }

  @Test("a cancelled task gives the best so far, with its bit strings", arguments: [nil, 200])
  func cancellation(shots: Int?) async throws {
    let qaoa = try Self.small(.nelderMead, alpha: shots == nil ? 1 : 0.5, shots: shots, maximumEvaluations: 1000)
    let result = try await qaoa.run(on: LocalBackend()) { progress in
      #expect((progress.bestValue == nil) == (shots == nil))
      if progress.evaluations == 10 { withUnsafeCurrentTask { $0?.cancel() } }
    }
    #expect(result.stopReason == .interrupted && result.evaluations == 10)
    #expect(!result.best.isEmpty && result.isEnergyIndependent)
    let lowest = try #require(result.log.min { $0.value < $1.value })
    #expect(result.parameters == lowest.point)
    if shots == nil { #expect(result.energy == lowest.value) }
  }

  @Test("a final sample that fails does not take the rest with it", arguments: [nil, 200])
  func finalFailure(shots: Int?) async throws {
    var qaoa = try Self.small(shots == nil ? .lBFGS : .cobyla, alpha: shots == nil ? 1 : 0.5, shots: shots)
    let backend = try LocalBackend(memoryLimit: 1 << 20)
    let whole = try await qaoa.run(on: backend)
    #expect(whole.finalSampleError == nil)
    // Outcomes of 80 MB.
    qaoa.finalShots = 10_000_000
    let result = try await qaoa.run(on: backend)
    #expect((result.finalSampleError as? BackendError)?.code == .insufficientMemory)
    #expect(result.finalShots == 0 && result.distribution.isEmpty && result.best.isEmpty == (shots == nil))
    #expect(result.parameters == whole.parameters && result.stopReason == whole.stopReason)
    #expect(result.isEnergyIndependent == (shots == nil))
  }

  @Test("cancelled before anything is known it throws")
  func cancelledEarly() async throws {
    let qaoa = try Self.small()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await qaoa.run(on: LocalBackend())
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(
    "a run stopped after any batch and resumed ends as if it had never stopped",
    arguments: [OptimizerName.cobyla, .spsa, .lBFGS])
  func resume(name: OptimizerName) async throws {
    let isExact = name == .lBFGS
    let qaoa = try Self.small(name, alpha: isExact ? 1 : 0.4, shots: isExact ? nil : 100)
    let backend = LocalBackend()
    var batches: [Int] = []
    let undisturbed = try await qaoa.run(on: backend) { batches.append($0.evaluations) }
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    for stop in batches {
      _ = try await qaoa.run(on: backend, checkpoint: policy) {
        if $0.evaluations == stop { throw CancellationError() }
      }
      let checkpoint = try VQECheckpoint(contentsOf: policy.path)
      #expect(checkpoint.evaluations == stop)
      #expect(try await qaoa.run(on: backend, resuming: checkpoint).bits == undisturbed.bits, "stopped after \(stop)")
    }
    var other = qaoa
    other.seed = 77
    let error = await #expect(throws: VQEError.self) {
      try await other.run(on: backend, resuming: VQECheckpoint(contentsOf: policy.path))
    }
    #expect(error.map(String.init(describing:))?.contains("another problem") == true)
    try changeJSON(at: policy.path) { $0["bestOutcomes"] = nil }
    let damaged = await #expect(throws: VQEError.self) {
      try await qaoa.run(on: backend, resuming: VQECheckpoint(contentsOf: policy.path))
    }
    #expect(damaged.map(String.init(describing:))?.contains("damaged") == true)
  }

  @Test("what does not fit together is refused by name before anything runs")
  func misuse() async throws {
    let ansatz = try RealAmplitudes(qubitCount: 2)
    func refusal(_ cost: PauliSum, _ change: (inout SamplingVQE) -> Void = { _ in }) async -> SamplingVQEError? {
      var search = SamplingVQE(cost: cost, ansatz: ansatz, alpha: 0.5, shots: 100)
      change(&search)
      return await #expect(throws: SamplingVQEError.self) { try await search.run(on: LocalBackend()) }
    }
    let cost = try PauliSum(["ZZ": 1, "IZ": -0.5])
    #expect(await refusal(try PauliSum(["ZZ": 1, "XY": 0.5])) == .notDiagonal(term: "XY"))
    #expect(await refusal(Complex(0, 1) * cost) == .notHermitian)
    #expect(await refusal(try cost.padded(to: 65)) == .tooWide(found: 65, allowed: 64))
    for alpha in [0, -0.1, 1.1, .infinity] { #expect(await refusal(cost) { $0.alpha = alpha } == .alpha(alpha)) }
    #expect(await refusal(cost) { $0.alpha = .nan } != nil)
    #expect(await refusal(cost) { $0.shots = nil } == .exactTail(alpha: 0.5))
    #expect(await refusal(cost) { $0.shots = 1 } == .shots(found: 1))
    #expect(await refusal(cost) { $0.finalShots = 0 } == .finalShots(found: 0))
    #expect(await refusal(cost) { $0.finalShots = 20_000_000_000 } == .finalShots(found: 20_000_000_000))
    #expect(await refusal(cost) { $0.shots = .max } == .shots(found: .max))
    #expect(await refusal(cost) { $0.outcomeLimit = 0 } == .outcomeLimit(found: 0))
    #expect(await refusal(cost) { $0.optimizer = LBFGS() } == .gradientOfSamples(optimizer: "l-bfgs"))
    #expect(await refusal(cost) { $0.optimizer = NFT() } == .trigonometricTail(optimizer: "nft", alpha: 0.5))
    let wide = SamplingVQE(cost: try cost.padded(to: 3), ansatz: ansatz)
    let error = await #expect(throws: VQEError.self) { try await wide.run(on: LocalBackend()) }
    #expect(error == .widthMismatch(hamiltonian: 3, ansatz: 2))
  }

  @Test("the default optimizer suits exact or sampled values")
  func defaultOptimizer() throws {
    let cost = try PauliSum(["ZZ": 1])
    #expect(try QAOA(cost: cost).optimizer is LBFGS)
    #expect(try QAOA(cost: cost, shots: 100).optimizer is COBYLA)
    var later = try QAOA(cost: cost)
    later.shots = 100
    #expect(later.optimizer is COBYLA && later.search.optimizer is COBYLA)
    var search = later.search
    search.shots = nil
    #expect(search.optimizer is LBFGS)
    later.optimizer = NelderMead()
    later.shots = nil
    #expect(later.optimizer is NelderMead)
  }
}

extension SamplingVQEResult {
  /// Everything but the time it took, to the last bit.
  fileprivate var bits: String {
    let numbers =
      [energy, standardError ?? 0] + parameters + log.flatMap { $0.point + [$0.value, $0.standardError ?? 0] }
    let outcomes = (best + distribution).map { "\($0.bitString) \($0.value.bitPattern) \($0.count)" }
    return [
      numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " "), outcomes.joined(separator: " "),
      "\(evaluations) \(gradientEvaluations) \(iterations) \(stopReason.rawValue) \(bestCount) \(steps.count)",
    ].joined(separator: "\n")
  }
}
