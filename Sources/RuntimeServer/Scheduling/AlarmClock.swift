internal import Synchronization

/// Calls back after a while; thousands of alarms, most of them cancelled before they ring, cost next to nothing.
///
/// One task sleeps until the earliest alarm. A cancelled alarm only forgets its action; its place in the order goes when
/// its time has come or when most places are empty.
final class AlarmClock: Sendable {
  struct Alarm: Hashable {
    fileprivate var number: Int
  }

  private struct Place {
    var due: Duration
    var number: Int
  }

  private struct State {
    /// By time, the earliest first.
    var places: [Place] = []
    var actions: [Int: @Sendable () -> Void] = [:]
    var nextNumber = 0
    /// When the sleeping task wakes; nil while none sleeps.
    var wakes: Duration?
    var sleeper: Task<Void, Never>?
  }

  private let state = Mutex(State())
  private let clock: any Stopwatch

  init(_ clock: any Clock<Duration>) { self.clock = stopwatch(clock) }

  deinit { state.withLock { $0.sleeper?.cancel() } }

  /// The time since this was made.
  var now: Duration { clock.elapsed }

  @discardableResult
  func after(_ delay: Duration, _ action: @escaping @Sendable () -> Void) -> Alarm {
    let due = now + delay
    return state.withLock { state in
      state.nextNumber += 1
      let place = Place(due: due, number: state.nextNumber)
      // Most alarms are later than all that stand.
      let index = (state.places.lastIndex { $0.due <= due } ?? -1) + 1
      state.places.insert(place, at: index)
      state.actions[place.number] = action
      if state.wakes.map({ due < $0 }) ?? true { sleep(until: due, &state) }
      return Alarm(number: place.number)
    }
  }

  func cancel(_ alarm: Alarm) {
    state.withLock { state in
      state.actions[alarm.number] = nil
      if state.places.count > 1000, state.places.count > 2 * state.actions.count {
        state.places.removeAll { state.actions[$0.number] == nil }
      }
    }
  }

  private func sleep(until due: Duration, _ state: inout State) {
    state.sleeper?.cancel()
    state.wakes = due
    state.sleeper = Task { [clock, weak self] in
      guard (try? await clock.sleep(until: due)) != nil else { return }
      self?.ring()
    }
  }

  private func ring() {
    let time = now
    let actions = state.withLock { state in
      let due = state.places.prefix { $0.due <= time }
      let actions = due.compactMap { state.actions.removeValue(forKey: $0.number) }
      state.places.removeFirst(due.count)
      state.places = Array(state.places.drop { state.actions[$0.number] == nil })
      state.wakes = nil
      if let next = state.places.first { sleep(until: next.due, &state) }
      return actions
    }
    for action in actions { action() }
  }
}

/// A clock that counts from the moment it was made.
private protocol Stopwatch: Sendable {
  var elapsed: Duration { get }
  func sleep(until time: Duration) async throws
}

private struct StopwatchOf<C: Clock<Duration>>: Stopwatch {
  let clock: C
  let start: C.Instant

  var elapsed: Duration { start.duration(to: clock.now) }

  func sleep(until time: Duration) async throws {
    try await clock.sleep(until: start.advanced(by: time), tolerance: nil)
  }
}

private func stopwatch<C: Clock<Duration>>(_ clock: C) -> any Stopwatch {
  StopwatchOf(clock: clock, start: clock.now)
}
