import JSONSchemas
import NIOHTTP1
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RuntimeClient
import RuntimePrograms
import Simulators
import Synchronization
import Testing
import TestSupport
import VariationalAlgorithms

/// Services that speak the REST API with OpenQASM 3 texts and nothing more.
@Suite("A backend of another service")
struct OtherServiceTests {
  private static func bell() throws -> Circuit {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.h, on: 0)
    try circuit.append(.cx, on: 0, 1)
    return circuit
  }

  private static func run<R: Sendable>(
    _ runtime: FakeRuntime, _ body: @escaping @Sendable (RuntimeBackend, ScriptedServer) async throws -> R
  ) async throws -> R {
    try await ScriptedServer.run(runtime.reply) { server in
      try await body(try await server.service().backend("statevector"), server)
    }
  }

  @Test("conforms", arguments: BackendConformance.allCases)
  func conforms(check: BackendConformance) async throws {
    try await Self.run(FakeRuntime(hasAdditions: false)) { backend, _ in try await check.run(on: backend) }
  }

  @Test("gets nothing that it does not know")
  func plain() async throws {
    let runtime = FakeRuntime(hasAdditions: false)
    try await Self.run(runtime) { backend, server in
      #expect(backend.capabilities.supportsExactExpectationValues == false)
      let observable = try PauliSum(["ZZ": 1, "XX": 0.5])
      let prepared = try await backend.prepare(Self.bell(), observables: [observable])
      let options = try EstimatorOptions(shots: 1000, seed: 1)
      let estimate = try await backend.estimate([EstimatorPub(prepared, parameters: [])], options: options)
      #expect(estimate.pubs[0].values[0] == 1.5)
      let grouped = try EstimatorOptions(shots: 1000, grouping: .commuting, seed: 1)
      let refusal = await #expect(throws: BackendError.self) {
        try await backend.estimate([EstimatorPub(prepared, parameters: [])], options: grouped)
      }
      #expect(refusal?.code == .unsupported)
      let sample = try await backend.sample([SamplerPub(Self.bell(), shots: 10)], options: SamplerOptions(seed: 1))
      #expect(sample.pubs[0][0].counts.keys.allSatisfy { ["00", "11"].contains($0) })
      for request in server.requests {
        #expect(
          !request.path.contains("texts") && !request.path.contains("sessions") && !request.query.contains("wait"))
        guard request.method == "POST" else { continue }
        let body = try #require(request.json)
        #expect(body["texts"] == nil && body["params"]?["support_qiskit"] == .bool(false))
        #expect(body["params"]?["options"]?["exact"] == nil)
        #expect(body["params"]?["pubs"]?[0]?[0]?.stringValue?.hasPrefix("OPENQASM 3") == true)
      }
      var ansatz = try Circuit(qubitCount: 2)
      try ansatz.append(.ry, Parameter("a"), on: 0)
      let vqe = VQE(hamiltonian: observable, ansatz: try CircuitAnsatz(ansatz, name: "b"))
      let error = await #expect(throws: BackendError.self) { try await vqe.submit(to: backend) }
      #expect(error?.code == .unsupported)
    }
  }

  @Test("a recorded exchange")
  func recording() async throws {
    let polls = Mutex(0)
    let time = ScriptedTime()
    try await ScriptedServer.run({ request in
      switch (request.method, request.path) {
      case ("POST", "/identity/token"):
        return .json([
          "access_token": "t", "refresh_token": "r", "token_type": "Bearer", "expires_in": 3600, "scope": "ibm openid",
        ])
      case ("GET", "/api/v1/backends/ibmq_montreal/configuration"):
        return .json([
          "backend_name": "ibmq_montreal", "backend_version": "1.0.0", "n_qubits": 27,
          "basis_gates": ["rz", "sx", "x", "cx"],
          "gates": [["name": "rz", "parameters": ["t"], "qasm_def": ""]], "coupling_map": [[0, 1]], "simulator": true,
          "local": false, "conditional": false, "open_pulse": false, "memory": true, "max_shots": 100000,
          "online_date": "2020-01-01T00:00:00Z", "input_allowed": ["job", "runtime"], "dt": 0.2,
        ])
      case ("POST", "/api/v1/jobs"):
        return .json(["id": "d1bo2yqsbnzg0088m3b0", "backend": "ibmq_montreal"])
      case ("GET", "/api/v1/jobs/d1bo2yqsbnzg0088m3b0"):
        let status = polls.withLock { count in
          count += 1
          return count % 4 == 0 ? "Completed" : "Running"
        }
        return .json([
          "id": "d1bo2yqsbnzg0088m3b0", "backend": "ibmq_montreal", "status": .string(status),
          "state": ["status": .string(status)], "program": ["id": "sampler"], "created": "2026-11-22T10:05:19.144145Z",
          "cost": 300, "tags": [], "user_id": "me", "runtime": "", "usage": ["qpu_charge_time_seconds": 0],
          "estimated_running_time_seconds": 1.0,
        ])
      default:
        return .json([
          "results": [
            [
              "data": ["meas": ["samples": ["0x3", "0x3", "0x3", "0x3", "0x3", "0x0", "0x3", "0x0"], "num_bits": 2]],
              "metadata": ["circuit_metadata": [:]],
            ]
          ], "metadata": ["version": 2],
        ])
      }
    }) { server in
      let service = try server.service(
        time, authentication: .iam(apiKey: "k", instance: "crn:v1:bluemix", url: server.url))
      let backend = try await service.backend("ibmq_montreal")
      let result = try await backend.sample([SamplerPub(Self.bell(), shots: 8)], options: SamplerOptions(seed: 5))
      #expect(result.pubs[0][0].words == [3, 3, 3, 3, 3, 0, 3, 0])
      let submission = try #require(server.requests.first { $0.path == "/api/v1/jobs" })
      #expect(submission.headers.first(name: "Service-CRN") == "crn:v1:bluemix")
      #expect(submission.headers.first(name: "Authorization") == "Bearer t")
      #expect(submission.headers.first(name: "IBM-API-Version") != nil)
      let pub = try #require(submission.json?["params"]?["pubs"]?[0])
      #expect(pub[0]?.stringValue?.contains("meas = measure") == true && pub[2]?.intValue == 8)
    }
    // From a tenth of a second on.
    #expect(time.pauses == [.milliseconds(100), .milliseconds(150), .milliseconds(225)])
  }

  @Test("a submission that may have arrived is not repeated, one that was refused for the moment is")
  func notTwice() async throws {
    for (reply, count) in [(Reply.drop, 1), (.answer(503), 11), (.answer(502), 1)] {
      let runtime = FakeRuntime(hasAdditions: false)
      try await ScriptedServer.run({ request in
        request.path.hasSuffix("/jobs") ? reply : await runtime.reply(request)
      }) { server in
        let backend = try await server.service().backend("statevector")
        await #expect(throws: RuntimeError.self) {
          try await backend.sample([SamplerPub(Self.bell(), shots: 8)], options: SamplerOptions(seed: 5))
        }
        #expect(server.requests.count { $0.path.hasSuffix("/jobs") } == count)
      }
    }
  }

  @Test("cancelling the task cancels the job")
  func cancellation() async throws {
    let runtime = FakeRuntime(hasAdditions: false)
    let isPolled = Gate()
    try await ScriptedServer.run({ request in
      let reply = await runtime.reply(request)
      guard request.method == "GET", request.path.contains("/jobs/") else { return reply }
      isPolled.open()
      return .json(["id": "x", "state": ["status": "Running"]])
    }) { server in
      let task = Task {
        let backend = try await server.service().backend("statevector")
        return try await backend.sample([SamplerPub(Self.bell(), shots: 8)], options: SamplerOptions(seed: 5))
      }
      await isPolled.pass()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(runtime.jobs.map(\.isCancelled) == [true])
    }
  }
}
