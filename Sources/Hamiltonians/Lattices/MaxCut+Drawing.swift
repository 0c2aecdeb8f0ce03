import RealModule

extension MaxCut {
  /// A drawing of a cut as an SVG document: sites on a circle in two colours, the edges between the sides highlighted.
  ///
  /// Edges are the thicker the larger their weight; those that are not cut are grey.
  /// - Parameter isOnOtherSide: One Boolean for each site.
  /// - Throws: ``LatticeError/sideCount(_:siteCount:)``.
  public func svg(of isOnOtherSide: [Bool]) throws(LatticeError) -> String {
    guard isOnOtherSide.count == lattice.siteCount else {
      throw .sideCount(isOnOtherSide.count, siteCount: lattice.siteCount)
    }
    let places = (0..<lattice.siteCount).map { site in
      // Site 0 on top, the others clockwise.
      let angle = 2 * Double.pi * Double(site) / Double(lattice.siteCount)
      return (x: 250 + 200 * Double.sin(angle), y: 250 - 200 * Double.cos(angle))
    }
    let largest = lattice.edges.map { abs($0.weight) }.max() ?? 1
    func line(_ edge: Lattice.Edge, color: String) -> String {
      let (a, b) = (places[edge.first], places[edge.second])
      let width = 0.8 + 2.4 * (largest > 0 ? abs(edge.weight) / largest : 0)
      return "<line x1=\"\(number(a.x))\" y1=\"\(number(a.y))\" x2=\"\(number(b.x))\" y2=\"\(number(b.y))\" "
        + "stroke=\"\(color)\" stroke-width=\"\(number(width))\"/>"
    }
    let isCut = { (edge: Lattice.Edge) in isOnOtherSide[edge.first] != isOnOtherSide[edge.second] }
    let edges =
      lattice.edges.filter { !isCut($0) }.map { line($0, color: "#c8c8c8") }
      + lattice.edges.filter(isCut).map { line($0, color: "#d9731a") }
    let sites = places.enumerated().map { site, place in
      let (fill, text) = isOnOtherSide[site] ? ("#1f5fa8", "#ffffff") : ("#ffffff", "#1f5fa8")
      return "<circle cx=\"\(number(place.x))\" cy=\"\(number(place.y))\" r=\"16\" fill=\"\(fill)\" "
        + "stroke=\"#1f5fa8\" stroke-width=\"2\"/>\n<text x=\"\(number(place.x))\" y=\"\(number(place.y + 5))\" "
        + "text-anchor=\"middle\" font-size=\"14\" fill=\"\(text)\">\(site)</text>"
    }
    let total = lattice.edges.reduce(0) { $0 + $1.weight }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="500" height="500" viewBox="0 0 500 500" font-family="sans-serif">
      <title>A cut of weight \(number(cut(isOnOtherSide))) of \(number(total))</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \((edges + sites).joined(separator: "\n"))
      </svg>

      """
  }
}

/// To a thousandth.
private func number(_ value: Double) -> String {
  let rounded = (1000 * value).rounded() / 1000
  return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
}
