import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: the first cancels the command, which prints what it knows; a second one kills at once.
///
/// While nothing is known that could be printed or saved, the first one ends the process itself, whatever it is
/// computing. One for the process, as its signals are.
enum Interruption {
  private static let somethingIsKnown = Atomic(false)
  private static let wasAsked = Atomic(false)

  /// From now on the command itself ends an interrupted run.
  static func prepareToReport() { somethingIsKnown.store(true, ordering: .relaxed) }

  /// Takes over both signals.
  ///
  /// - Returns: What has to stay alive as long as signals are to be noticed.
  static func watch(cancel: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
    let queue = DispatchQueue(label: "ritz.signals", qos: .userInteractive)
    return [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if wasAsked.exchange(true, ordering: .relaxed) { _exit(Failure.Kind.interrupted.rawValue) }
        guard somethingIsKnown.load(ordering: .relaxed) else { Console.fail(Failure(CancellationError())) }
        cancel()
      }
      source.resume()
      return source
    }
  }
}
