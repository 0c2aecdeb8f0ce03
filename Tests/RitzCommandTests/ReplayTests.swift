import Foundation
import Testing

extension CommandTests {
  @Suite("ritz replay") struct ReplayTests {
    @Test(
      "a record recomputed is the same to the last bit",
      arguments: [
        ["h2_631g_r0.735.fcidump"],
        ["lih_sto3g_r1.595_fc.fcidump", "--optimizer", "cobyla", "--max-evaluations", "200"],
        ["lih_sto3g_r1.595_fc.fcidump", "--symmetry-sector", "off"],
        ["h2_sto3g_r0.735.fcidump", "--shots", "100", "--optimizer", "spsa", "--max-evaluations", "60", "--seed", "3"],
        ["h2_sto3g_r0.735.fcidump", "--ansatz", "efficient-su2", "--gradient", "parameter-shift"],
        [
          "h2_sto3g_r0.735.fcidump", "--precision", "0.1", "--final-precision", "0.05", "--grouping", "commuting",
          "--optimizer", "adam", "--max-evaluations", "20",
        ],
      ])
    func identical(arguments: [String]) async throws {
      let scratch = try Scratch()
      let record = scratch.path("record.json")
      let run = try await Tool.run(["vqe"] + arguments + ["--record", record, "--json"]).json()
      let outcome = try await Tool.run("replay", record, "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let object = try outcome.json()
      #expect(object["identical"] as? Bool == true)
      #expect(object["energy"] as? Double == run["energy"] as? Double)
      #expect(object["evaluations"] as? Int == run["evaluations"] as? Int)
      let inputs = try #require(object["inputs"] as? [[String: String]])
      #expect(inputs.map { $0["state"] } == ["unchanged"])
    }

    @Test("the record of an interrupted run is followed as far as it went")
    func interrupted() async throws {
      let scratch = try Scratch()
      let record = scratch.path("record.json")
      let run = try Tool.start(
        ["vqe", "beh2_sto3g_r1.3264_fc.fcidump", "--optimizer", "nelder-mead", "--record", record])
      try await Task.sleep(for: .milliseconds(700))
      run.send(SIGINT)
      #expect(try await run.outcome().status == 130)
      let outcome = try await Tool.run("replay", record)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("identical to the last bit"))
    }

    @Test("a record that was tampered with is refused, a changed input named")
    func tampered() async throws {
      let scratch = try Scratch()
      let copy = try scratch.file(
        "h2.fcidump", Data(contentsOf: Tool.molecules.appending(path: "h2_sto3g_r0.735.fcidump")))
      let record = scratch.path("record.json")
      _ = try await Tool.run("vqe", copy, "--record", record)
      let original = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: record))) as? [String: Any])

      func status(_ change: (inout [String: Any]) -> Void) async throws -> Tool.Outcome {
        var object = original
        change(&object)
        let path = try scratch.file("tampered.json", JSONSerialization.data(withJSONObject: object))
        return try await Tool.run("replay", path)
      }
      expectFailure(try await status { $0["energy"] = -1.2 }, status: 1)
      expectFailure(
        try await status { object in
          var evaluations = object["evaluations"] as? [[String: Any]] ?? []
          evaluations[1]["value"] = -1.0
          object["evaluations"] = evaluations
        }, status: 1)
      expectFailure(
        try await status { object in
          var evaluations = object["evaluations"] as? [[String: Any]] ?? []
          evaluations.removeLast()
          object["evaluations"] = evaluations
        }, status: 1)
      expectFailure(try await status { $0["seed"] = "x" }, status: 65)
      expectFailure(try await status { $0["hamiltonianHash"] = "fnv1a-128:0" }, status: 65)

      try Data("changed".utf8).write(to: URL(fileURLWithPath: copy))
      let changed = try await Tool.run("replay", record)
      #expect(changed.status == 0 && changed.output.contains("h2.fcidump: changed"))
      try FileManager.default.removeItem(atPath: copy)
      #expect(try await Tool.run("replay", record).output.contains("h2.fcidump: missing"))
    }
  }
}
