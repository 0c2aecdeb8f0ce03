import Foundation
import Synchronization

/// Standard output, which gets results only, and standard error, which gets the rest.
enum Console {
  /// Whether a person is likely to watch standard error.
  static let isWatched = isatty(STDERR_FILENO) == 1

  /// Whether that person sees standard output too, below standard error.
  static let isShownTogether = isWatched && isatty(STDOUT_FILENO) == 1

  /// Writes a finished result, with a line break.
  static func printResult(_ text: String) {
    guard write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) else {
      fail(Failure(.work, "standard output: cannot be written (\(String(cString: strerror(errno))))"))
    }
  }

  static func note(_ line: String) {
    _ = write((isWatched ? ProgressLine.erase : "") + line + "\n", to: STDERR_FILENO)
  }

  /// Prints the one line of a failure and leaves with its status, without waiting for other threads.
  static func fail(_ failure: Failure) -> Never {
    note("error: \(oneLine(failure.message))")
    _exit(failure.kind.rawValue)
  }

  private static func oneLine(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    let line = words.joined(separator: " ").unicodeScalars.map {
      $0.properties.generalCategory == .control ? "?" : Character($0)
    }
    return String(line)
  }

  /// Writes all of a text; false when the descriptor takes no more.
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}

/// One line on a terminal that is written over and over; nothing where standard error is not a terminal.
final class ProgressLine: Sendable {
  static let erase = "\r\u{1B}[2K"
  private static let width = 79

  private let clock = ContinuousClock()
  private let lastWrite = Mutex<ContinuousClock.Instant?>(nil)

  /// Shows a line in place of the last, at most ten times a second.
  func show(_ line: () -> String) {
    guard Console.isWatched else { return }
    let isDue = lastWrite.withLock { last in
      let now = clock.now
      if let last, last.duration(to: now) < .milliseconds(100) { return false }
      last = now
      return true
    }
    if isDue { _ = Console.write(Self.erase + line().prefix(Self.width), to: STDERR_FILENO) }
  }

  func clear() {
    if Console.isWatched { _ = Console.write(Self.erase, to: STDERR_FILENO) }
  }
}
