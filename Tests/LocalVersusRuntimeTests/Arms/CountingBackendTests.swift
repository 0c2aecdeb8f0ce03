import LocalVersusRuntime
import Ritz
import Testing

@Suite("Counting what a run asks for") struct CountingBackendTests {
  @Test("counts the evaluations that the optimizer counts")
  func counts() async throws {
    let problem = try BenchmarkMolecule.hydrogen.problem()
    let vqe = VQE(hamiltonian: problem.hamiltonian, ansatz: try UCCSD(problem))
    let backend = CountingBackend(LocalBackend())
    let result = try await vqe.run(on: backend)
    let demand = backend.counter.value
    #expect(demand.gradients == result.gradientEvaluations)
    #expect(demand.energies == result.evaluations - result.gradientEvaluations)
    #expect(demand.calls > 0 && demand.calls <= result.evaluations)
    #expect(result.energy == (try await vqe.run(on: LocalBackend())).energy)
  }
}
