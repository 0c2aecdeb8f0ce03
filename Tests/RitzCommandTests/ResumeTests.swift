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
        "vqe", "beh2_sto3g_r1.3264_fc.fcidump", "--optimizer", "cobyla", "--max-evaluations", "2500", "--json",
      ]
      let run = try Tool.start(arguments + ["--checkpoint", checkpoint])
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

      let resumed = try await Tool.run(arguments + ["--checkpoint", checkpoint, "--resume", checkpoint])
      let undisturbed = try await Tool.run(arguments)
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

    struct Killed: CustomTestStringConvertible {
      var options: [String]
      /// After the run has first saved itself.
      var milliseconds: Int
      var testDescription: String { "\(options[0]) after \(milliseconds) ms" }
    }

    @Test(
      "a run killed at any moment and resumed ends the same",
      arguments: [
        Killed(options: ["cobyla", "--max-evaluations", "2500"], milliseconds: 1300),
        Killed(options: ["nelder-mead", "--max-evaluations", "12000"], milliseconds: 200),
        Killed(options: ["nft", "--shots", "300", "--max-evaluations", "1300"], milliseconds: 1300),
        Killed(
          options: ["gradient-descent", "--gradient", "central-difference", "--max-evaluations", "150"],
          milliseconds: 700),
      ])
    func killed(run: Killed) async throws {
      let scratch = try Scratch()
      let checkpoint = scratch.path("run.checkpoint")
      let arguments = ["vqe", "beh2_sto3g_r1.3264_fc.fcidump", "--json", "--optimizer"] + run.options
      let running = try Tool.start(arguments + ["--checkpoint", checkpoint])
      try await firstCheckpoint(of: running, at: checkpoint)
      try await Task.sleep(for: .milliseconds(run.milliseconds))
      running.send(SIGKILL)
      #expect(try await running.outcome().status == 128 + SIGKILL)
      let resumed = try await Tool.run(arguments + ["--checkpoint", checkpoint, "--resume", checkpoint])
      let undisturbed = try await Tool.run(arguments)
      #expect(try result(resumed) == result(undisturbed))
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
      ] {
        expectFailure(try await Tool.run(arguments + resume), status: 65)
      }
      let half = try Data(contentsOf: URL(fileURLWithPath: checkpoint))
      try half.prefix(half.count / 2).write(to: URL(fileURLWithPath: checkpoint))
      expectFailure(try await Tool.run(["vqe", "h2_sto3g_r0.735.fcidump"] + resume), status: 65)
    }
  }
}
