import ClassicalOptimizers
import Foundation
import PauliAlgebra
import QuantumBackends
import Simulators
import Testing
import VariationalAlgorithms

@Suite("Checkpoints")
struct CheckpointTests {
  @Test(
    "a run stopped after any evaluation and resumed ends as if it had never stopped",
    arguments: OptimizerName.allCases, [nil, 400])
  func resume(name: OptimizerName, shots: Int?) async throws {
    let vqe = try TestProblem.vqe(name, shots: shots)
    let backend = LocalBackend()
    var batches: [Int] = []
    let undisturbed = try await vqe.run(on: backend) { batches.append($0.evaluations) }
    let folder = try TemporaryFolder()
    let path = folder.path("run.json")
    for stop in batches {
      let stopped = try await vqe.run(on: backend, checkpoint: CheckpointPolicy(path: path, interval: .zero)) {
        if $0.evaluations == stop { throw CancellationError() }
      }
      // The last batch ends the run by itself; all others were interrupted.
      #expect(stop == batches.last || stopped.stopReason == .interrupted)
      let checkpoint = try VQECheckpoint(contentsOf: path)
      #expect(checkpoint.evaluations == stop)
      let resumed = try await vqe.run(on: backend, resuming: checkpoint)
      #expect(resumed.bits == undisturbed.bits, "stopped after \(stop) evaluations")
    }
  }

  @Test("a run may be stopped and resumed again and again", arguments: [OptimizerName.lBFGS, .cobyla, .spsa])
  func chain(name: OptimizerName) async throws {
    let vqe = try TestProblem.vqe(name)
    let undisturbed = try await vqe.run(on: LocalBackend())
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    var checkpoint: VQECheckpoint?
    var result: VQEResult
    repeat {
      let before = checkpoint?.evaluations ?? 0
      result = try await vqe.run(on: LocalBackend(), checkpoint: policy, resuming: checkpoint) {
        if $0.evaluations > before { throw CancellationError() }
      }
      checkpoint = try VQECheckpoint(contentsOf: policy.path)
    } while result.stopReason == .interrupted
    #expect(result.bits == undisturbed.bits)
  }

  @Test("a checkpoint in which any bit of an answer was changed is refused", arguments: [OptimizerName.lBFGS, .sbplx])
  func tampered(name: OptimizerName) async throws {
    let vqe = try TestProblem.vqe(name, shots: name == .sbplx ? 400 : nil)
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    _ = try await vqe.run(on: LocalBackend(), checkpoint: policy)
    let url = URL(fileURLWithPath: policy.path)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    for key in name == .lBFGS ? ["values", "gradients"] : ["values", "standardErrors"] {
      var bytes = try #require((object[key] as? String).flatMap { Data(base64Encoded: $0) })
      for position in [0, bytes.count / 2, bytes.count - 8] {
        bytes[position] ^= 1
        var changed = object
        changed[key] = bytes.base64EncodedString()
        try JSONSerialization.data(withJSONObject: changed).write(to: url)
        let error = await #expect(throws: VQEError.self) {
          try await vqe.run(on: LocalBackend(), resuming: VQECheckpoint(contentsOf: policy.path))
        }
        #expect(error.map(String.init(describing:))?.contains("damaged") == true)
        bytes[position] ^= 1
      }
    }
  }

  @Test("when the backend fails, the checkpoint holds everything up to then")
  func backendFailure() async throws {
    struct Broken: Error {}
    let vqe = try TestProblem.vqe(.nelderMead)
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .seconds(3600))
    await #expect(throws: Broken.self) {
      try await vqe.run(on: LocalBackend(), checkpoint: policy) { if $0.evaluations == 13 { throw Broken() } }
    }
    let checkpoint = try VQECheckpoint(contentsOf: policy.path)
    #expect(checkpoint.evaluations == 13)
    let undisturbed = try await vqe.run(on: LocalBackend())
    #expect(try await vqe.run(on: LocalBackend(), resuming: checkpoint).bits == undisturbed.bits)
  }

  @Test("a run resumed with other limits can be resumed once more")
  func limitsTwice() async throws {
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    var results: [VQEResult] = []
    for limit in [9, 15, 21] {
      let vqe = try TestProblem.vqe(.nft, maximumEvaluations: limit)
      let checkpoint = results.isEmpty ? nil : try VQECheckpoint(contentsOf: policy.path)
      results.append(try await vqe.run(on: LocalBackend(), checkpoint: policy, resuming: checkpoint))
    }
    #expect(results[2].evaluations > results[1].evaluations && results[1].evaluations > results[0].evaluations)
    #expect(results[2].log.prefix(results[1].log.count).map(\.value) == results[1].log.map(\.value))
  }

  @Test("another problem, seed or optimizer is refused, another limit is not")
  func otherProblem() async throws {
    let vqe = try TestProblem.vqe(.lBFGS)
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    _ = try await vqe.run(on: LocalBackend(), checkpoint: policy) { _ in throw CancellationError() }
    let checkpoint = try VQECheckpoint(contentsOf: policy.path)
    var others = [try TestProblem.vqe(.lBFGS, seed: 4), try TestProblem.vqe(.slsqp), vqe, vqe]
    others[2].hamiltonian = others[2].hamiltonian + others[2].hamiltonian
    others[3].gradient = .centralDifference
    for other in others {
      let error = await #expect(throws: VQEError.self) {
        try await other.run(on: LocalBackend(), resuming: checkpoint)
      }
      #expect(error.map(String.init(describing:))?.contains(policy.path) == true)
    }
  }

  @Test("another choice of sectors is refused by name; files from before there was a choice have them on")
  func otherSectorChoice() async throws {
    let vqe = try TestProblem.vqe(.lBFGS)
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    for usesSector in [true, false] {
      let backend = try LocalBackend(memoryLimit: nil, usesSector: usesSector)
      let other = try LocalBackend(memoryLimit: nil, usesSector: !usesSector)
      let ended = try await vqe.run(on: backend, checkpoint: policy)
      let checkpoint = try VQECheckpoint(contentsOf: policy.path)
      #expect(try await vqe.run(on: backend, resuming: checkpoint).bits == ended.bits)
      let error = await #expect(throws: VQEError.self) { try await vqe.run(on: other, resuming: checkpoint) }
      let words = error.map(String.init(describing:)) ?? ""
      #expect(words.contains("--symmetry-sector \(usesSector ? "on" : "off")),") && words.contains(policy.path))
    }
    try changeJSON(at: policy.path) { $0["usesSector"] = nil }
    let old = try VQECheckpoint(contentsOf: policy.path)
    _ = try await vqe.run(on: LocalBackend(), resuming: old)
    await #expect(throws: VQEError.self) {
      try await vqe.run(on: LocalBackend(memoryLimit: nil, usesSector: false), resuming: old)
    }
  }

  @Test(
    "a resumed run heeds the limit it is resumed with, also when it had ended at one",
    arguments: [OptimizerName.lBFGS, .nelderMead, .nft, .cobyla])
  func otherLimit(name: OptimizerName) async throws {
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    let short = try TestProblem.vqe(name, maximumEvaluations: 9)
    let ended = try await short.run(on: LocalBackend(), checkpoint: policy)
    #expect(ended.stopReason == .evaluationLimit && ended.evaluations <= 9)
    let long = try TestProblem.vqe(name, maximumEvaluations: 20)
    let resumed = try await long.run(on: LocalBackend(), resuming: VQECheckpoint(contentsOf: policy.path))
    #expect(resumed.evaluations > 9 && resumed.evaluations <= 20)
    #expect(resumed.energy <= ended.energy)
    if name != .nft {
      // Methods that keep no evaluation for their last iterate go on as if the limit had never been.
      #expect(try await long.run(on: LocalBackend()).bits == resumed.bits)
    }
    let same = try await short.run(on: LocalBackend(), resuming: VQECheckpoint(contentsOf: policy.path))
    #expect(same.bits == ended.bits)
  }

  @Test(
    "files that are no checkpoints are refused with their path",
    arguments: ["", "{}", "[1, 2]", "not json", "{\"format\": \"ritz-vqe-checkpoint\", \"version\": 99}"])
  func garbage(text: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("garbage.json")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: VQEError.self) { try VQECheckpoint(contentsOf: path) }
    #expect(error.map(String.init(describing:))?.hasPrefix(path) == true)
    #expect(throws: VQEError.self) { try VQECheckpoint(contentsOf: folder.path("absent.json")) }
  }

  @Test("a truncated checkpoint is refused, wherever it was cut", arguments: Array(stride(from: 1, to: 20, by: 3)))
  func truncated(twentieths: Int) async throws {
    let vqe = try TestProblem.vqe(.cobyla)
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    _ = try await vqe.run(on: LocalBackend(), checkpoint: policy)
    let data = try Data(contentsOf: URL(fileURLWithPath: policy.path))
    try data.prefix(data.count * twentieths / 20).write(to: URL(fileURLWithPath: policy.path))
    #expect(throws: VQEError.self) { try VQECheckpoint(contentsOf: policy.path) }
  }

  @Test("a checkpoint that cannot be written ends the run with the reason")
  func unwritable() async throws {
    let vqe = try TestProblem.vqe(.lBFGS)
    let error = await #expect(throws: VQEError.self) {
      try await vqe.run(on: LocalBackend(), checkpoint: CheckpointPolicy(path: "/nowhere/at/all/run.json"))
    }
    #expect(error.map(String.init(describing:))?.contains("No such file") == true)
  }
}
