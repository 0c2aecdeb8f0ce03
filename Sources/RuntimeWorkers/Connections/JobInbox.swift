internal import Synchronization

/// What comes from a worker about one job, on its way from an event loop to the task that runs the job.
///
/// Bounded by what fills it: interim results by the protocol's credits, logs by the most that is kept of a job.
final class JobInbox: Sendable {
  enum Item: Sendable {
    /// `credit`: the bytes of interim results that may follow once this has been taken.
    case event(WorkerEvent, credit: Int)
    case finished(WorkerOutcome)
  }

  private struct State {
    var items: [Item] = []
    var reader: CheckedContinuation<[Item], Never>?
  }

  /// Log texts of one stream that wait behind each other become one event of at most about this many bytes.
  private static let longestLog = 64 << 10

  private let state = Mutex(State())

  func put(_ item: Item) {
    let reader = state.withLock { state in
      guard let reader = state.reader else {
        if !Self.joinLogs(&state.items, item), !Self.joinResults(&state.items, item) { state.items.append(item) }
        return nil as CheckedContinuation<[Item], Never>?
      }
      state.reader = nil
      return reader
    }
    reader?.resume(returning: [item])
  }

  /// All that has come since the last call, at least one item. For one task at a time.
  func take() async -> [Item] {
    await withCheckedContinuation { continuation in
      let items = state.withLock { state in
        guard !state.items.isEmpty else {
          state.reader = continuation
          return nil as [Item]?
        }
        defer { state.items = [] }
        return state.items
      }
      if let items { continuation.resume(returning: items) }
    }
  }

  /// Adds a log text to the last of its stream, unless an interim result stands between.
  private static func joinLogs(_ items: inout [Item], _ item: Item) -> Bool {
    guard case .event(.log(let stream, let text), _) = item else { return false }
    for index in items.indices.reversed().prefix(2) {
      guard case .event(.log(let other, var joined), _) = items[index] else { return false }
      guard other == stream else { continue }
      guard joined.utf8.count + text.utf8.count <= longestLog else { return false }
      items[index] = .event(.log(stream: stream, text: ""), credit: 0)  // so that the text is not copied
      joined += text
      items[index] = .event(.log(stream: stream, text: joined), credit: 0)
      return true
    }
    return false
  }

  /// Adds interim results to those that wait right before them, so that a reader that is late takes all at once.
  private static func joinResults(_ items: inout [Item], _ item: Item) -> Bool {
    guard case .event(.interim(let index, let results), let credit) = item,
      case .event(.interim(let firstIndex, var joined), let earlierCredit) = items.last,
      firstIndex + joined.count == index
    else { return false }
    items[items.count - 1] = .event(.interim(firstIndex: firstIndex, results: []), credit: 0)  // nor these
    joined += results
    items[items.count - 1] = .event(.interim(firstIndex: firstIndex, results: joined), credit: earlierCredit + credit)
    return true
  }
}
