import Foundation
import Testing

extension RuntimeCommandTests {
  @Suite("ritz jobs") struct JobsTests {
    /// A service with one finished job of the program `vqe`, and what its run printed.
    private func finished() async throws -> (service: Service, job: String, run: [String: Any]) {
      let service = try await Service()
      let run = try await service.run(
        "vqe", "h2_sto3g_r0.735.fcidump", "--json", "--backend", service.url, "--mode", "program")
      #expect(run.status == 0, "\(run.errors)")
      return (service, try await service.newestJob(), try run.json())
    }

    @Test("lists jobs newest first, filtered and in pages")
    func list() async throws {
      let (service, job, _) = try await finished()
      _ = try await service.run(
        "vqe", "h2_sto3g_r0.735.fcidump", "--backend", service.url, "--mode", "per-iteration")
      let all = try await service.jobs("--limit", "200")
      #expect(all.count > 2)
      #expect(all.last?["id"] as? String == job)
      #expect(try await service.jobs("--program", "vqe").map { $0["id"] as? String } == [job])
      #expect(try await service.jobs("--backend", "nothing").isEmpty)
      #expect(try await service.jobs("--pending").isEmpty)
      #expect(try await service.jobs("--tag", "nothing").isEmpty)
      let second = try await service.jobs("--limit", "1", "--offset", "1")
      #expect(second.map { $0["id"] as? String } == [all[1]["id"] as? String])
      let table = try await service.run("jobs", "ls", "--limit", "2")
      #expect(table.output.split(separator: "\n").count == 3)
      #expect(table.errors.contains("--offset 2"))
      let none = try await service.run("jobs", "ls", "--offset", "1000")
      #expect(none.status == 0 && none.output.isEmpty)
      expectFailure(try await service.run("jobs", "ls", "--limit", "0"), status: 64)
    }

    @Test("shows a job with its inputs, its result and its logs")
    func show() async throws {
      let (service, job, run) = try await finished()
      let object = try await service.run("jobs", "show", job, "--json").json()
      #expect(object["id"] as? String == job)
      #expect(object["status"] as? String == "Completed")
      #expect(object["params"] is [String: Any])
      let text = try await service.run("jobs", "show", job)
      for word in [job, "vqe", "statevector", "Completed"] { #expect(text.output.contains(word), "\(word)") }

      let result = try await service.run("jobs", "result", job)
      #expect(try result.json()["energy"] as? Double == run["energy"] as? Double)
      #expect(try result.json()["parameters"] as? [Double] == run["parameters"] as? [Double])
      #expect(try await service.run("jobs", "logs", job).status == 0)
      #expect(try await service.run("jobs", "logs", job, "--json").json()["id"] as? String == job)
    }

    @Test("watches a finished job from any event on, every event once and in order")
    func watch() async throws {
      let (service, job, run) = try await finished()
      let events = try await service.run("jobs", "watch", job, "--json")
      #expect(events.status == 0, "\(events.errors)")
      let lines = try events.jsonLines()
      #expect(lines.map { $0["number"] as? Int } == Array(1...lines.count))
      let statuses = lines.filter { $0["event"] as? String == "status" }.compactMap {
        ($0["data"] as? [String: Any])?["status"] as? String
      }
      #expect(statuses == ["Queued", "Running", "Completed"])
      let energies = lines.filter { $0["event"] as? String == "interim_result" }.compactMap {
        ($0["data"] as? [String: Any])?["energy"] as? Double
      }
      let history = try #require(run["history"] as? [[String: Any]]).compactMap { $0["energy"] as? Double }
      #expect(energies == history)

      let rest = try await service.run("jobs", "watch", job, "--from", "3", "--json").jsonLines()
      #expect(rest as NSArray == Array(lines.dropFirst(2)) as NSArray)
      let text = try await service.run("jobs", "watch", job)
      #expect(text.output.contains("Completed") && text.output.contains("energy -1.137306"))
      #expect(try await service.run("jobs", "watch", job, "--from", String(lines.count + 1)).output.isEmpty)
    }

    @Test("follows a running job, is interrupted without harm to it, and sees it cancelled")
    func live() async throws {
      let service = try await Service()
      let run = try service.start([
        "vqe", "beh2_sto3g_r1.3264.fcidump", "--optimizer", "nelder-mead", "--backend", service.url, "--mode",
        "program",
      ])
      while try await service.jobs().isEmpty, run.isRunning {}
      let job = try await service.newestJob()
      let watching = try service.start(["jobs", "watch", job, "--json"])
      while watching.outputSoFar.split(separator: "\n").count < 5, watching.isRunning {
        try await Task.sleep(for: .milliseconds(5))
      }
      watching.send(SIGINT)
      let interrupted = try await watching.outcome()
      #expect(interrupted.status == 130)
      let seen = try interrupted.jsonLines().count
      #expect(interrupted.errors.contains("--from \(seen + 1)"))

      expectFailure(try await service.run("jobs", "rm", job), status: 1)
      let rest = try service.start(["jobs", "watch", job, "--json", "--from", String(seen + 1)])
      _ = try await rest.firstLine()
      #expect(try await service.run("jobs", "cancel", job).output == "\(job) cancelled\n")
      let ended = try await rest.outcome()
      #expect(ended.status == 1)
      let last = try #require(try ended.jsonLines().last?["data"] as? [String: Any])
      #expect(last["status"] as? String == "Cancelled")
      #expect(try ended.jsonLines().first?["number"] as? Int == seen + 1)
      // The run itself learns that its job is gone.
      #expect(try await run.outcome().status != 0)
      expectFailure(try await service.run("jobs", "result", job), status: 1)
    }

    @Test("watching survives a kill of the service and its return, without an event lost or seen twice")
    func survivesServer() async throws {
      let first = try await Service()
      // With so many shots it takes seconds.
      let problem = [
        "vqe", "lih_sto3g_r1.595.fcidump", "--optimizer", "nelder-mead", "--shots", "30000", "--max-evaluations",
        "400", "--json",
      ]
      let run = try first.start(problem + ["--backend", first.url, "--mode", "program"])
      while try await first.jobs().isEmpty, run.isRunning {}
      let job = try await first.newestJob()
      let watching = try first.start(["jobs", "watch", job, "--json"])
      while watching.outputSoFar.split(separator: "\n").count < 10, watching.isRunning {
        try await Task.sleep(for: .milliseconds(5))
      }
      first.process.send(SIGKILL)
      _ = try await first.process.outcome()
      let port = try #require(first.url.split(separator: ":").last)
      let second = try await Service("--port", String(port), scratch: first.scratch)
      #expect(second.url == first.url)

      let watched = try await watching.outcome()
      #expect(watched.status == 0, "\(watched.errors)")
      let lines = try watched.jsonLines()
      #expect(lines.map { $0["number"] as? Int } == Array(1...lines.count))
      let iterations = lines.compactMap { ($0["data"] as? [String: Any])?["iteration"] as? Int }
      #expect(iterations == Array(iterations[0]..<iterations[0] + iterations.count))
      #expect(try #require(try await second.jobs().first?["attempt"] as? Int) == 2)
      // Whoever waits for the result gets it, the same as here.
      let there = try await run.outcome()
      #expect(there.status == 0, "\(there.errors)")
      let here = try await Tool.run(problem)
      #expect(try there.json()["energy"] as? Double == here.json()["energy"] as? Double)
      #expect(try there.json()["parameters"] as? [Double] == here.json()["parameters"] as? [Double])
    }

    @Test("a failed job is one line with its reason, and status 1 for whoever watches it")
    func failed() async throws {
      let service = try await Service()
      _ = try await service.run(
        "vqe", "h2_sto3g_r0.735.fcidump", "--precision", "1e-9", "--optimizer", "cobyla", "--backend", service.url,
        "--mode", "program")
      let job = try await service.newestJob()
      let watched = try await service.run("jobs", "watch", job)
      #expect(watched.status == 1)
      #expect(watched.output.contains("Failed"))
      let result = try await service.run("jobs", "result", job)
      expectFailure(result, status: 1)
      #expect(result.errors.contains("precision"))
      #expect(try await service.run("jobs", "show", job).output.contains("Failed"))
    }

    @Test("deletes several jobs, and names those that are not there")
    func remove() async throws {
      let (service, job, _) = try await finished()
      _ = try await service.run("vqe", "h2_sto3g_r0.735.fcidump", "--backend", service.url, "--mode", "program")
      let other = try await service.newestJob()
      let unknown = String(repeating: "0", count: 20)
      expectFailure(try await service.run("jobs", "cancel", job), status: 1)
      let mixed = try await service.run("jobs", "rm", unknown, job)
      expectFailure(mixed, status: 1)
      #expect(mixed.errors.contains(unknown) && mixed.errors.contains("1 of 2"))
      #expect(try await service.run("jobs", "rm", other, "--json").json()["deleted"] as? [String] == [other])
      #expect(try await service.jobs().isEmpty)
    }

    @Test("an unknown job is one line and status 1 for every command")
    func unknown() async throws {
      let service = try await Service()
      for command in ["show", "result", "watch", "logs", "cancel", "rm"] {
        for id in [String(repeating: "0", count: 20), "nonsense", "../jobs"] {
          let outcome = try await service.run("jobs", command, id)
          expectFailure(outcome, status: 1)
          #expect(outcome.errors.contains(id))
        }
      }
    }
  }
}
