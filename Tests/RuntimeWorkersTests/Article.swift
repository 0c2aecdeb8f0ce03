import Foundation
import TestSupport

/// The examples of the article "The protocol of workers", as bytes.
///
/// Each stands on a line of its own: the eight bytes of the prefix in hexadecimal, two spaces, header and body; a line that
/// begins below the header goes on behind a line feed.
struct Article {
  let frames: [[UInt8]]

  init() throws {
    let url = RepositoryData.root.appending(path: "Sources/RuntimeWorkers/RuntimeWorkers.docc/WorkerProtocol.md")
    var frames: [[UInt8]] = []
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let prefix = line.dropFirst(4).prefix(23).split(separator: " ").map { UInt8($0, radix: 16) }
      if line.hasPrefix("    "), prefix.count == 8, !prefix.contains(nil) {
        frames.append(prefix.compactMap(\.self) + Array(line.dropFirst(29).utf8))
      } else if line.hasPrefix(String(repeating: " ", count: 29)), !frames.isEmpty {
        frames[frames.count - 1] += Array("\n\(line.dropFirst(29))".utf8)
      }
    }
    self.frames = frames
  }

  /// The examples of a kind of message.
  func frames(_ type: String) -> [[UInt8]] {
    frames.filter { String(decoding: $0.dropFirst(8), as: UTF8.self).hasPrefix("{\"type\":\"\(type)\"") }
  }
}
