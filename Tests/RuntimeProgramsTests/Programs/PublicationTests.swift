import Foundation
import QuantumBackends
import RuntimePrograms
import Simulators
import Synchronization
import Testing

@Suite("Publishing interim results")
struct PublicationTests {
  private let circuits = CircuitLibrary { _ in "" }

  private func encoded(count: Int, fails: Bool = false, waits: Bool = false) throws -> Data {
    try JSONEncoder().encode(CountingProgram.Inputs(count: count, fails: fails, waits: waits))
  }

  @Test("all are published in order, one at a time, before the output returns", arguments: [0, 1, 255, 256, 257, 3000])
  func order(count: Int) async throws {
    let seen = Mutex<[Data]>([])
    let output = try await CountingProgram().run(
      encoded: encoded(count: count), on: LocalBackend(), circuits: circuits
    ) { text in
      await Task.yield()
      let data = try text()
      seen.withLock { $0.append(data) }
    }
    #expect(seen.withLock { $0 }.map { String(decoding: $0, as: UTF8.self) } == (0..<count).map { "{\"index\":\($0)}" })
    #expect(String(decoding: output, as: UTF8.self) == "\(count)")
  }

  @Test("a failing program has published everything that it found before")
  func failure() async throws {
    let count = Mutex(0)
    await #expect(throws: ProgramFailure(code: "not-finite", message: "Infinity was found.")) {
      try await CountingProgram().run(
        encoded: encoded(count: 700, fails: true), on: LocalBackend(), circuits: circuits
      ) { _ in count.withLock { $0 += 1 } }
    }
    #expect(count.withLock { $0 } == 700)
  }

  @Test("what cannot be passed on fails the program")
  func unpublishable() async throws {
    struct Full: Error, CustomStringConvertible { let description = "no room" }
    let error = await #expect(throws: ProgramFailure.self) {
      try await CountingProgram().run(
        encoded: encoded(count: 100_000), on: LocalBackend(), circuits: circuits
      ) { _ in throw Full() }
    }
    #expect(error == ProgramFailure(code: "program-error", message: "no room"))
  }

  @Test("inputs that do not decode are refused with their place")
  func inputs() async throws {
    for (text, message) in [
      ("{\"count\":\"three\",\"fails\":false,\"waits\":false}", "count"), ("{}", "count is missing; it is required."),
      ("{\"count\":", "The inputs are no JSON"),
    ] {
      let error = await #expect(throws: ProgramFailure.self) {
        try await CountingProgram().run(encoded: Data(text.utf8), on: LocalBackend(), circuits: circuits) { _ in }
      }
      #expect(error?.code == ProgramFailure.invalidInput)
      #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
  }
}
