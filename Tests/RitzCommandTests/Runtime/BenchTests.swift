import Foundation
import Testing

extension RuntimeCommandTests {
  @Suite("ritz bench local-vs-runtime") struct BenchTests {
    /// Everything that it leaves or finds lies in `scratch`.
    private func start(_ arguments: [String], in scratch: Scratch) throws -> Tool.Running {
      var environment = Service.environment(in: scratch)
      environment["TMPDIR"] = scratch.url.path
      return try Tool.Running(
        ["bench", "local-vs-runtime"] + arguments, in: Tool.molecules, environment: environment)
    }

    @Test("finds the same to the last bit in all four arms, and leaves nothing behind")
    func identical() async throws {
      let scratch = try Scratch()
      let outcome = try await start(
        ["--quick", "--json", "--optimizer", "l-bfgs", "--optimizer", "cobyla", "--max-evaluations", "30"], in: scratch
      ).outcome()
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      let object = try outcome.json()
      #expect(object["identical"] as? Bool == true)
      let cases = try #require(object["cases"] as? [[String: Any]])
      #expect(cases.count == 4)
      for item in cases {
        let arms = try #require(item["arms"] as? [[String: Any]])
        #expect(arms.map { $0["arm"] as? String } == ["local", "per-iteration", "session", "program"])
        let calls = try #require(item["calls"] as? Int)
        let roundTrips = arms.compactMap { $0["round_trips"] as? Int }
        #expect(roundTrips[0] == 0 && roundTrips[1] >= calls && roundTrips[2] > roundTrips[3])
        #expect(arms.dropFirst().allSatisfy { ($0["bytes_sent"] as? Int ?? 0) > 500 })
        #expect(Set(arms.compactMap { $0["energy"] as? Double }).count == 1)
      }
      let lithium = try #require(cases.last)
      #expect(lithium["n_terms"] as? Int == 100 && lithium["measurement_bases"] as? Int == 25)
      #expect(try remains(of: scratch).isEmpty)
    }

    @Test("samples with shots, the same in all arms, as tables")
    func sampled() async throws {
      let scratch = try Scratch()
      let outcome = try await start(
        [
          "--quick", "--molecule", "h2", "--optimizer", "spsa", "--shots", "100", "--max-evaluations", "60", "--seed",
          "3",
        ], in: scratch
      ).outcome()
      #expect(outcome.status == 0, "\(outcome.errors)")
      for word in ["per-iteration", "MODELLED, not measured", "measured beside its goal", "to the last bit"] {
        #expect(outcome.output.contains(word), "\(word)")
      }
      #expect(!outcome.output.contains("same bits  NO"))
    }

    @Test("ends the service it has started, interrupted or killed", arguments: [SIGINT, SIGKILL])
    func ended(signal: Int32) async throws {
      let scratch = try Scratch()
      let running = try start(["--molecule", "h2", "--optimizer", "spsa", "--runs", "1000"], in: scratch)
      while try servers(of: scratch).isEmpty, running.isRunning { try await Task.sleep(for: .milliseconds(5)) }
      running.send(signal)
      let outcome = try await running.outcome()
      #expect(outcome.status == (signal == SIGINT ? 130 : 128 + SIGKILL))
      let deadline = ContinuousClock.now + .seconds(5)
      while try !servers(of: scratch).isEmpty, ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(try servers(of: scratch).isEmpty)
      if signal == SIGINT { #expect(try remains(of: scratch).isEmpty) }
    }

    @Test(
      "wrong usage is refused with status 64",
      arguments: [
        [], ["local-vs-remote"], ["local-vs-runtime", "--runs", "0"], ["local-vs-runtime", "--molecule", "h3"],
        ["local-vs-runtime", "--optimizer", "newton"], ["local-vs-runtime", "--backend", "local"],
        ["local-vs-runtime", "--backend", "http://127.0.0.1:1"],
      ] as [[String]])
    func usage(arguments: [String]) async throws {
      let scratch = try Scratch()
      let outcome = try await Tool.Running(
        ["bench"] + arguments, in: Tool.molecules, environment: Service.environment(in: scratch)
      ).outcome()
      if arguments.isEmpty {
        #expect(outcome.status == 0 && outcome.output.contains("local-vs-runtime"))
      } else {
        expectFailure(outcome, status: 64)
      }
    }

    private func remains(of scratch: Scratch) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).filter { $0.hasPrefix("ritz-bench") }
    }

    /// Processes with a store in `scratch`.
    private func servers(of scratch: Scratch) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
        guard Int(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
          return false
        }
        return String(decoding: line, as: UTF8.self).contains(scratch.url.path + "/ritz-bench")
      }
    }
  }
}
