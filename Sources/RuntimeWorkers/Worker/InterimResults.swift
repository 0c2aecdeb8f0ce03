internal import Foundation
internal import RuntimeAPI
internal import RuntimePrograms
internal import Synchronization

/// The interim results of one job on their way to the server: in order, several in one message, as fast as it takes them.
///
/// The program only leaves them here. A thread beside it makes their texts and sends them: the first at once, then what
/// has gathered every 50 ms, or earlier when it is much. Whoever publishes waits while there is no room, which is when the
/// server has given no credit for a full message.
final class InterimResults: Sendable {
  private struct State {
    /// Those without a text.
    var unwritten: [InterimText] = []
    /// Texts without credit, as lines.
    var written: [Data] = []
    var writtenBytes = 0
    /// Whether somebody makes texts of some, which then stand nowhere here.
    var isWriting = false
    var nextIndex = 0
    var credit = WorkerProtocol.interimWindow
    var lastWritten: ContinuousClock.Instant?
    /// Those who wait for room, or for all to be sent.
    var waiting: [CheckedContinuation<Void, Never>] = []
    var isClosed = false
    /// Why nothing is sent any more.
    var failure: (any Error)?

    var hasRoom: Bool { unwritten.count < capacity && writtenBytes < fullMessage }
    var isSent: Bool { unwritten.isEmpty && written.isEmpty && !isWriting }
  }

  private static let pause = Duration.milliseconds(50)
  /// Results that may wait for their texts.
  private static let capacity = 256
  /// Results that are sent without waiting for more, so that the server works on them while others are computed.
  private static let portion = 128
  private static let fullMessage = 512 << 10

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

  /// Takes what makes a JSON text.
  ///
  /// - Throws: `CancellationError` when the job has been cancelled; ``ProgramFailure`` after the job's end; what kept an
  ///   earlier one from being sent.
  func publish(_ text: @escaping InterimText) async throws {
    while true {
      try Task.checkCancellation()
      if let due = try append(text) { return flusher.flush(self, at: due) }
      await withTaskCancellationHandler {
        await wait { $0.hasRoom || $0.failure != nil || Task.isCancelled }
      } onCancel: {
        resumeWaiting()
      }
    }
  }

  /// - Returns: When it should be sent; nil when there is no room for it.
  private func append(_ text: @escaping InterimText) throws -> ContinuousClock.Instant? {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      if state.isClosed {
        throw ProgramFailure(code: ProgramFailure.programError, message: "The job has ended; it cannot publish.")
      }
      guard state.hasRoom else { return nil }
      state.unwritten.append(text)
      guard let lastWritten = state.lastWritten, state.unwritten.count < Self.portion else { return .now }
      return lastWritten + Self.pause
    }
  }

  /// Sends what there is, as far as credit goes.
  func send() {
    sending.withLock { _ in
      var isComplete: Bool
      // What is published meanwhile waits for its own time, or each message would hold few results.
      repeat {
        isComplete = write()
        while let frame = state.withLock({ take(&$0) }) { socket.send(frame) }
      } while !isComplete && state.withLock { $0.writtenBytes < Self.fullMessage }
    }
    resumeWaiting()
  }

  /// Makes the texts of what has gathered, as far as there is room.
  ///
  /// - Returns: Whether there was room for all.
  private func write() -> Bool {
    var (unwritten, bytes) = state.withLock { state in
      defer { state.unwritten = [] }
      state.isWriting = true
      state.lastWritten = .now
      return (state.unwritten[...], state.writtenBytes)
    }
    var lines: [Data] = []
    var failure: (any Error)?
    while failure == nil, bytes < Self.fullMessage, let text = unwritten.popFirst() {
      do {
        let line = try Self.line(text)
        lines.append(line)
        bytes += line.count
      } catch {
        failure = error
      }
    }
    return state.withLock { state in
      state.isWriting = false
      state.written += lines
      state.writtenBytes = bytes
      state.failure = state.failure ?? failure
      state.unwritten = state.failure == nil ? unwritten + state.unwritten : []
      return state.failure != nil || unwritten.isEmpty
    }
  }

  private static func line(_ text: InterimText) throws -> Data {
    let text = try text()
    guard !text.isEmpty, text.count <= EventStream.maximumInterimResultLength else {
      throw ProgramFailure(
        code: ProgramFailure.programError,
        message:
          "An interim result has \(text.count) bytes; 1 to \(EventStream.maximumInterimResultLength) are allowed.")
    }
    return Lines.line(text)
  }

  func grant(_ bytes: Int) {
    let hasMore = state.withLock { state in
      state.credit += bytes
      return !state.written.isEmpty
    }
    if hasMore { flusher.flush(self, at: .now) }
  }

  /// Waits until all has been sent; nothing can be published afterwards.
  ///
  /// - Throws: What kept one from being sent.
  func finish() async throws {
    let isSent = state.withLock { state in
      state.isClosed = true
      return state.isSent
    }
    if !isSent {
      send()
      while !state.withLock({ $0.isSent }) { await wait { $0.isSent } }
    }
    // The last message may still be on its way.
    sending.withLock { _ in }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Waits until it may be so; who needs to know asks again.
  private func wait(until isEnough: @Sendable (State) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if isEnough(state) { return true }
        state.waiting.append(continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  private func resumeWaiting() {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private func take(_ state: inout State) -> Frame? {
    guard state.credit > 0, !state.written.isEmpty else { return nil }
    var (count, bytes) = (1, state.written[0].count)
    while count < state.written.count, bytes + 1 + state.written[count].count <= Self.fullMessage {
      bytes += 1 + state.written[count].count
      count += 1
    }
    let results = Array(state.written[..<count])
    let index = state.nextIndex
    state.written.removeFirst(count)
    state.writtenBytes -= results.reduce(0) { $0 + $1.count }
    state.nextIndex += count
    let frame = WorkerMessage.interim(job: job, index: index, results: results).frame
    state.credit -= frame.size
    return frame
  }
}
