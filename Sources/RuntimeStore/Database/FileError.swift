import Foundation

/// What the system said when a file was touched.
struct FileError: Error, CustomStringConvertible {
  /// What was tried, with the path.
  var action: String
  /// As in `errno`.
  var number: Int32

  /// Takes `errno`, right after a call that failed.
  init(_ action: String, number: Int32 = errno) {
    self.action = action
    self.number = number
  }

  var description: String { "\(action) failed: \(String(cString: strerror(number)))" }
}
