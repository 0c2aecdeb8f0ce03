import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

extension CommandTests {
  @Suite("ritz vqe --table and --plot") struct CurveTests {
    private let files = ["1.4", "1.6", "1.8"].map { "lih_curve/lih_sto3g_r\($0).fcidump" }

    @Test("prints a row for each file with its distance")
    func table() async throws {
      let scratch = try Scratch()
      let plot = scratch.path("curve.svg")
      let outcome = try await Tool.run(["vqe", "--table", "--plot", plot] + files)
      #expect(outcome.status == 0)
      let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      #expect(rows.count == 4)
      #expect(rows.map(\.first) == ["r/Å", "1.4", "1.6", "1.8"])
      for row in rows.dropFirst() {
        #expect(abs(try #require(Double(row[1])) - #require(Double(row[2]))) < 2e-5)
      }
      let drawing = try wellFormed(plot)
      for text in ["exact", "VQE (uccsd)", "distance / Å"] { #expect(drawing.contains(text)) }
    }

    @Test("prints one JSON object for each file, in order, and starts each where the last ended")
    func json() async throws {
      let lines = try await Tool.run(["vqe", "--table", "--json"] + files).jsonLines()
      #expect(lines.compactMap { $0["file"] as? String } == files)
      let alone = try await Tool.run("vqe", files[1], "--json").json()
      let first = try #require((lines[1]["history"] as? [[String: Any]])?.first?["energy"] as? Double)
      let fromReference = try #require((alone["history"] as? [[String: Any]])?.first?["energy"] as? Double)
      #expect(first < fromReference - 1e-3)
      #expect(abs(try #require(lines[1]["energy"] as? Double) - #require(alone["energy"] as? Double)) < 1e-8)
    }

    @Test("draws how a run converged", arguments: [["l-bfgs"], ["cobyla"], ["spsa", "--shots", "200"]])
    func convergence(optimizer: [String]) async throws {
      let scratch = try Scratch()
      let plot = scratch.path("run & <plot>.svg")
      let outcome = try await Tool.run(
        ["vqe", "h2_sto3g_r0.735.fcidump", "--max-evaluations", "80", "--plot", plot, "--optimizer"] + optimizer)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let drawing = try wellFormed(plot)
      #expect(drawing.contains("evaluations") && drawing.contains("<polyline"))
    }

    /// The text of an SVG file that an XML parser accepts, without a number that is none.
    private func wellFormed(_ path: String) throws -> String {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let parser = XMLParser(data: data)
      #expect(parser.parse(), "\(String(describing: parser.parserError))")
      let text = String(decoding: data, as: UTF8.self)
      #expect(!text.contains("nan") && !text.contains("inf"))
      return text
    }
  }
}
