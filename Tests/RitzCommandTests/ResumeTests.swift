import Foundation
import Testing

extension CommandTests {
  @Suite("stopping and resuming") struct ResumeTests {
    /// Waits until a run has saved itself.
    private func firstCheckpoint(of run: Tool.Running, at path: String) async throws {
      while !FileManager.default.fileExists(atPath: path) {
        try #require(run.isRunning, "it ended before it saved anything")
        try await Task.sleep(for: .milliseconds(10))
      }
    }

    /// What two runs of the same problem must share to the last digit.
    private func result(_ outcome: Tool.Outcome) throws -> NSDictionary {
      #expect(outcome.status == 0, "\(outcome.errors)")
      var object = try outcome.json()
      object["seconds"] = nil
      return object as NSDictionary
    }

    @Test(
      "Ctrl-C and SIGTERM stop within a second with the best so far, and a resumed run ends the same",
      arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
      let scratch = try Scratch()
      let checkpoint = scratch.path("run.checkpoint")
      let arguments = [
        "vqe", "beh2_sto3g_r1.3264_fc.fcidump", "--optimizer", "cobyla", "--json", "--max-evaluations",
      ]
      let run = try Tool.start(arguments + ["1000000", "--checkpoint", checkpoint])
      try await firstCheckpoint(of: run, at: checkpoint)
      try await Task.sleep(for: .milliseconds(400))
      let sent = ContinuousClock.now
      run.send(signal)
      let outcome = try await run.outcome()
      #expect(sent.duration(to: .now) < .seconds(1))
      #expect(outcome.status == 130)
      let object = try outcome.json()
      #expect(object["stop_reason"] as? String == "interrupted")
      #expect(try #require(object["energy"] as? Double) < -15)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("--resume \(checkpoint)"))

      let limit = String(try evaluations(in: checkpoint) + 300)
      let resumed = try await Tool.run(arguments + [limit, "--checkpoint", checkpoint, "--resume", checkpoint])
      let undisturbed = try await Tool.run(arguments + [limit])
      #expect(try result(resumed) == result(undisturbed))
    }

    @Test("an interrupted run without a checkpoint still prints its best, as text too")
    func interruptWithoutCheckpoint() async throws {
      let run = try Tool.start(["vqe", "beh2_sto3g_r1.3264_fc.fcidump", "--optimizer", "nelder-mead"])
      try await Task.sleep(for: .seconds(1))
      run.send(SIGINT)
      let outcome = try await run.outcome()
      #expect(outcome.status == 130)
      #expect(outcome.output.contains("stopped      interrupted"))
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains("--checkpoint"))
    }

    /// What makes a run of each optimizer long enough to be killed in the middle.
    struct Killed: CustomTestStringConvertible {
      var optimizer: String
      var options: [String] = []
      /// Evaluations that a resumed run is still given; nil lets it converge.
      var furtherEvaluations: Int? = 300
      /// After the run has first saved itself.
      var milliseconds = 0
      var testDescription: String { "\(optimizer) after \(milliseconds) ms" }

      // By central differences one gradient takes 185 energies, so even the fastest methods can be met at work.
      private static let slow = ["--gradient", "central-difference"]
      static let all = [
        Killed(optimizer: "l-bfgs", options: slow, furtherEvaluations: nil),
        Killed(optimizer: "conjugate-gradient", options: slow, furtherEvaluations: nil),
        Killed(optimizer: "slsqp", options: slow, furtherEvaluations: nil),
        Killed(optimizer: "adam", options: slow, furtherEvaluations: 5),
        Killed(optimizer: "gradient-descent", options: slow, furtherEvaluations: 5, milliseconds: 300),
        Killed(optimizer: "spsa", options: ["--shots", "400", "--seed", "7"], milliseconds: 1300),
        Killed(optimizer: "nft", options: ["--shots", "300"], milliseconds: 1300),
        Killed(optimizer: "cobyla", milliseconds: 1300), Killed(optimizer: "bobyqa"),
        Killed(optimizer: "nelder-mead", milliseconds: 800), Killed(optimizer: "sbplx"),
      ]
    }

    @Test("a run killed at any moment and resumed ends the same, for every optimizer", arguments: Killed.all)
    func killed(run: Killed) async throws {
      let scratch = try Scratch()
      let checkpoint = scratch.path("run.checkpoint")
      let arguments =
        [
          "vqe", "beh2_sto3g_r1.3264_fc.fcidump", "--json", "--optimizer", run.optimizer,
        ] + run.options
      // A limit far away; the one the run is resumed with counts.
      let endless = run.furtherEvaluations == nil ? [] : ["--max-evaluations", "1000000"]
      let running = try Tool.start(arguments + endless + ["--checkpoint", checkpoint])
      try await firstCheckpoint(of: running, at: checkpoint)
      try await Task.sleep(for: .milliseconds(run.milliseconds))
      running.send(SIGKILL)
      #expect(try await running.outcome().status == 128 + SIGKILL)
      let limit = try run.furtherEvaluations.map {
        ["--max-evaluations", String(try evaluations(in: checkpoint) + $0)]
      }
      let resumed = try await Tool.run(arguments + (limit ?? []) + ["--resume", checkpoint])
      let undisturbed = try await Tool.run(arguments + (limit ?? []))
      #expect(try result(resumed) == result(undisturbed))
    }

    @Test("every optimizer is killed once")
    func everyOptimizerIsKilled() async throws {
      let help = try await Tool.run("help", "vqe").output
      #expect(Set(Killed.all.map(\.optimizer)).count == 11)
      for run in Killed.all { #expect(help.contains(run.optimizer)) }
    }

    /// How far a saved run had come.
    private func evaluations(in checkpoint: String) throws -> Int {
      let data = try Data(contentsOf: URL(fileURLWithPath: checkpoint))
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      return try #require(object["evaluations"] as? Int)
    }

    @Test("a run that reached its limit goes on under a higher one")
    func raisedLimit() async throws {
      let scratch = try Scratch()
      let checkpoint = scratch.path("run.checkpoint")
      let arguments = ["vqe", "lih_sto3g_r1.595_fc.fcidump", "--optimizer", "bobyqa", "--json", "--max-evaluations"]
      _ = try await Tool.run(arguments + ["100", "--checkpoint", checkpoint])
      let resumed = try await Tool.run(arguments + ["300", "--resume", checkpoint])
      let undisturbed = try await Tool.run(arguments + ["300"])
      #expect(try result(resumed) == result(undisturbed))
    }

    @Test("an interrupted curve prints the points it has")
    func interruptedCurve() async throws {
      let run = try Tool.start([
        "vqe", "h2_sto3g_r0.735.fcidump", "beh2_sto3g_r1.3264.fcidump", "--table", "--optimizer", "nelder-mead",
        "--json",
      ])
      try await Task.sleep(for: .seconds(1))
      run.send(SIGINT)
      let outcome = try await run.outcome()
      #expect(outcome.status == 130)
      let lines = try outcome.jsonLines()
      #expect(lines.map { $0["stop_reason"] as? String } == ["step-converged", "interrupted"])
      #expect(outcome.errorLines.count == 1)
    }

    @Test("a finished run resumed is the run itself")
    func resumeFinished() async throws {
      let scratch = try Scratch()
      let checkpoint = scratch.path("run.checkpoint")
      let arguments = ["vqe", "h2_sto3g_r0.735.fcidump", "--json"]
      let finished = try await Tool.run(arguments + ["--checkpoint", checkpoint])
      let resumed = try await Tool.run(arguments + ["--resume", checkpoint])
      #expect(try result(finished) == result(resumed))
    }

    @Test("a checkpoint of another problem, optimizer or seed, and a damaged one, are refused")
    func otherProblem() async throws {
      let scratch = try Scratch()
      let checkpoint = scratch.path("run.checkpoint")
      let resume = ["--resume", checkpoint]
      _ = try await Tool.run("vqe", "h2_sto3g_r0.735.fcidump", "--checkpoint", checkpoint)
      for arguments in [
        ["vqe", "heh+_sto3g_r0.772.fcidump"], ["vqe", "h2_sto3g_r0.735.fcidump", "--optimizer", "adam"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--seed", "1"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--initial-point", "random"],
        ["vqe", "h2_sto3g_r0.735.fcidump", "--symmetry-sector", "off"],
      ] {
        expectFailure(try await Tool.run(arguments + resume), status: 65)
      }
      let half = try Data(contentsOf: URL(fileURLWithPath: checkpoint))
      try half.prefix(half.count / 2).write(to: URL(fileURLWithPath: checkpoint))
      expectFailure(try await Tool.run(["vqe", "h2_sto3g_r0.735.fcidump"] + resume), status: 65)
    }
  }
}
