internal import QuantumBackends
internal import Synchronization

extension LocalBackend {
  /// What one thread works with from item to item.
  ///
  /// `@unchecked Sendable`: used by one job, and by its caller once that is done.
  private final class Lane: @unchecked Sendable {
    var workspace: Workspace?

    init(_ workspace: Workspace?) {
      self.workspace = workspace
    }

    /// States of a width, its own as long as it works.
    func workspace(for item: WorkItem, threadCount: Int) throws(BackendError) -> Workspace {
      if let workspace, workspace.qubitCount == item.stateQubitCount {
        workspace.threadCount = threadCount
        return workspace
      }
      // Given up first: the reservation is for one of them.
      workspace = nil
      let made = try Workspace(qubitCount: item.stateQubitCount)
      made.threadCount = threadCount
      workspace = made
      return made
    }
  }

  /// Hands out 0, 1, 2, … to whoever comes next.
  private final class Cursor: Sendable {
    private let next = Atomic(0)

    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
  }

  /// The longest work, in nanoseconds, that may run on the caller's thread: shorter than going to another and back.
  private static let inlineWork = 1 << 15

  /// - Throws: ``BackendError`` when so many states never fit.
  func check(_ plan: StateVectorPlan) throws(BackendError) {
    let (states, qubitCount) = (plan.exactStateCount, plan.exactQubitCount)
    let bytes = StateVector.bytes(qubitCount: qubitCount).multipliedReportingOverflow(by: states)
    let request = MemoryLedger.Request(
      lane: bytes.overflow ? .max : bytes.partialValue, lanes: 1, qubitCount: qubitCount)
    try ledger.check(request, for: plan.phrase(states: states, inSector: true))
  }

  /// Runs `body` for every item, as many at once as there are threads and memory for; which lane does which item is left
  /// open, and no number depends on it.
  ///
  /// - Parameter outcomeBytes: What the results themselves take.
  func run<R: Sendable>(
    _ items: [WorkItem], outcomeBytes: Int = 0,
    _ body: @escaping @Sendable (Int, Workspace, CancellationFlag) throws -> R
  ) async throws -> [R] {
    guard let (request, threadCount) = demand(of: items, outcomeBytes: outcomeBytes) else { return [] }
    try check(request, of: items)
    try Task.checkCancellation()
    if let results = try runInline(items, request, body) { return results }

    let reservation = try await ledger.reserve(request)
    defer { ledger.release(request.shared) }
    let cursor = Cursor()
    let laneBytes = request.lane
    let work = { @Sendable (lane: Int) async throws -> [(Int, R)] in
      let lane = Lane(lane < reservation.workspaces.count ? reservation.workspaces[lane] : nil)
      defer { ledger.release(laneBytes, keeping: lane.workspace) }
      return try await threads.run { flag in
        var results: [(Int, R)] = []
        while case let index = cursor.take(), index < items.count {
          try flag.check()
          let workspace = try lane.workspace(for: items[index], threadCount: threadCount)
          results.append((index, try body(index, workspace, flag)))
        }
        return results
      }
    }
    if reservation.lanes == 1 { return try await work(0).map(\.1) }
    var results = [R?](repeating: nil, count: items.count)
    try await withThrowingTaskGroup(of: [(Int, R)].self) { group in
      for lane in 0..<reservation.lanes { group.addTask { try await work(lane) } }
      for try await part in group {
        for (index, result) in part { results[index] = result }
      }
    }
    return results.compactMap { $0 }
  }

  /// What items reserve, and how many threads work on each; nil where there are none.
  func demand(of items: [WorkItem], outcomeBytes: Int) -> (request: MemoryLedger.Request, threadCount: Int)? {
    guard let largest = items.max(by: { $0.bytes < $1.bytes }) else { return nil }
    var request = MemoryLedger.Request(
      shared: outcomeBytes, lane: largest.bytes, lanes: isInline(items) ? 1 : min(threads.count, items.count),
      qubitCount: items[0].stateQubitCount)
    let (taken, overflow) = outcomeBytes.addingReportingOverflow(request.lane)
    guard !overflow, taken <= ledger.limit else { return (request, 1) }
    let helpers = helpers(for: largest, of: items.count, within: ledger.limit - taken)
    request.lane += helpers * largest.blockBytes
    return (request, helpers + 1)
  }

  /// - Throws: ``BackendError`` for a demand that never fits.
  private func check(_ request: MemoryLedger.Request, of items: [WorkItem]) throws(BackendError) {
    guard let largest = items.max(by: { $0.bytes < $1.bytes }) else { return }
    let states = largest.plan.phrase(states: largest.states, inSector: largest.isInSector)
    let purpose = request.shared == 0 ? states : "\(states) and \(request.shared) bytes of outcomes"
    var least = request
    least.lane = largest.bytes < .max ? largest.bytes - largest.blockBytes : .max
    try ledger.check(least, for: purpose)
    least.lane = largest.bytes
    try ledger.check(least, for: "\(purpose), with a block to work on,")
  }

  /// Threads that have no item of their own and help with a large state, each on a block of its own as far as `bytes` go.
  private func helpers(for item: WorkItem, of count: Int, within bytes: Int) -> Int {
    guard item.plan.isLarge else { return 0 }
    return max(0, min(threads.count / count - 1, bytes / item.blockBytes))
  }

  /// Whether work is so little that it is done where the caller stands.
  private func isInline(_ items: [WorkItem]) -> Bool {
    guard items.count <= Self.inlineWork else { return false }
    var work = 0
    for item in items {
      guard let small = item.smallWork else { return false }
      work = work.addingClamped(small)
    }
    return work <= Self.inlineWork
  }

  /// Runs little work where the caller stands; nil when it is too much, or memory is not free at once.
  private func runInline<R>(
    _ items: [WorkItem], _ request: MemoryLedger.Request, _ body: (Int, Workspace, CancellationFlag) throws -> R
  ) throws -> [R]? {
    guard isInline(items), let reservation = ledger.reserveNow(request) else { return nil }
    let lane = Lane(reservation.workspaces.first)
    defer { ledger.release(request.lane + request.shared, keeping: lane.workspace) }
    let flag = CancellationFlag()
    return try items.indices.map { index in
      try body(index, try lane.workspace(for: items[index], threadCount: 1), flag)
    }
  }

  /// Runs `work` on a thread of our own, unless it is known to be short.
  func onThread<R: Sendable>(
    unless isShort: Bool, _ work: @escaping @Sendable (CancellationFlag) throws -> R
  ) async throws -> R {
    if isShort { return try work(CancellationFlag()) }
    return try await threads.run(work)
  }
}
