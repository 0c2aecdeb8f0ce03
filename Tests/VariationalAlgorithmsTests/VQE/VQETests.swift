import ClassicalOptimizers
import Hamiltonians
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import Simulators
import TestSupport
import Testing
import VariationalAlgorithms

@Suite("VQE")
struct VQETests {
  @Test("finds the ground-state energy of hydrogen in every mapping", arguments: FermionMapping.allCases)
  func mappings(mapping: FermionMapping) async throws {
    let molecule = try FCIDump(contentsOf: RepositoryData.path("molecules/h2_sto3g_r0.735.fcidump")).molecule
    let problem = molecule.problem(mapping: mapping)
    let result = try await VQE(hamiltonian: problem.hamiltonian, ansatz: UCCSD(problem)).run(on: LocalBackend())
    #expect(abs(result.energy - TestProblem.hydrogenEnergy) < 1e-10)
    #expect(result.stopReason.isConverged)
  }

  @Test("the two-qubit reduction leaves the energy", arguments: UCCSD.Order.allCases)
  func reduced(order: UCCSD.Order) async throws {
    let molecule = try FCIDump(contentsOf: RepositoryData.path("molecules/h4_linear_sto3g_r1.0.fcidump")).molecule
    let full = molecule.problem()
    let reduced = try molecule.problem(mapping: .parity, reducingTwoQubits: true)
    #expect(reduced.qubitCount == full.qubitCount - 2)
    let a = try await VQE(hamiltonian: full.hamiltonian, ansatz: UCCSD(full, order: order)).run(on: LocalBackend())
    let b = try await VQE(hamiltonian: reduced.hamiltonian, ansatz: UCCSD(reduced, order: order))
      .run(on: LocalBackend())
    #expect(abs(a.energy - b.energy) < 1e-9)
  }

  @Test(
    "every gradient method leads to the same energy",
    arguments: [GradientMethod.adjoint, .parameterShift, .centralDifference])
  func gradients(method: GradientMethod) async throws {
    let problem = try TestProblem.hydrogen()
    let result = try await VQE(
      hamiltonian: problem.hamiltonian, ansatz: UCCSD(problem), gradient: method
    ).run(on: LocalBackend())
    #expect(abs(result.energy - TestProblem.hydrogenEnergy) < 1e-9)
    #expect(result.gradientEvaluations > 0)
  }

  @Test("SPSA gradients lead downhill", arguments: 0..<3 as Range<UInt64>)
  func simultaneousPerturbation(seed: UInt64) async throws {
    var vqe = try TestProblem.vqe(.adam, gradient: .spsa, maximumEvaluations: 300, seed: seed)
    var adam = Adam()
    adam.limits.maximumEvaluations = 300
    vqe.optimizer = adam
    let result = try await vqe.run(on: LocalBackend())
    #expect(result.energy < result.log[0].value - 0.1)
  }

  @Test("every optimizer brings hydrogen to chemical accuracy", arguments: OptimizerName.allCases)
  func optimizers(name: OptimizerName) async throws {
    let problem = try TestProblem.hydrogen()
    var vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem))
    vqe.optimizer = name.optimizer(maximumEvaluations: 2000, seed: 1)
    let result = try await vqe.run(on: LocalBackend())
    #expect(abs(result.energy - TestProblem.hydrogenEnergy) < 1.6e-3)
    #expect(result.optimizer == name)
    #expect(result.log.count == result.evaluations && result.evaluations <= 2000)
  }

  @Test("starting from first-order amplitudes saves evaluations")
  func mp2() async throws {
    let problem = try FCIDump(contentsOf: RepositoryData.path("molecules/h2o_sto3g_fc.fcidump")).molecule.problem()
    func energies(_ start: UCCSD.Start) async throws -> [Double] {
      let ansatz = try UCCSD(problem, start: start)
      return try await VQE(hamiltonian: problem.hamiltonian, ansatz: ansatz).run(on: LocalBackend()).log.map(\.value)
    }
    let (zeros, mp2) = (try await energies(.zeros), try await energies(.mp2))
    // The first energy is the reference's from zero, and already correlated from the amplitudes.
    #expect(abs(zeros[0] - problem.molecule.hartreeFockEnergy) < 1e-10)
    #expect(mp2[0] < zeros[0] - 0.02)
    #expect(mp2.count <= zeros.count)
  }

  @Test("with shots the energy is an independent one, with its error", arguments: 0..<4 as Range<UInt64>)
  func shots(seed: UInt64) async throws {
    let vqe = try TestProblem.vqe(.nft, shots: 4000, maximumEvaluations: 80, seed: seed)
    let result = try await vqe.run(on: LocalBackend())
    let error = try #require(result.standardError)
    #expect(error > 0 && error < 0.1)
    var exact = vqe
    exact.shots = nil
    let pub = EstimatorPub(vqe.ansatz.circuit, observable: vqe.hamiltonian, parameters: result.parameters)
    let truth = try await LocalBackend().estimate([pub], options: .exact).pubs[0].values[0]
    #expect(abs(result.energy - truth) < 5 * error)
    #expect(!result.log.contains { $0.value.bitPattern == result.energy.bitPattern })
  }

  @Test(
    "the energy at the end may have a precision of its own, in groups of choice",
    arguments: MeasurementGrouping.allCases)
  func finalPrecision(grouping: MeasurementGrouping) async throws {
    var vqe = try TestProblem.vqe(.nft, shots: 200)
    vqe.grouping = grouping
    let plain = try await vqe.run(on: LocalBackend())
    vqe.finalPrecision = 0.002
    let fine = try await vqe.run(on: LocalBackend())
    #expect(try #require(plain.standardError) > 0.02)
    #expect(try #require(fine.standardError) <= 0.002)
    // The way there is the same.
    #expect(fine.parameters == plain.parameters && fine.log == plain.log)
    #expect(abs(fine.energy - plain.energy) < 5 * (plain.standardError ?? 0))
  }

  @Test("a final precision that cannot be honoured is refused before anything is computed")
  func finalPrecisionMisuse() async throws {
    var vqe = try TestProblem.vqe(.nft)
    vqe.finalPrecision = 0.1
    await #expect(throws: VQEError.unusedFinalPrecision) { try await vqe.run(on: LocalBackend()) }
    vqe.shots = 100
    for precision in [0, -1, .infinity] {
      vqe.finalPrecision = precision
      await #expect(throws: VQEError.invalidFinalPrecision(precision)) { try await vqe.run(on: LocalBackend()) }
    }
  }

  @Test("the same value gives the same bits again", arguments: OptimizerName.allCases, [nil, 400])
  func reproducible(name: OptimizerName, shots: Int?) async throws {
    let vqe = try TestProblem.vqe(name, shots: shots)
    let first = try await vqe.run(on: LocalBackend())
    let second = try await vqe.run(on: LocalBackend())
    #expect(first.bits == second.bits)
  }

  @Test("a cancelled task gives the best point so far")
  func cancellation() async throws {
    let vqe = try TestProblem.vqe(.nelderMead, maximumEvaluations: 1000)
    let result = try await vqe.run(on: LocalBackend()) { progress in
      if progress.evaluations == 10 { withUnsafeCurrentTask { $0?.cancel() } }
    }
    #expect(result.stopReason == .interrupted)
    #expect(result.evaluations == 10)
    #expect(result.energy == result.log.map(\.value).min())
  }

  @Test("central differences of sampled energies point downhill", arguments: 0..<3 as Range<UInt64>)
  func sampledDifferences(seed: UInt64) async throws {
    var vqe = try TestProblem.vqe(.gradientDescent, shots: 1000, gradient: .centralDifference, seed: seed)
    vqe.initialPoint = .values([0.3, -0.2, 0.4, 0.1])
    let sampled = try await vqe.run(on: LocalBackend()).log[0]
    vqe.shots = nil
    vqe.gradient = .adjoint
    let exact = try await vqe.run(on: LocalBackend()).log[0]
    for (found, expected) in zip(try #require(sampled.gradient), try #require(exact.gradient)) {
      #expect(abs(found - expected) < 0.6)
    }
  }

  @Test("the energy of an interrupted sampled run is not the luckiest of its values")
  func interruptedShots() async throws {
    var deviations: [Double] = []
    for seed in 0..<30 as Range<UInt64> {
      let vqe = try TestProblem.vqe(.nelderMead, shots: 500, maximumEvaluations: 400, seed: seed)
      let result = try await vqe.run(on: LocalBackend()) { if $0.evaluations >= 60 { throw CancellationError() } }
      #expect(result.stopReason == .interrupted && result.isEnergyIndependent)
      let pub = EstimatorPub(vqe.ansatz.circuit, observable: vqe.hamiltonian, parameters: result.parameters)
      let exact = try await LocalBackend().estimate([pub], options: .exact).pubs[0].values[0]
      deviations.append((result.energy - exact) / (try #require(result.standardError)))
    }
    // The lowest of sixty values lies more than two standard errors too low.
    #expect(abs(deviations.reduce(0, +) / 30) < 4 / 30.0.squareRoot())
  }

  @Test("sampled energies get an optimizer that bears noise when none is named")
  func defaultOptimizer() throws {
    let ansatz = try RealAmplitudes(qubitCount: 2)
    #expect(VQE(hamiltonian: try TestProblem.spins(), ansatz: ansatz).optimizer is LBFGS)
    #expect(VQE(hamiltonian: try TestProblem.spins(), ansatz: ansatz, shots: 100).optimizer is SPSA)
    #expect(VQE(hamiltonian: try TestProblem.spins(), ansatz: ansatz, precision: 0.1).optimizer is SPSA)
  }

  @Test("the seed of a run is the seed of its optimizer")
  func seeds() async throws {
    func energies(_ seed: UInt64) async throws -> [Double] {
      var vqe = try TestProblem.vqe(.spsa, seed: seed)
      vqe.initialPoint = .zeros
      vqe.optimizer = SPSA(limits: OptimizationLimits(maximumEvaluations: 30))
      return try await vqe.run(on: LocalBackend()).log.map(\.value)
    }
    #expect(try await energies(1) == energies(1))
    #expect(try await energies(1) != energies(2))
  }

  @Test("conjugate gradients use what the ansatz knows of curvatures")
  func curvatures() async throws {
    let problem = try FCIDump(contentsOf: RepositoryData.path("molecules/lih_sto3g_r1.595_fc.fcidump")).molecule
      .problem()
    let ansatz = try UCCSD(problem)
    let informed = VQE(hamiltonian: problem.hamiltonian, ansatz: ansatz, optimizer: ConjugateGradient())
    let plain = VQE(
      hamiltonian: problem.hamiltonian, ansatz: try CircuitAnsatz(ansatz.circuit), optimizer: ConjugateGradient())
    let counts = (
      try await informed.run(on: LocalBackend()).evaluations, try await plain.run(on: LocalBackend()).evaluations
    )
    #expect(counts.0 < counts.1, "\(counts)")
  }

  @Test("what does not fit together is refused before anything runs")
  func misuse() async throws {
    let problem = try TestProblem.hydrogen()
    let ansatz = try UCCSD(problem)
    let backend = LocalBackend()
    func refusal(_ vqe: VQE) async -> VQEError? {
      await #expect(throws: VQEError.self) { try await vqe.run(on: backend) }
    }
    let narrow = VQE(hamiltonian: try TestProblem.spins(), ansatz: ansatz)
    #expect(await refusal(narrow) == .widthMismatch(hamiltonian: 2, ansatz: 4))
    var vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: ansatz)
    vqe.initialPoint = .values([0, 0])
    #expect(await refusal(vqe) == .initialPointLength(found: 2, allowed: 3))
    vqe.initialPoint = .values([0, .nan, 0])
    guard case .nonFiniteInitialPoint(index: 1, _) = await refusal(vqe) else {
      Issue.record("a NaN start was not named")
      return
    }
    vqe.initialPoint = .zeros
    vqe.shots = 1000
    vqe.gradient = .adjoint
    #expect(await refusal(vqe) == .adjointNeedsExactValues)
    vqe.shots = nil
    vqe.optimizer = COBYLA()
    vqe.gradient = .parameterShift
    #expect(await refusal(vqe) == .unusedGradient(optimizer: "cobyla"))
    vqe.optimizer = LBFGS()
    vqe.gradient = .centralDifference(step: 0)
    #expect(await refusal(vqe) == .invalidGradientStep(0))
    let constant = try CircuitAnsatz(Circuit(qubitCount: 4))
    #expect(await refusal(VQE(hamiltonian: problem.hamiltonian, ansatz: constant)) == .noParameters(ansatz: "circuit"))
  }

  /// A backend that can only sample, like a device.
  private struct SamplingBackend: Backend {
    let name = "sampling"
    private let local = LocalBackend()
    var capabilities: BackendCapabilities {
      BackendCapabilities(
        maximumQubitCount: 20, supportsExactExpectationValues: false, supportsAdjointGradients: false)
    }
    func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
      try await local.prepare(circuit, observables: observables)
    }
    func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
      try await local.estimate(pubs, options: options)
    }
    func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
      try await local.sample(pubs, options: options)
    }
  }

  @Test("a backend without exact energies is refused by name where they are needed, and used where not")
  func samplingBackend() async throws {
    let exact = try TestProblem.vqe(.cobyla)
    let error = await #expect(throws: VQEError.self) { try await exact.run(on: SamplingBackend()) }
    #expect(error == .exactUnavailable(backend: "sampling"))
    let sampled = try TestProblem.vqe(.cobyla, shots: 400)
    let result = try await sampled.run(on: SamplingBackend())
    #expect(try await sampled.run(on: LocalBackend()).bits == result.bits)
  }

  @Test("the parameter-shift rule refuses an exponential of several excitations by name")
  func noShiftRule() async throws {
    let problem = try TestProblem.hydrogen()
    let vqe = VQE(
      hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem, order: .oneExponential), gradient: .parameterShift)
    let error = await #expect(throws: BackendError.self) { try await vqe.run(on: LocalBackend()) }
    #expect(error?.code == .unsupported)
  }
}
