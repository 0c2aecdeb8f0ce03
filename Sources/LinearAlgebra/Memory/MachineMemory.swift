internal import FoundationEssentials

/// How much memory this process could take.
package enum MachineMemory {
  /// The machine's memory in bytes, or what the process's control group (a container) may use where that is less.
  package static let bytes: Int = {
    let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let membership = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    return min(physical, controlGroupLimit(membership: membership, root: "/sys/fs/cgroup") ?? physical)
  }()

  /// The least limit of a process's control groups and of those that they are in; nil where there is none.
  ///
  /// - Parameters:
  ///   - membership: What `/proc/self/cgroup` says: lines `id:controllers:path`, no controllers in version 2.
  ///   - root: Where control groups are mounted.
  package static func controlGroupLimit(membership: String, root: String) -> Int? {
    var limit: Int?
    for line in membership.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let file: String
      var folder: String
      if fields[1].isEmpty {
        (folder, file) = (root, "memory.max")
      } else if fields[1].split(separator: ",").contains("memory") {
        (folder, file) = (root + "/memory", "memory.limit_in_bytes")
      } else {
        continue
      }
      // In a container the group of the process is often mounted as the root itself; paths that are not there are skipped.
      for component in [""] + fields[2].split(separator: "/").map({ "/" + $0 }) {
        folder += component
        if let text = try? String(contentsOfFile: folder + "/" + file, encoding: .utf8),
          let bytes = Int(text.prefix(while: \.isNumber)), bytes > 0
        {
          limit = min(limit ?? bytes, bytes)
        }
      }
    }
    return limit
  }
}
