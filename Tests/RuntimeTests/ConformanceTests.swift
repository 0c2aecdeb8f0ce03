import Ritz
import RuntimeClient
import TestSupport
import Testing

@Suite("A runtime backend") struct ConformanceTests {
  @Test("does what every backend does", arguments: [ExecutionMode.session, .perIteration])
  func conforms(mode: ExecutionMode) async throws {
    let process = try await ServiceProcess()
    let backend = try await process.service.backend("statevector", mode: mode)
    for check in BackendConformance.allCases {
      try await check.run(on: backend)
    }
  }
}
