internal import Foundation

/// A thread that makes texts of interim results and sends them when it is time, whatever keeps the program's own threads
/// busy.
///
/// Sendable without the compiler's proof: `due` is touched under the condition's lock only.
final class Flusher: @unchecked Sendable {
  private let condition = NSCondition()
  private var due: (results: InterimResults, time: ContinuousClock.Instant)?

  init() {
    let thread = Thread { [self] in
      while true { wait().send() }
    }
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Sends the results at that time, or earlier if that was asked for before.
  func flush(_ results: InterimResults, at time: ContinuousClock.Instant) {
    condition.lock()
    defer { condition.unlock() }
    if let due, due.results === results, due.time <= time { return }
    due = (results, time)
    condition.signal()
  }

  private func wait() -> InterimResults {
    condition.lock()
    defer { condition.unlock() }
    while true {
      guard let (results, time) = due else {
        condition.wait()
        continue
      }
      let rest = ContinuousClock.now.duration(to: time)
      if rest <= .zero {
        due = nil
        return results
      }
      _ = condition.wait(until: Date(timeIntervalSinceNow: rest / .seconds(1)))
    }
  }
}
