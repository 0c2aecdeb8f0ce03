import Foundation
import Plots
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Plots")
struct PlotTests {
  private func plot(_ x: Plot.Scale, _ y: Plot.Scale, points: [Plot.Point], title: String = "error") -> Plot {
    Plot(
      title: title, xLabel: "shots", yLabel: "error", xScale: x, yScale: y,
      series: [
        Plot.Series(label: "one", points: points, style: .lineWithPoints, color: Plot.blue),
        Plot.Series(label: "other", points: points, style: .dashes, color: Plot.orange),
      ],
      guides: [Plot.Guide(value: 0.5, label: "half"), Plot.Guide(value: 1e9, label: "far away")])
  }

  @Test("axes of each scale have marks of their kind")
  func scales() {
    let points = [Plot.Point(x: 1000, y: 0.02), Plot.Point(x: 100_000, y: 2)]
    let logarithmic = plot(.logarithmic, .logarithmic, points: points).svg
    for label in ["10³", "10⁵", "10⁻²", "10¹"] { #expect(logarithmic.contains(">\(label)<"), "\(label)") }
    let linear = plot(.whole, .linear, points: [Plot.Point(x: 0, y: 0), Plot.Point(x: 3, y: 1)]).svg
    for label in ["0", "1", "2", "3", "0.2", "0.8"] { #expect(linear.contains(">\(label)<"), "\(label)") }
    #expect(!linear.contains(">1.5<"))
  }

  @Test("a straight line in powers of ten is drawn as one")
  func straight() throws {
    let svg = plot(.logarithmic, .logarithmic, points: [1, 10, 100].map { .init(x: $0, y: 1 / $0) }).svg
    let match = try #require(try /polyline points="([^"]+)"/.firstMatch(in: svg))
    let places = match.1.split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
    try #require(places.count == 3)
    for axis in [0, 1] { #expect(abs(places[0][axis] + places[2][axis] - 2 * places[1][axis]) < 0.02) }
  }

  @Test("a guide stands where it is in sight, and only there")
  func guides() {
    let svg = plot(.linear, .linear, points: [Plot.Point(x: 0, y: 0), Plot.Point(x: 1, y: 1)]).svg
    #expect(svg.contains("half") && !svg.contains("far away"))
  }

  @Test("whatever stands in a title, the drawing is well-formed", arguments: ["a < b & \"c\"", "tab\there", ""])
  func wellFormed(title: String) {
    for points in [[], [Plot.Point(x: 1, y: 1)], [Plot.Point(x: 1, y: 1), Plot.Point(x: 1, y: 1)]] {
      let svg = plot(.logarithmic, .linear, points: points, title: title).svg
      #expect(XMLParser(data: Data(svg.utf8)).parse())
    }
  }
}
