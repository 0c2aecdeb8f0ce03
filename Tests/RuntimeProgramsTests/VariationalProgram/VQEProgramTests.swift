import ClassicalOptimizers
import Foundation
import Hamiltonians
import QuantumBackends
import RuntimePrograms
import Simulators
import Testing
import VariationalAlgorithms

@Suite("The program vqe")
struct VQEProgramTests {
  /// Runs both ways and compares everything but the time, to the last bit.
  private func compare(_ vqe: VQE) async throws {
    let local = try await vqe.run(on: LocalBackend())
    let job = try await vqe.submit(to: LocalBackend(), includesLog: true)
    var published: [VQEInterimResult] = []
    for try await result in job.interimResults { published.append(result) }
    let output = try await job.result()
    #expect(try await job.status() == .completed)

    #expect(output.energy.bitPattern == local.energy.bitPattern)
    #expect(output.standardError?.bitPattern == local.standardError?.bitPattern)
    #expect(output.isEnergyIndependent == local.isEnergyIndependent)
    #expect(bits(output.parameters) == bits(local.parameters))
    #expect(output.evaluations == local.evaluations)
    #expect(output.gradientEvaluations == local.gradientEvaluations)
    #expect(output.iterations == local.iterations)
    #expect(output.stopReason == local.stopReason)
    #expect(output.ansatz == local.ansatz)
    #expect(output.optimizer == local.optimizer)
    #expect(output.seed == local.seed)

    let log = try #require(output.log)
    #expect(log.map { bits($0.point) } == local.log.map { bits($0.point) })
    #expect(log.map(\.value.bitPattern) == local.log.map(\.value.bitPattern))
    #expect(log.map(\.standardError?.bitPattern) == local.log.map(\.standardError?.bitPattern))
    #expect(log.map { $0.gradient.map(bits) } == local.log.map { $0.gradient.map(bits) })

    #expect(output.history.map(\.iteration) == local.steps.map(\.iteration))
    #expect(bits(output.history.map(\.energy)) == bits(local.steps.map(\.value)))
    #expect(output.history.map(\.standardError) == local.steps.map(\.standardError))
    #expect(output.history.map(\.evaluations) == local.steps.map(\.evaluations))
    #expect(output.history.map(\.gradientEvaluations) == local.steps.map(\.gradientEvaluations))
    #expect(output.history.map(\.accepted) == local.steps.map(\.accepted))

    #expect(published.map(\.iteration) == local.steps.map(\.iteration))
    #expect(bits(published.map(\.energy)) == bits(local.steps.map(\.value)))
    #expect(published.map { bits($0.parameters) } == local.steps.map { bits($0.parameters) })
    #expect(published.map(\.evaluations) == local.steps.map(\.evaluations))
    #expect(published.map(\.accepted) == local.steps.map(\.accepted))
    #expect(
      published.map(\.bestEnergy)
        == published.map { result in
          local.log.prefix(result.evaluations).min {
            $0.value + ($0.standardError ?? 0) < $1.value + ($1.standardError ?? 0)
          }?.value
        })
  }

  private func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

  @Test("every optimizer takes the same way as in a run, exact and with shots", arguments: OptimizerName.allCases)
  func everyOptimizer(name: OptimizerName) async throws {
    try await compare(TestProblem.vqe(name))
    try await compare(TestProblem.vqe(name, shots: 64))
  }

  @Test(
    "every gradient method gives the same derivatives as in a run",
    arguments: [
      GradientMethod.adjoint, .parameterShift, .centralDifference, .centralDifference(step: 0.01), .spsa,
      .spsa(step: 0.3),
    ], OptimizerName.allCases.filter(\.needsGradient))
  func everyGradient(method: GradientMethod, name: OptimizerName) async throws {
    try await compare(TestProblem.vqe(name, gradient: method, maximumEvaluations: 12))
    if method != .adjoint {
      try await compare(TestProblem.vqe(name, shots: 32, gradient: method, maximumEvaluations: 12))
    }
  }

  @Test(
    "every start is the same as in a run, and so is a precision",
    arguments: [InitialPoint.ansatz, .zeros, .random, .values([0.1, -0.0, 1e-300, -.pi])])
  func everyStart(start: InitialPoint) async throws {
    try await compare(TestProblem.vqe(.cobyla, initialPoint: start))
    try await compare(TestProblem.vqe(.adam, precision: 0.1, initialPoint: start, seed: .max))
  }

  @Test("groups and a precision at the end are the same as in a run", arguments: MeasurementGrouping.allCases)
  func everyGrouping(grouping: MeasurementGrouping) async throws {
    var vqe = try TestProblem.vqe(.spsa, shots: 64)
    vqe.grouping = grouping
    vqe.finalPrecision = 0.02
    try await compare(vqe)
  }

  @Test("molecules give the same numbers, whatever the ansatz told the optimizer", arguments: OptimizerName.allCases)
  func molecules(name: OptimizerName) async throws {
    try await compare(TestProblem.vqe(TestProblem.hydrogen(), name, maximumEvaluations: 20))
    let lithiumHydride = try TestProblem.smallLithiumHydride()
    try await compare(TestProblem.vqe(lithiumHydride, name, maximumEvaluations: 30))
    try await compare(TestProblem.vqe(lithiumHydride, name, shots: 200, maximumEvaluations: 12))
  }

  @Test("twelve qubits give the same numbers", arguments: [OptimizerName.lBFGS, .spsa, .cobyla])
  func twelveQubits(name: OptimizerName) async throws {
    try await compare(TestProblem.vqe(TestProblem.lithiumHydride(), name, maximumEvaluations: 12))
  }

  @Test("an exponential of many excitations crosses too")
  func oneExponential() async throws {
    let problem = try TestProblem.hydrogen()
    let ansatz = try UCCSD(problem, order: .oneExponential, start: .mp2)
    try await compare(VQE(hamiltonian: problem.hamiltonian, ansatz: ansatz))
  }

  @Test("settings of an optimizer cross, also those that are nil where the default is not")
  func settings() async throws {
    var vqe = try TestProblem.vqe(.spsa)
    vqe.optimizer = SPSA(
      gain: 0.3, perturbation: 0.05, resamplings: 2, isBlocking: true, allowedIncrease: 0.1, averagedIterates: 3,
      seed: nil, limits: OptimizationLimits(maximumEvaluations: 40, targetValue: -100))
    try await compare(vqe)
    vqe.optimizer = BOBYQA(
      bounds: Array(repeating: -4...4, count: 4), limits: OptimizationLimits(maximumEvaluations: 30))
    try await compare(vqe)
    vqe.optimizer = NFT(frequencies: Array(repeating: [1], count: 4), limits: OptimizationLimits(maximumIterations: 5))
    try await compare(vqe)
  }

  @Test("the log is in the output only where it was asked for")
  func log() async throws {
    let output = try await TestProblem.vqe(.cobyla).submit(to: LocalBackend()).result()
    #expect(output.log == nil)
    #expect(!output.history.isEmpty)
  }

  @Test("a run that would be refused is refused before there is a job")
  func refusal() async throws {
    var vqe = try TestProblem.vqe(.lBFGS)
    vqe.hamiltonian = try TestProblem.hydrogen().hamiltonian
    await #expect(throws: VQEError.widthMismatch(hamiltonian: 4, ansatz: 2)) {
      try await vqe.submit(to: LocalBackend())
    }
    vqe = try TestProblem.vqe(.lBFGS)
    vqe.optimizer = LBFGS(memory: 0)
    await #expect(throws: OptimizationError.self) { try await vqe.submit(to: LocalBackend()) }
    vqe.optimizer = LBFGS(limits: OptimizationLimits(targetValue: .nan))
    await #expect(throws: OptimizationError.self) { try await vqe.submit(to: LocalBackend()) }
  }

  @Test("a cancelled job ends at once, and what it found is in the interim results")
  func cancellation() async throws {
    let problem = try TestProblem.lithiumHydride()
    var vqe = VQE(
      hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem), optimizer: GradientDescent(), shots: 100_000)
    vqe.optimizer.limits = OptimizationLimits()
    let exact = VQE(
      hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem), optimizer: NelderMead(stepTolerance: 1e-300))
    for run in [vqe, exact] {
      let job = try await run.submit(to: LocalBackend())
      var seen: [VQEInterimResult] = []
      for try await result in job.interimResults {
        seen.append(result)
        if seen.count == 1 { try await job.cancel() }
      }
      await #expect(throws: CancellationError.self) { try await job.result() }
      #expect(try await job.status() == .cancelled)
      var again: [VQEInterimResult] = []
      for try await result in job.interimResults { again.append(result) }
      #expect(again == seen)
      #expect(!seen.isEmpty)
    }
  }
}
