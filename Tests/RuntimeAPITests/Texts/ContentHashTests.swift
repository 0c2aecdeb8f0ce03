import Foundation
import JSONSchemas
import RuntimeAPI
import Testing

@Suite("The hash of a text")
struct ContentHashTests {
  @Test(
    "is SHA-256",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("π", "2617fcb92baa83a96341de050f07a3186657090881eae6b833f66a035600f35a"),
    ])
  func knownHashes(text: String, digits: String) {
    #expect(ContentHash(of: text).description == "sha256:\(digits)")
    #expect(ContentHash(of: Data(text.utf8)) == ContentHash(of: text))
    #expect(ContentHash("sha256:\(digits)") == ContentHash(of: text))
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "sha256:", String(repeating: "a", count: 71), "sha256:" + String(repeating: "a", count: 63),
      "sha256:" + String(repeating: "a", count: 65), "sha256:" + String(repeating: "A", count: 64),
      "sha256:" + String(repeating: "g", count: 64), "SHA256:" + String(repeating: "a", count: 64),
      "sha256:" + String(repeating: "é", count: 32),
    ])
  func refusals(text: String) {
    #expect(ContentHash(text) == nil)
    let error = #expect(throws: DecodingError.self) { try JSONValue.string(text).decoded(as: ContentHash.self) }
    #expect(error.map { "\($0)".contains("sha256: and 64 digits") } == true)
  }

  @Test("is a string in JSON")
  func coding() throws {
    let hash = ContentHash(of: "OPENQASM 3.0;")
    let value = try JSONValue(encoding: hash)
    #expect(value == .string(hash.description))
    #expect(try value.decoded() == hash)
  }
}
