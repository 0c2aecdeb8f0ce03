import Foundation
import RuntimeStore
import Synchronization

/// What a refused store does to descriptors that are not its own.
enum Refusals {
  /// Opens a directory that is in use again and again while other threads open and close files.
  ///
  /// - Returns: How many files of the other threads were closed by somebody else.
  static func stolenDescriptors(directory: String) -> Int {
    let isOver = Atomic(false)
    let stolen = Atomic(0)
    let running = DispatchGroup()
    for _ in 0..<4 {
      running.enter()
      // A thread, not a task: there may be fewer of those at a time than there are here.
      Thread.detachNewThread {
        while !isOver.load(ordering: .relaxed) {
          if close(open("/dev/null", O_RDONLY | O_CLOEXEC)) != 0 { stolen.add(1, ordering: .relaxed) }
        }
        running.leave()
      }
    }
    for _ in 0..<5000 { _ = try? RuntimeStore(directory: directory) }
    isOver.store(true, ordering: .relaxed)
    running.wait()
    return stolen.load(ordering: .relaxed)
  }
}
