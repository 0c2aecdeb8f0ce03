internal import CMachineLimits
internal import Foundation

/// How much more resident memory this process takes at its peak, from a moment on, than it had at that moment.
///
/// The system keeps one peak for a process, so one of these is good until the next is made. What was freed before is given
/// back to the system first: memory that is taken again counts. Threads and code pages count too, a megabyte or so.
/// - Note: Linux alone: proc(5), `VmHWM` and `VmRSS` of `/proc/self/status`, and 5 in `/proc/self/clear_refs`.
package struct PeakMemory {
  private let before: Int?

  /// Starts counting.
  package init() {
    #if os(Linux)
      cml_return_freed_memory()
      let isReset = (try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))) != nil
      before = isReset ? Self.status("VmRSS") : nil
    #else
      before = nil
    #endif
  }

  /// Bytes at the peak so far, beyond those at the start; nil where the system does not say.
  package var growth: Int? {
    guard let before, let peak = Self.status("VmHWM") else { return nil }
    return max(0, peak - before)
  }

  /// A line of this process's status in bytes, where it has one; the file has kibibytes.
  private static func status(_ name: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { 1024 * $0 }
  }
}
