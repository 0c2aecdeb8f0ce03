import JSONSchemas
import QuantumBackends
import RuntimeAPI
import RuntimeClient
import RuntimePrograms
import Testing

@Suite("A service")
struct ServiceTests {
  @Test("the programs of primitives have the ids that calls are submitted under")
  func ids() {
    #expect(EstimatorProgram().metadata.id == PrimitiveProgram.estimator)
    #expect(EstimatorGradientProgram().metadata.id == PrimitiveProgram.gradient)
    #expect(SamplerProgram().metadata.id == PrimitiveProgram.sampler)
  }

  @Test("programs come page by page")
  func programs() async throws {
    let all = try NativePrograms.all.map { program in
      try JSONValue(
        encoding: ProgramObject(program.metadata, creationDate: "2026", updateDate: "2026", isPublic: true))
    }
    try await ScriptedServer.run({ request in
      let offset = request.query.split(separator: "=").last.flatMap { Int($0) } ?? 0
      return .json(["programs": .array(Array(all.dropFirst(offset).prefix(1))), "count": .integer(Int64(all.count))])
    }) { server in
      let programs = try await server.service().programs()
      #expect(programs.map(\.id) == NativePrograms.all.map(\.metadata.id))
      #expect(server.requests.count == all.count)
    }
  }

  @Test("jobs are asked for by what the filter says")
  func filter() async throws {
    try await ScriptedServer.run({ _ in .json(["jobs": [], "count": 0, "limit": 3, "offset": 4]) }) { server in
      var filter = RuntimeService.JobFilter()
      (filter.limit, filter.offset, filter.backend, filter.isPending) = (3, 4, "state vector", true)
      (filter.tags, filter.isAscending, filter.createdAfter) = (["a&b", "ü"], true, "2026-01-01T00:00:00Z")
      _ = try await server.service().jobs(filter)
      _ = try await server.service().jobs()
      #expect(
        server.requests.map(\.query) == [
          "limit=3&offset=4&backend=state%20vector&pending=true&tags=a%26b&tags=%C3%BC"
            + "&created_after=2026-01-01T00%3A00%3A00Z&sort=ASC&exclude_params=true",
          "limit=10&offset=0&exclude_params=true",
        ])
    }
  }

  @Test("job ids are escaped in paths")
  func escaping() async throws {
    try await ScriptedServer.run({ _ in .answer(204) }) { server in
      try await server.service().cancel("../x y")
      #expect(server.requests.map(\.path) == ["/api/v1/jobs/..%2Fx%20y/cancel"])
    }
  }

  @Test("a program is submitted with its options, once")
  func submission() async throws {
    let runtime = FakeRuntime()
    try await ScriptedServer.run(runtime.reply) { server in
      let backend = try await server.service().backend("statevector")
      let inputs = SamplerInputs(pubs: [.init(circuit: .text("OPENQASM 3.0; qubit[1] q; bit[1] c; c = measure q;"))])
      let options = JobOptions(tags: ["x"], maximumExecutionTime: 30, sessionID: "s")
      let job = try await backend.submit(SamplerProgram(), inputs: inputs, options: options)
      let body = try #require(server.requests.last?.json)
      #expect(body["tags"] == ["x"] && body["cost"] == 30 && body["session_id"] == "s")
      #expect(try await job.status() == .completed)
      #expect(try await job.result().pubs[0].registers[0].samples.count == 4096)
    }
    #expect(runtime.jobs.count == 1)
  }
}
