import Ritz
import TestSupport
import Testing

@Suite("First steps")
struct FirstStepsTests {
  @Test("three lines lead from a file to a ground-state energy")
  func threeLines() async throws {
    let path = RepositoryData.path("molecules/lih_sto3g_r1.595.fcidump")

    let molecule = try FCIDump(contentsOf: path).molecule
    let problem = molecule.problem(mapping: .jordanWigner)
    let result = try await VQE(hamiltonian: problem.hamiltonian, ansatz: UCCSD(problem)).run(on: LocalBackend())

    // The converged UCCSD energy of independent code, 1.05e-5 above full CI.
    #expect(abs(result.energy - -7.882391427528058) < 1e-8)
  }

  @Test("a lattice model needs no file")
  func lattice() async throws {
    let model = try TransverseFieldIsing(on: .ring(8), field: 1)
    let ansatz = try HamiltonianVariational(model.hamiltonian)
    let result = try await VQE(hamiltonian: model.hamiltonian, ansatz: ansatz).run(on: LocalBackend())
    let exact = try ExactSpectrum(of: model.hamiltonian).groundEnergy
    #expect(abs(result.energy - exact) < 1e-6)
  }

  @Test("a whole run is a job with interim results")
  func job() async throws {
    let model = try TransverseFieldIsing(on: .ring(4), field: 1)
    let vqe = VQE(hamiltonian: model.hamiltonian, ansatz: try HamiltonianVariational(model.hamiltonian))

    let job = try await vqe.submit(to: LocalBackend())
    var energies: [Double] = []
    for try await step in job.interimResults { energies.append(step.energy) }
    let result = try await job.result()

    #expect(energies.last == result.energy)
    #expect(try await result.energy == vqe.run(on: LocalBackend()).energy)
  }
}
