internal import Foundation
internal import QuantumBackends

/// How much memory states may take, checked before any of it is taken.
struct MemoryBudget: Sendable {
  /// In bytes.
  let limit: Int

  /// Four fifths of the machine's memory.
  static let machine = MemoryBudget(limit: Int(clamping: ProcessInfo.processInfo.physicalMemory / 5 * 4))

  /// Bytes of one state of `qubitCount` qubits in double precision; `Int.max` where the number does not fit.
  static func stateBytes(qubitCount: Int) -> Int {
    qubitCount < 58 ? 16 << qubitCount : .max
  }

  /// The widest state that fits.
  var maximumQubitCount: Int {
    (0..<58).last { Self.stateBytes(qubitCount: $0) <= limit } ?? 0
  }

  /// How many sets of `states` states fit at once, at most `wanted`.
  ///
  /// - Throws: ``BackendError`` with code `insufficient-memory` and the number of bytes when not even one does.
  func sets(of states: Int, qubitCount: Int, wanted: Int) throws(BackendError) -> Int {
    let (bytes, overflow) = Self.stateBytes(qubitCount: qubitCount).multipliedReportingOverflow(by: states)
    guard !overflow, bytes <= limit else {
      let needed = overflow ? "more than 2^63 bytes" : describe(bytes)
      throw BackendError(
        .insufficientMemory,
        "\(states == 1 ? "A state" : "\(states) states") of \(qubitCount) qubits would take \(needed); "
          + "\(describe(limit)) may be taken, which holds \(maximumQubitCount) qubits in one state.")
    }
    return max(1, min(wanted, limit / max(bytes, 1)))
  }

  private func describe(_ bytes: Int) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB"]
    guard let unit = units.indices.last(where: { bytes >> (10 * ($0 + 1)) > 0 }) else { return "\(bytes) bytes" }
    return "\(bytes) bytes (\(String(format: "%.3g", Double(bytes) / Double(1 << (10 * (unit + 1))))) \(units[unit]))"
  }
}
