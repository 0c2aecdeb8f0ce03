import FoundationEssentials

/// How much memory this process could take.
enum MachineMemory {
  /// The machine's memory in bytes, or what the process's control group may use where that is less.
  static let bytes: Int = {
    var bytes = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    for file in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      if let text = try? String(contentsOfFile: file, encoding: .utf8),
        let limit = Int(text.prefix(while: \.isNumber)), limit > 0
      {
        bytes = min(bytes, limit)
      }
    }
    return bytes
  }()
}
