import Foundation

/// Where a service keeps its jobs when nobody says otherwise.
enum StoreDirectory {
  /// `ritz` below the user's data directory: `XDG_DATA_HOME`, or `~/.local/share`.
  static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    // By its specification, a relative path there counts as none.
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/ritz" }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    return home + "/.local/share/ritz"
  }

  /// The same directory with a path that holds wherever one is.
  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: (path as NSString).expandingTildeInPath).standardizedFileURL.path
  }
}
