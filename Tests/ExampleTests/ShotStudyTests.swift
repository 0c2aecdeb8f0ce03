import Foundation
import Testing

@Suite("The shot study")
struct ShotStudyTests {
  private struct Row {
    var shots: Double
    var error: Double
    var bar: Double
  }

  /// The table below each heading, by the name of the grouping.
  private func tables(_ example: Example) -> [String: [Row]] {
    var tables: [String: [Row]] = [:]
    var grouping = ""
    for line in example.lines {
      if let match = line.firstMatch(of: /^([a-z-]+), \d+ groups:/) { grouping = String(match.1) }
      let words = line.split(separator: " ").compactMap { Double($0) }
      if words.count == 3 && !line.contains(",") {
        tables[grouping, default: []].append(Row(shots: words[0], error: words[1], bar: words[2]))
      }
    }
    return tables
  }

  @Test("finds errors as large as their bars, which fall with the root of the shots and with sharing them")
  func errors() throws {
    let tables = tables(try Example("ShotStudy"))
    #expect(tables.count == 3)
    for (grouping, rows) in tables {
      try #require(rows.count == 4)
      for row in rows {
        // Forty seeds tell the error to 11%.
        #expect(abs(row.error / row.bar - 1) < 0.45, "\(grouping), \(row.shots) shots")
        let scaled = row.bar * row.shots.squareRoot() / (rows[3].bar * rows[3].shots.squareRoot())
        #expect(scaled > 0.8 && scaled < 2, "\(grouping), \(row.shots) shots")
      }
    }
    let (single, shared, all) = (tables["one-by-one"], tables["qubit-wise"], tables["commuting"])
    for index in 0..<4 {
      #expect(try #require(single?[index].bar) > 1.5 * #require(shared?[index].bar))
      #expect(try #require(shared?[index].bar) > #require(all?[index].bar))
    }
  }

  @Test("draws what it has found")
  func plot() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "shots-\(UUID()).svg").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let example = try Example("ShotStudy", [path])
    #expect(try example.line(beginning: "Drawn in ") == path[...])
    let drawing = try String(contentsOfFile: path, encoding: .utf8)
    for label in ["one-by-one", "qubit-wise", "commuting", "chemical accuracy", "10⁵"] {
      #expect(drawing.contains(label), "\(label)")
    }
  }
}
