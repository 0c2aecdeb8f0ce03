import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
  /// What stands after `$` in the console blocks, with what it prints.
  private static func session() throws -> [(command: [String], output: [String])] {
    let text = try String(contentsOf: References.repository.appending(path: "README.md"), encoding: .utf8)
    var session: [(command: [String], output: [String])] = []
    var isConsole = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isConsole = line == "```console"
      } else if isConsole, line.hasPrefix("$ ") {
        session.append((line.dropFirst(2).split(separator: " ").map(String.init), []))
      } else if isConsole, !session.isEmpty {
        session[session.count - 1].output.append(line)
      }
    }
    return session
  }

  @Test("shows what the tool prints")
  func session() throws {
    let session = try Self.session()
    #expect(session.count == 4)
    let folder = FileManager.default.temporaryDirectory.appending(path: "ritz-readme-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "Data"), withDestinationURL: References.repository.appending(path: "Data"))
    for (command, expected) in session {
      let printed = try Example(command[0], Array(command.dropFirst()), in: folder).lines.filter { !$0.isEmpty }
      let expected = expected.filter { !$0.isEmpty }
      #expect(printed.count == expected.count, "\(command)")
      for (line, expectation) in zip(printed, expected) where !expectation.hasPrefix("time") {
        #expect(Self.agree(line, expectation), "printed '\(line)', README '\(expectation)'")
      }
    }
  }

  /// Equal word by word, numbers to the digits that energies are printed with.
  private static func agree(_ left: String, _ right: String) -> Bool {
    let (a, b) = (left.split(separator: " "), right.split(separator: " "))
    return a.count == b.count
      && zip(a, b).allSatisfy { first, second in
        guard let x = Double(first), let y = Double(second) else { return first == second }
        return abs(x - y) < 1e-8
      }
  }
}
