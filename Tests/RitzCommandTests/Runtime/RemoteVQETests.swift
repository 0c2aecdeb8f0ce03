import Foundation
import Testing

extension RuntimeCommandTests {
  @Suite("ritz vqe --backend URL") struct RemoteVQETests {
    private static let modes = ["session", "per-iteration", "program"]

    /// All that a run prints, but for its time.
    private func result(_ outcome: Tool.Outcome) throws -> NSDictionary {
      #expect(outcome.status == 0, "\(outcome.errors)")
      var object = try outcome.json()
      #expect(object.removeValue(forKey: "seconds") is Double)
      return object as NSDictionary
    }

    @Test("prints the same in every mode as here, but for the time")
    func same() async throws {
      let service = try await Service()
      for arguments in [
        ["h2_sto3g_r0.735.fcidump"],
        ["lih_active3/lih_active3_r1.547.fcidump", "--mapping", "parity", "--reduce-two-qubits"],
        ["h2_sto3g_r0.735.fcidump", "--shots", "200", "--max-evaluations", "40", "--seed", "5"],
        ["h2_sto3g_r0.735.fcidump", "--optimizer", "cobyla", "--precision", "0.05", "--max-evaluations", "30"],
      ] {
        let run = ["vqe", "--json"] + arguments
        let here = try result(await Tool.run(run))
        for mode in Self.modes {
          let there = try result(await service.run(run + ["--backend", service.url, "--mode", mode]))
          #expect(there == here, "\(mode) \(arguments)")
        }
        #expect(try result(await service.run(run + ["--backend", service.url + "#statevector"])) == here)
      }
    }

    @Test("prints for people what it prints here")
    func text() async throws {
      let service = try await Service()
      func lines(_ outcome: Tool.Outcome) -> [Substring] {
        outcome.output.split(separator: "\n").filter { !$0.hasPrefix("time") }
      }
      let run = ["vqe", "h2_sto3g_r0.735.fcidump"]
      let here = try await Tool.run(run)
      for mode in Self.modes {
        let there = try await service.run(run + ["--backend", service.url, "--mode", mode])
        #expect(lines(there) == lines(here), "\(mode)")
      }
    }

    @Test("computes curves by a service as here")
    func curve() async throws {
      let service = try await Service()
      let run = ["vqe", "--table", "--json"] + ["1.4", "1.5"].map { "lih_active3/lih_active3_r\($0).fcidump" }
      func results(_ outcome: Tool.Outcome) throws -> [NSDictionary] {
        try outcome.jsonLines().map { line in line.filter { $0.key != "seconds" } as NSDictionary }
      }
      let here = try results(await Tool.run(run))
      #expect(here.count == 2)
      for mode in Self.modes {
        #expect(try results(await service.run(run + ["--backend", service.url, "--mode", mode])) == here, "\(mode)")
      }
    }

    @Test("checkpoints, resumes and records where the loop is here, and refuses by name where it is not")
    func files() async throws {
      let service = try await Service()
      let checkpoint = service.scratch.path("run.checkpoint"), record = service.scratch.path("record.json")
      let run = ["vqe", "h2_sto3g_r0.735.fcidump", "--json", "--backend", service.url]
      let first = try result(
        await service.run(run + ["--checkpoint", checkpoint, "--record", record, "--mode", "per-iteration"]))
      #expect(try result(await service.run(run + ["--resume", checkpoint])) == first)
      // A run that was begun by a service can be ended here.
      #expect(
        try result(await service.run("vqe", "h2_sto3g_r0.735.fcidump", "--json", "--resume", checkpoint)) == first)
      let replay = try await service.run("replay", record)
      expectFailure(replay, status: 65)
      #expect(replay.errors.contains("statevector"))
      for (option, path) in [("--checkpoint", checkpoint), ("--resume", checkpoint), ("--record", record)] {
        let refused = try await service.run(run + ["--mode", "program", option, path])
        expectFailure(refused, status: 64)
        #expect(refused.errors.contains(option))
      }
    }

    @Test("a service that is not saved is refused with the way to save it, options of the other kind by name")
    func refused() async throws {
      let service = try await Service()
      let unknown = try await service.run("vqe", "h2_sto3g_r0.735.fcidump", "--backend", "http://127.0.0.1:1")
      expectFailure(unknown, status: 64)
      #expect(unknown.errors.contains("ritz login"))
      let local = try await service.run("vqe", "h2_sto3g_r0.735.fcidump", "--mode", "session")
      expectFailure(local, status: 64)
      #expect(local.errors.contains("--mode"))
      let sector = try await service.run(
        "vqe", "h2_sto3g_r0.735.fcidump", "--backend", service.url, "--symmetry-sector", "off")
      expectFailure(sector, status: 64)
      #expect(sector.errors.contains("--symmetry-sector"))
      let backend = try await service.run("vqe", "h2_sto3g_r0.735.fcidump", "--backend", service.url + "#nothing")
      expectFailure(backend, status: 1)
      #expect(backend.errors.contains("nothing"))
      expectFailure(
        try await service.run("vqe", "h2_sto3g_r0.735.fcidump", "--backend", service.url, "--mode", "fast"), status: 64)
    }

    @Test("what the backend refuses is the same one line", arguments: modes)
    func backendError(mode: String) async throws {
      let service = try await Service()
      let run = ["vqe", "h2_sto3g_r0.735.fcidump", "--precision", "1e-9", "--optimizer", "cobyla"]
      let here = try await Tool.run(run)
      let there = try await service.run(run + ["--backend", service.url, "--mode", mode])
      expectFailure(there, status: here.status)
      #expect(there.errors == here.errors)
    }

    @Test("Ctrl-C prints the best so far and leaves no job behind", arguments: modes)
    func interrupted(mode: String) async throws {
      let service = try await Service()
      let run = try service.start([
        "vqe", "lih_sto3g_r1.595.fcidump", "--optimizer", "nelder-mead", "--json", "--backend", service.url, "--mode",
        mode,
      ])
      try await firstIteration(of: run, by: service, mode: mode)
      run.send(SIGINT)
      let outcome = try await run.outcome()
      #expect(outcome.status == 130, "\(outcome.errors)")
      let object = try outcome.json()
      #expect(object["stop_reason"] as? String == "interrupted")
      #expect(try #require(object["energy"] as? Double) < -7.8)
      #expect((object["parameters"] as? [Double])?.count == 92)
      #expect(outcome.errorLines.count == 1 && outcome.errors.hasPrefix("interrupted"))
      // A worker is given a moment to end what it does.
      for _ in 0..<100 where try await !service.jobs("--pending").isEmpty {
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(try await service.jobs("--pending").isEmpty)
      if mode == "program" {
        let status = try await service.jobs("--program", "vqe").first?["status"] as? String
        #expect(status == "Cancelled")
      }
    }

    /// Waits until an energy is known to whoever runs the loop, or until the run is over by itself.
    private func firstIteration(of run: Tool.Running, by service: Service, mode: String) async throws {
      while run.isRunning {
        let jobs = try await service.jobs("--limit", "5")
        if mode == "program" {
          if let job = jobs.first, job["event_count"] as? Int ?? 0 > 4 { return }
        } else if jobs.count(where: { $0["status"] as? String == "Completed" }) >= 3 {
          return
        }
      }
    }
  }
}
