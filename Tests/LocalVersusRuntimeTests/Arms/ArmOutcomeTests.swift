import LocalVersusRuntime
import Ritz
import Testing

@Suite("What an arm finds") struct ArmOutcomeTests {
  private func outcome() async throws -> ArmOutcome {
    let problem = try BenchmarkMolecule.hydrogen.problem()
    return ArmOutcome(try await VQE(hamiltonian: problem.hamiltonian, ansatz: UCCSD(problem)).run(on: LocalBackend()))
  }

  @Test("is identical to itself made again")
  func identical() async throws {
    #expect(try await outcome().isIdentical(to: outcome()))
  }

  @Test("is another by one bit of any number")
  func different() async throws {
    let original = try await outcome()
    var others = [ArmOutcome](repeating: original, count: 5)
    others[0].energy = original.energy.nextUp
    others[1].parameters[0] = original.parameters[0].nextDown
    others[2].history[0] = original.history[0].nextUp
    others[3].evaluations += 1
    others[4].standardError = 0
    for other in others { #expect(!original.isIdentical(to: other)) }
  }
}
