import Foundation
import Testing

@Suite("The largest cut")
struct MaxCutTests {
  @Test("is found at every depth, more often the deeper the circuit")
  func finds() throws {
    let example = try Example("MaxCut")
    let largest = -(try References.hamiltonian("maxcut_weighted_n16").groundEnergy)
    let rows = example.rows
    #expect(rows.map { $0[0] } == [1, 2, 4, 8])
    for row in rows {
      #expect(abs(row[3] - largest) < 1e-4 && abs(row[4] - largest) < 1e-4)
      #expect(row[1] > 0.9 * largest && row[1] <= largest + 1e-4)
      #expect(row[5] > 10 * row[6])
    }
    let (tails, hits) = (rows.map { $0[1] }, rows.map { $0[5] })
    #expect(zip(tails, tails.dropFirst()).allSatisfy { $0 < $1 })
    #expect(zip(hits, hits.dropFirst()).allSatisfy { $0 < $1 })
    // Site 0 on the right; the other side is as good.
    let bits = try example.line(beginning: "best cut").split(separator: ",")[0].filter { $0 == "0" || $0 == "1" }
    #expect(["1110111000000000", "0001000111111111"].contains(bits))
  }

  @Test("is drawn with sixteen sites, and the edges between the sides highlighted")
  func drawing() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "ritz-cut-\(UUID().uuidString).svg")
    defer { try? FileManager.default.removeItem(at: file) }
    let example = try Example("MaxCut", [file.path])
    #expect(try example.line(beginning: "drawing").hasSuffix(file.path))
    let svg = try String(contentsOf: file, encoding: .utf8)
    func count(_ text: String) -> Int { svg.components(separatedBy: text).count - 1 }
    #expect(count("<circle") == 16 && count("<line") == 49)
    #expect(count("<title>A cut of weight 21.374 of 28.862</title>") == 1)
    #expect(count("r=\"16\" fill=\"#1f5fa8\"") == 6 || count("r=\"16\" fill=\"#1f5fa8\"") == 10)
  }
}
