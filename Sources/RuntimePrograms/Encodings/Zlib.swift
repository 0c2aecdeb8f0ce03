internal import CZlib

/// Whole buffers compressed and expanded in the format of zlib.
package enum Zlib {
  package enum Failure: Error, Equatable {
    case malformed, tooLarge, outOfMemory
  }

  /// - Parameter limit: The most bytes that may come out.
  package static func expanded(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    var output: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = bytes.withUnsafeBufferPointer {
      // A pointer is asked for even where there is nothing to read.
      czlib_inflate($0.baseAddress, $0.count, max(0, limit), &output, &count)
    }
    return try taken(output, count, status)
  }

  package static func compressed(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
    var output: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = bytes.withUnsafeBufferPointer { czlib_deflate($0.baseAddress, $0.count, &output, &count) }
    return try taken(output, count, status)
  }

  /// Copies what zlib made, and frees it.
  private static func taken(
    _ output: UnsafeMutablePointer<UInt8>?, _ count: Int, _ status: czlib_status
  ) throws(Failure) -> [UInt8] {
    switch status {
    case CZLIB_DONE:
      defer { czlib_free(output) }
      return Array(UnsafeBufferPointer(start: output, count: count))
    case CZLIB_TOO_LARGE: throw .tooLarge
    case CZLIB_NO_MEMORY: throw .outOfMemory
    default: throw .malformed
    }
  }
}
