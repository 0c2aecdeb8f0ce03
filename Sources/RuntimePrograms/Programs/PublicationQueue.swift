internal import Synchronization

/// Interim results between the program that finds them and the task that passes them on.
///
/// The program goes on at once while there is room, and waits while there is none; who passes them on takes all that
/// have gathered.
final class PublicationQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isFinished = false
    /// Why nothing is passed on any more.
    var failure: (any Error)?
    var consumer: CheckedContinuation<Void, Never>?
    var producers: [CheckedContinuation<Void, Never>] = []

    mutating func takeProducers() -> [CheckedContinuation<Void, Never>] {
      defer { producers = [] }
      return producers
    }
  }

  private let capacity: Int
  private let state = Mutex(State())

  init(capacity: Int) { self.capacity = capacity }

  /// Adds an element, when there is room for it.
  ///
  /// - Throws: What the passing on failed with; `CancellationError` when cancelled while there is no room.
  func append(_ element: Element) async throws {
    while try !appendIfRoom(element) {
      try Task.checkCancellation()
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let hasRoom = state.withLock { state in
            guard state.elements.count >= capacity, state.failure == nil, !Task.isCancelled else { return true }
            state.producers.append(continuation)
            return false
          }
          if hasRoom { continuation.resume() }
        }
      } onCancel: {
        for producer in state.withLock({ $0.takeProducers() }) { producer.resume() }
      }
    }
  }

  private func appendIfRoom(_ element: Element) throws -> Bool {
    let (consumer, isAdded) = try state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
      if let failure = state.failure { throw failure }
      guard state.elements.count < capacity else { return (nil, false) }
      state.elements.append(element)
      defer { state.consumer = nil }
      return (state.consumer, true)
    }
    consumer?.resume()
    return isAdded
  }

  /// No element will follow; what waits is still passed on.
  func finish() {
    let consumer = state.withLock { state in
      state.isFinished = true
      defer { state.consumer = nil }
      return state.consumer
    }
    consumer?.resume()
  }

  /// Passes elements on, in order and one at a time, until the queue is finished and empty.
  ///
  /// - Throws: What `body` throws; the program then finds it at its next ``append(_:)``.
  func drain(_ body: (Element) async throws -> Void) async throws {
    do {
      while let elements = await takeAll() {
        for element in elements { try await body(element) }
      }
    } catch {
      let producers = state.withLock { state in
        state.failure = error
        state.elements = []
        return state.takeProducers()
      }
      for producer in producers { producer.resume() }
      throw error
    }
  }

  /// What has gathered, at least one; nil at the end.
  private func takeAll() async -> [Element]? {
    while true {
      let (elements, isOver, producers) = state.withLock { state in
        defer { state.elements = [] }
        return (state.elements, state.isFinished, state.takeProducers())
      }
      for producer in producers { producer.resume() }
      if !elements.isEmpty { return elements }
      if isOver { return nil }
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          guard state.elements.isEmpty, !state.isFinished else { return true }
          state.consumer = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    }
  }
}
