import Foundation

/// A thread that gives way to all others and can be waited for.
///
/// Waiting means that it is gone with all that belongs to it, which is more than that its work is done: a process that
/// ends beside a thread that still tidies up may crash.
final class PatientThread: Sendable {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private let thread: pthread_t

  /// - Returns: nil where the system has no thread to give.
  init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let status = pthread_create(
      &thread, nil,
      { argument in
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)  // of this thread alone
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      work.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits until it is gone; to be called once, by another thread, or ``detach()`` in its place.
  func join() { pthread_join(thread, nil) }

  /// Lets it end by itself.
  func detach() { pthread_detach(thread) }
}
