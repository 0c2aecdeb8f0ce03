/// Which places have a free worker, and who waits for one, first come first served.
///
/// Someone waits only while no place is free.
struct WaitingLine {
  typealias Continuation = CheckedContinuation<Int, any Error>

  private var ready: Set<Int> = []
  private var leased: Set<Int> = []
  /// Ready and not leased; the last is taken first, for what it has in its caches.
  private var idle: [Int] = []
  private var waiting: [UInt64: Continuation] = [:]
  /// Numbers in order, from ``first`` on; those that have left are no longer in ``waiting``.
  private var order: [UInt64] = []
  private var first = 0
  private var lastNumber: UInt64 = 0

  var idleCount: Int { idle.count }
  var waitingCount: Int { waiting.count }

  mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  mutating func leaseIdle() -> Int? {
    guard let place = idle.popLast() else { return nil }
    leased.insert(place)
    return place
  }

  mutating func wait(_ continuation: Continuation, number: UInt64) {
    waiting[number] = continuation
    order.append(number)
  }

  /// - Returns: The one who left; nil if that number does not wait.
  mutating func leave(_ number: UInt64) -> Continuation? { waiting.removeValue(forKey: number) }

  mutating func empty() -> [Continuation] {
    defer { waiting = [:] }
    return order[first...].compactMap { waiting[$0] }
  }

  /// - Returns: Who gets the place now.
  mutating func release(_ place: Int) -> Continuation? {
    leased.remove(place)
    return ready.contains(place) ? offer(place) : nil
  }

  /// - Returns: Who gets the place now.
  mutating func change(_ place: Int, isReady: Bool) -> Continuation? {
    guard isReady else {
      ready.remove(place)
      idle.removeAll { $0 == place }
      return nil
    }
    guard ready.insert(place).inserted, !leased.contains(place) else { return nil }
    return offer(place)
  }

  private mutating func offer(_ place: Int) -> Continuation? {
    while first < order.count {
      let number = order[first]
      first += 1
      if first > 1000, first > order.count / 2 {
        order.removeFirst(first)
        first = 0
      }
      if let continuation = waiting.removeValue(forKey: number) {
        leased.insert(place)
        return continuation
      }
    }
    idle.append(place)
    return nil
  }
}
