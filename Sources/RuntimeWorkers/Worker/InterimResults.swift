internal import Foundation
internal import RuntimePrograms
internal import Synchronization

/// The interim results of one job on their way to the server: in order, several in one message, as fast as it takes them.
///
/// The first goes at once. What follows within 5 ms is collected and sent together; whoever publishes waits while a
/// message is full and the server has given no credit for it.
final class InterimResults: Sendable {
  private struct State {
    var pending: [Data] = []
    var pendingBytes = 0
    var nextIndex = 0
    var credit = WorkerProtocol.interimWindow
    var lastSent: ContinuousClock.Instant?
    /// Those who wait for room, or for all to be sent.
    var waiting: [CheckedContinuation<Void, Never>] = []
    var isClosed = false
  }

  static let pause = Duration.milliseconds(5)
  private static let fullMessage = 256 << 10

  private let job: String
  private let socket: WorkerSocket
  private let flusher: Flusher
  private let state = Mutex(State())
  /// Held from taking results to having sent them, so that messages leave in the order of their indices.
  private let sending = Mutex(())

  init(job: String, socket: WorkerSocket, flusher: Flusher) {
    self.job = job
    self.socket = socket
    self.flusher = flusher
  }

  /// Takes a JSON text.
  ///
  /// - Throws: `CancellationError` when the job has been cancelled; ``ProgramFailure`` for a text that is too long, or
  ///   after the job's end.
  func publish(_ text: Data) async throws {
    try Task.checkCancellation()
    guard !text.isEmpty, text.count <= Frame.maximumBodyLength else {
      throw ProgramFailure(
        code: ProgramFailure.programError,
        message: "An interim result has \(text.count) bytes; 1 to \(Frame.maximumBodyLength) are allowed.")
    }
    let line = Lines.line(text)
    let now = ContinuousClock.now
    let (isDue, isFull) = try state.withLock { state in
      if state.isClosed {
        throw ProgramFailure(code: ProgramFailure.programError, message: "The job has ended; it cannot publish.")
      }
      state.pending.append(line)
      state.pendingBytes += line.count
      let isFull = state.pendingBytes >= Self.fullMessage
      return (isFull || state.lastSent.map { now - $0 >= Self.pause } ?? true, isFull)
    }
    if isDue { send() } else { flusher.flush(self, at: now + Self.pause) }
    if isFull { await waitForRoom { $0.pendingBytes < Self.fullMessage } }
  }

  /// Sends what there is, as far as credit goes.
  func send() {
    sending.withLock { _ in
      while let frame = state.withLock({ take(&$0) }) { socket.send(frame) }
    }
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func grant(_ bytes: Int) {
    let hasPending = state.withLock { state in
      state.credit += bytes
      return !state.pending.isEmpty
    }
    if hasPending { flusher.flush(self, at: .now) }
  }

  /// Waits until all has been sent; nothing can be published afterwards.
  func finish() async {
    state.withLock { $0.isClosed = true }
    if state.withLock({ $0.pending.isEmpty }) { return sending.withLock { _ in } }
    send()
    await waitForRoom { $0.pending.isEmpty }
    sending.withLock { _ in }
  }

  private func waitForRoom(_ isEnough: @Sendable (State) -> Bool) async {
    while !state.withLock({ isEnough($0) }) {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          if isEnough(state) { return true }
          state.waiting.append(continuation)
          return false
        }
        if isDone { continuation.resume() }
      }
    }
  }

  private func take(_ state: inout State) -> Frame? {
    guard state.credit > 0, !state.pending.isEmpty else { return nil }
    var (count, bytes) = (1, state.pending[0].count)
    while count < state.pending.count, bytes + 1 + state.pending[count].count <= Self.fullMessage {
      bytes += 1 + state.pending[count].count
      count += 1
    }
    let results = Array(state.pending[..<count])
    let index = state.nextIndex
    state.pending.removeFirst(count)
    state.pendingBytes -= results.reduce(0) { $0 + $1.count }
    state.nextIndex += count
    let frame = WorkerMessage.interim(job: job, index: index, results: results).frame
    state.credit -= frame.size
    state.lastSent = .now
    return frame
  }
}
