import Foundation
import Glibc
import Testing
import TestSupport

/// What only a process can show that has nothing but a pool in it.
@Suite struct HostTests {
  @Test("forty dead workers leave no descriptor, no thread and no zombie behind")
  func leaks() throws {
    let host = try Host("--deaths", "40")
    let lines = host.output()
    try #require(lines.count == 5)
    // With the pool running, and after its end: the same after forty deaths as after none.
    #expect(lines[2] == lines[0])
    #expect(lines[3] == lines[1])
    #expect(lines[3].hasSuffix("children 0"))
    // Those of the concurrency runtime come and go.
    #expect(try #require(Int(lines[4])) < 30)
  }

  @Test("workers end within milliseconds of the server's death, whatever they compute")
  func serverDeath() throws {
    let host = try Host("--compute", "3")
    let workers = host.lines(3).compactMap { pid_t($0) }
    try #require(workers.count == 3)
    #expect(workers.allSatisfy { kill($0, 0) == 0 })
    let start = ContinuousClock.now
    host.kill()
    // Nobody but the system reaps them now; a zombie has ended.
    while workers.contains(where: isAlive), ContinuousClock.now - start < .seconds(10) { usleep(200) }
    #expect(!workers.contains(where: isAlive))
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  private func isAlive(_ process: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let state = status.split(separator: ")").last?.split(separator: " ").first
    else { return false }
    return state != "Z" && state != "X"
  }
}

/// `WorkerForTests` in one of its other roles.
private final class Host {
  private let process = Process()
  private let pipe = Pipe()

  init(_ arguments: String...) throws {
    process.executableURL = URL(filePath: try BuiltExecutable.path("WorkerForTests"))
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
  }

  /// All that it prints, to its end.
  func output() -> [Substring] {
    let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }

  /// The first lines that it prints.
  func lines(_ count: Int) -> [Substring] {
    var data = Data()
    while data.count(where: { $0 == 0x0A }) < count {
      let more = pipe.fileHandleForReading.availableData
      if more.isEmpty { break }
      data += more
    }
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }

  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
