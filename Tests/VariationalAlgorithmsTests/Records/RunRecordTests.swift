import ClassicalOptimizers
import Foundation
import QuantumBackends
import Simulators
import Testing
import VariationalAlgorithms

@Suite("Run records")
struct RunRecordTests {
  @Test("a recorded run is replayed to the last bit", arguments: OptimizerName.allCases, [nil, 400])
  func identical(name: OptimizerName, shots: Int?) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("record.json")
    let vqe = try TestProblem.vqe(name, shots: shots)
    let result = try await vqe.run(on: LocalBackend())
    try RunRecord(result, of: vqe, on: LocalBackend()).write(to: path)
    let record = try RunRecord(contentsOf: path)
    let report = try await record.replay(on: LocalBackend())
    #expect(report.isIdentical)
    #expect(report.evaluationsCompared == result.evaluations)
  }

  @Test("an interrupted run is replayed as far as it went", arguments: [OptimizerName.lBFGS, .spsa, .cobyla])
  func interrupted(name: OptimizerName) async throws {
    let vqe = try TestProblem.vqe(name)
    let result = try await vqe.run(on: LocalBackend()) { if $0.evaluations >= 7 { throw CancellationError() } }
    let report = try await RunRecord(result, of: vqe, on: LocalBackend()).replay(on: LocalBackend())
    #expect(report.isIdentical)
  }

  @Test("a run that was resumed with other limits is replayed with them", arguments: [OptimizerName.spsa, .nft, .adam])
  func changedLimits(name: OptimizerName) async throws {
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    _ = try await TestProblem.vqe(name, maximumEvaluations: 10).run(on: LocalBackend(), checkpoint: policy)
    let vqe = try TestProblem.vqe(name, maximumEvaluations: 40)
    let result = try await vqe.run(on: LocalBackend(), resuming: VQECheckpoint(contentsOf: policy.path))
    #expect(result.limits.map(\.limits.maximumEvaluations) == [10, 40] && result.evaluations > 10)
    let report = try await RunRecord(result, of: vqe, on: LocalBackend()).replay(on: LocalBackend())
    #expect(report.isIdentical)
  }

  @Test("the choice of sectors is recorded; records from before there was one have them on")
  func sectorChoice() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("record.json")
    let vqe = try TestProblem.vqe(.lBFGS)
    for usesSector in [true, false] {
      let backend = try LocalBackend(memoryLimit: nil, usesSector: usesSector)
      try RunRecord(try await vqe.run(on: backend), of: vqe, on: backend).write(to: path)
      let record = try RunRecord(contentsOf: path)
      #expect(record.usesSector == usesSector)
      #expect(try await record.replay(on: backend).isIdentical)
    }
    try changeJSON(at: path) { $0["usesSector"] = nil }
    #expect(try RunRecord(contentsOf: path).usesSector)
  }

  @Test("groups and the precision at the end are recorded; records from before there were any have none")
  func estimation() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("record.json")
    var vqe = try TestProblem.vqe(.spsa, shots: 300)
    vqe.grouping = .commuting
    vqe.finalPrecision = 0.01
    try RunRecord(try await vqe.run(on: LocalBackend()), of: vqe, on: LocalBackend()).write(to: path)
    let record = try RunRecord(contentsOf: path)
    #expect(record.vqe.grouping == .commuting && record.vqe.finalPrecision == 0.01)
    #expect(try await record.replay(on: LocalBackend()).isIdentical)
    try changeJSON(at: path) {
      $0["grouping"] = nil
      $0["finalPrecision"] = nil
    }
    let old = try RunRecord(contentsOf: path)
    #expect(old.vqe.grouping == .qubitWise && old.vqe.finalPrecision == nil)
  }

  @Test("a checkpoint of other groups is refused; the precision at the end may change")
  func checkpoint() async throws {
    let folder = try TemporaryFolder()
    let policy = CheckpointPolicy(path: folder.path("run.json"), interval: .zero)
    var vqe = try TestProblem.vqe(.spsa, shots: 300)
    _ = try await vqe.run(on: LocalBackend(), checkpoint: policy)
    vqe.finalPrecision = 0.01
    let resumed = try await vqe.run(on: LocalBackend(), resuming: VQECheckpoint(contentsOf: policy.path))
    #expect(try #require(resumed.standardError) <= 0.01)
    vqe.grouping = .commuting
    await #expect(throws: VQEError.self) {
      try await vqe.run(on: LocalBackend(), resuming: VQECheckpoint(contentsOf: policy.path))
    }
  }

  @Test("a value that was tampered with is found")
  func tampered() async throws {
    let vqe = try TestProblem.vqe(.lBFGS)
    let result = try await vqe.run(on: LocalBackend())
    var record = RunRecord(result, of: vqe, on: LocalBackend())
    record.evaluations[2].value += 1e-6
    let report = try await record.replay(on: LocalBackend())
    #expect(!report.isIdentical && report.firstDifference == 2 && report.isSameTrajectory)
    #expect(abs(report.largestDifference - 1e-6) < 1e-9)
  }

  @Test("a Hamiltonian or a circuit that was tampered with is refused")
  func changedProblem() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("record.json")
    let vqe = try TestProblem.vqe(.lBFGS)
    try RunRecord(try await vqe.run(on: LocalBackend()), of: vqe, on: LocalBackend()).write(to: path)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for (found, replacement) in [("-0.6", "-0.7"), ("\"ry\"", "\"rx\"")] {
      #expect(text.contains(found))
      try Data(text.replacingOccurrences(of: found, with: replacement).utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: VQEError.self) { try RunRecord(contentsOf: path) }
    }
  }

  @Test("inputs are remembered with a hash of their bytes")
  func inputs() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("input.txt")
    try Data("a".utf8).write(to: URL(fileURLWithPath: path))
    // FNV-1a of 128 bits over "a", from RFC 9923's definition.
    #expect(try RunRecord.Input(hashing: path).hash == "fnv1a-128:d228cb696f1a8caf78912b704e4a8964")
    #expect(throws: VQEError.self) { try RunRecord.Input(hashing: folder.path("absent")) }
  }
}
