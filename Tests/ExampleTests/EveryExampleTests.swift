import Foundation
import Testing

@Suite("Every example")
struct EveryExampleTests {
  @Test("prints the same from the repository and from anywhere", arguments: Example.all)
  func isDeterministic(name: String) throws {
    let here = try Example(name, in: References.repository)
    let elsewhere = try Example(name)
    #expect(here.lines == elsewhere.lines)
  }

  @Test("fits on one screen", arguments: Example.all)
  func isShort(name: String) throws {
    let text = try String(
      contentsOf: References.repository.appending(path: "Examples/\(name)/main.swift"), encoding: .utf8)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 80)
    #expect(text.contains("import Ritz"))
  }
}
