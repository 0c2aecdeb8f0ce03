import Foundation

/// The elements of an SVG drawing, top left corner at (0, 0).
struct SVG {
  enum Anchor: String {
    case start, middle, end
  }

  private let width: Double
  private let height: Double
  private var elements: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func line(
    from start: (Double, Double), to end: (Double, Double), color: String, dashes: String? = nil
  ) {
    elements.append(
      "<line x1=\"\(Self.number(start.0))\" y1=\"\(Self.number(start.1))\" x2=\"\(Self.number(end.0))\" "
        + "y2=\"\(Self.number(end.1))\" stroke=\"\(color)\"\(Self.dashes(dashes))/>")
  }

  mutating func polyline(_ points: [(Double, Double)], color: String, dashes: String? = nil) {
    let places = points.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
    elements.append(
      "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.8\" "
        + "stroke-linejoin=\"round\"\(Self.dashes(dashes))/>")
  }

  mutating func circle(at center: (Double, Double), color: String) {
    elements.append(
      "<circle cx=\"\(Self.number(center.0))\" cy=\"\(Self.number(center.1))\" r=\"3.2\" fill=\"\(color)\"/>")
  }

  mutating func text(
    _ text: String, at place: (Double, Double), anchor: Anchor, size: Int = 12, color: String = "#222222",
    isVertical: Bool = false
  ) {
    let (x, y) = (Self.number(place.0), Self.number(place.1))
    let rotation = isVertical ? " transform=\"rotate(-90 \(x) \(y))\"" : ""
    elements.append(
      "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor.rawValue)\" font-size=\"\(size)\" fill=\"\(color)\""
        + "\(rotation)>\(Self.escaped(text))</text>")
  }

  func document(title: String) -> String {
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
    let font = "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" \(size) \(box) \(font)>
      <title>\(Self.escaped(title))</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  private static func number(_ value: Double) -> String {
    let text = String(format: "%.2f", value)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  private static func dashes(_ pattern: String?) -> String {
    pattern.map { " stroke-dasharray=\"\($0)\"" } ?? ""
  }

  /// Text as XML allows it: control characters have no place there.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{0}"..<"\u{20}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
