internal import Foundation
internal import NIOCore

/// Why a service cannot listen where it was told to, in words.
struct ListenError: Error, CustomStringConvertible {
  let description: String

  /// nil for errors of another kind.
  init?(_ error: any Error) {
    guard let error = error as? IOError else { return nil }
    switch error.errnoCode {
    case EADDRINUSE:
      description = "The address is in use by another program. Take another port, or 0 for any that is free."
    case EADDRNOTAVAIL:
      description = "The address is none of this machine's. Take one that is, or 127.0.0.1 for this machine alone."
    case EACCES:
      description = "The system does not let this user listen there. Take a port of 1024 or more."
    default:
      description = "Listening failed: \(String(cString: strerror(error.errnoCode)))."
    }
  }
}
