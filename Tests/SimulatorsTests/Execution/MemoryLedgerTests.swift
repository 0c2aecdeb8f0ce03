import LinearAlgebra
import Foundation
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import Simulators
import Synchronization
import Testing

@Suite("The memory ledger", .serialized)
struct MemoryLedgerTests {
  private func request(_ states: Int, lanes: Int = 1, qubitCount: Int = 10) -> MemoryLedger.Request {
    MemoryLedger.Request(lane: states * 16 << qubitCount, lanes: lanes, qubitCount: qubitCount)
  }

  @Test("lanes are as many as fit, beside what others hold", arguments: [(1, 8, 7), (2, 8, 3), (3, 1, 1), (7, 9, 1)])
  func lanes(states: Int, wanted: Int, expected: Int) async throws {
    let ledger = MemoryLedger(limit: 8 * 16 << 10)
    let other = try await ledger.reserve(request(1))
    #expect(other.lanes == 1)
    #expect(try await ledger.reserve(request(states, lanes: wanted)).lanes == expected)
    #expect(ledger.peak <= ledger.limit)
  }

  @Test("what never fits is refused with its size")
  func refusal() {
    let ledger = MemoryLedger(limit: 1000)
    let error = #expect(throws: BackendError.self) { try ledger.check(request(1), for: "This") }
    #expect(error?.code == .insufficientMemory && error?.message.contains("\(16 << 10) bytes") == true)
    let huge = MemoryLedger.Request(shared: .max, lane: .max, lanes: 1, qubitCount: 0)
    #expect(throws: BackendError.self) { try ledger.check(huge, for: "This") }
  }

  @Test("a kept state serves again, and goes before anyone waits")
  func eviction() async throws {
    let ledger = MemoryLedger(limit: 4 * 16 << 10)
    let workspace = try Workspace(qubitCount: 10)
    _ = try await ledger.reserve(request(1))
    ledger.release(16 << 10, keeping: workspace)
    let again = try #require(ledger.reserveNow(request(1)))
    #expect(again.workspaces.first === workspace)
    ledger.release(16 << 10, keeping: workspace)
    // All four are free for another width: the kept state must go.
    #expect(try #require(ledger.reserveNow(request(8, qubitCount: 9))).workspaces.isEmpty)
    #expect(ledger.peak == ledger.limit)
  }

  @Test("who does not fit waits for its turn, and leaves the line when cancelled")
  func waiting() async throws {
    let ledger = MemoryLedger(limit: 4 * 16 << 10)
    _ = try await ledger.reserve(request(3))
    let big = Task { [request = request(4)] in try await ledger.reserve(request).lanes }
    while ledger.reserveNow(request(1)) != nil {
      ledger.release(16 << 10)
      await Task.yield()
    }
    // One state would fit, but whoever came first is served first.
    let small = Task { [request = request(1)] in try await ledger.reserve(request).lanes }
    big.cancel()
    await #expect(throws: CancellationError.self) { try await big.value }
    #expect(try await small.value == 1)
    ledger.release(4 * 16 << 10)
    #expect(try await ledger.reserve(request(1, lanes: 4)).lanes == 4)
  }

  @Test("prepared circuits and concurrent calls together keep to the limit, and the values are the same")
  func shared() async throws {
    let ledger = MemoryLedger(limit: 2 * 16 << 16)
    let backend = LocalBackend(ledger: ledger, threads: ComputeThreads(count: 4))
    var pubs: [EstimatorPub] = []
    for index in 0..<5 {
      // Widths differ, so kept states are in the way.
      let qubitCount = 16 - index % 2
      var circuit = try Circuit(qubitCount: qubitCount)
      for qubit in 0..<qubitCount { try circuit.append(.ry, Parameter("a").angle * Double(index + 1), on: qubit) }
      let prepared = try await backend.prepare(
        circuit, observables: [try PauliSum([String(repeating: "Z", count: qubitCount): 1])])
      pubs.append(EstimatorPub(prepared, parameters: ShapedArray(row: (0..<6).map { [0.1 * Double($0)] })))
    }
    let alone = try await LocalBackend().estimate(pubs, options: .exact)
    #expect(try await backend.estimate(pubs, options: .exact) == alone)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for pub in pubs + pubs {
        group.addTask {
          _ = try await backend.estimate([pub], options: .exact)
          _ = try await backend.gradients([pub], options: .exact)
        }
      }
      try await group.waitForAll()
    }
    #expect(ledger.peak <= ledger.limit)
    #expect(ledger.peak > ledger.limit / 2)
  }

  @Test("outcomes count")
  func outcomes() async throws {
    let backend = try LocalBackend(memoryLimit: 1 << 20)
    let circuit = try Circuit(qubitCount: 3)
    for shots in [1 << 18, 1_000_000_000, 10_000_000_000] {
      let error = await #expect(throws: BackendError.self) {
        try await backend.sample([SamplerPub(circuit, shots: shots)], options: .init())
      }
      #expect(error?.code == .insufficientMemory)
    }
    let result = try await backend.sample([SamplerPub(circuit, shots: 100_000)], options: .init())
    #expect(result.pubs[0][0].words.count == 100_000)
  }

  @Test("a container's limit is found in every form of control groups")
  func controlGroups() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "ritz-cgroup-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: root) }
    func write(_ text: String, to path: String) throws {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    func limit(_ membership: String) -> Int? {
      MachineMemory.controlGroupLimit(membership: membership, root: root.path)
    }
    #expect(limit("0::/a/b\n") == nil)
    try write("max\n", to: "memory.max")
    #expect(limit("0::/a/b\n") == nil)
    try write("5000\n", to: "a/memory.max")
    try write("9000\n", to: "a/b/memory.max")
    #expect(limit("0::/a/b\n") == 5000)
    try write("7000\n", to: "memory/x/memory.limit_in_bytes")
    #expect(limit("3:cpu,memory:/x\n2:cpuset:/\n") == 7000)
    #expect(limit("3:cpu,memory:/x\n0::/a/b\n") == 5000)
    #expect(limit("nonsense") == nil)
  }
}
