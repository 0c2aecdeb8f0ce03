import LocalVersusRuntime
import Testing

@Suite("A service of one's own") struct OwnServerTests {
  @Test(
    "that does not start is an error with its own words",
    arguments: [
      ("/nothing/here", "cannot be run"), ("/bin/false", "ended with status 1"), ("/bin/echo", "in place of"),
    ])
  func doesNotStart(executable: String, words: String) async throws {
    let error = await #expect(throws: OwnServerError.self) {
      _ = try await Comparison.run(.quick, startingServiceFrom: executable)
    }
    #expect(try #require(error).description.contains(words))
  }
}
