import Foundation
import Ritz
import RuntimeClient
import TestSupport
import Testing

@Suite("The first lines on a runtime") struct FirstRuntimeStepsTests {
  @Test("run in a session, and as one program beside the backend")
  func lines() async throws {
    let process = try await ServiceProcess()
    let problem = try Problems.lihFourQubits.problem()
    let (h, a) = (problem.hamiltonian, try UCCSD(problem))

    let runtime = try RuntimeService(url: process.url, authentication: .bearer(process.token))
    let backend = try await runtime.backend("statevector")
    let result = try await VQE(hamiltonian: h, ansatz: a).run(on: backend)
    let job = try await VQE(hamiltonian: h, ansatz: a).submit(to: backend)
    var energies: [Double] = []
    for try await step in job.interimResults { energies.append(step.energy) }

    // Full configuration interaction in these orbitals; two electrons are within the reach of UCCSD.
    #expect(abs(result.energy - -7.88146101) < 1e-7)
    #expect(energies.last == result.energy)
  }
}
