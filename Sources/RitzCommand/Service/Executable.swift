import Foundation

/// The file of the running program.
enum Executable {
  /// The path that this program can be started again by, also once its file has been replaced where the system allows it.
  static var path: String {
    if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      FileManager.default.isExecutableFile(atPath: target)
    {
      return target
    }
    return Bundle.main.executablePath ?? CommandLine.arguments[0]
  }
}
