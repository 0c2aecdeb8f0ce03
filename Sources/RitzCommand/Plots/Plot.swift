import Foundation

/// Lines and points over two axes.
struct Plot {
  struct Point {
    var x: Double
    var y: Double
  }

  struct Series {
    enum Style {
      case line, dashes, points, lineWithPoints
    }

    var label: String
    var points: [Point]
    var style: Style
    var color: String
  }

  /// A value worth a horizontal line across the plot.
  struct Guide {
    var value: Double
    var label: String
  }

  var title: String
  var xLabel: String
  var yLabel: String
  /// Whether only whole numbers stand below the horizontal axis.
  var isCounting = false
  /// Whether the vertical axis shows powers of ten; all values must then be positive.
  var isLogarithmic = false
  var series: [Series]
  var guides: [Guide] = []

  static let blue = "#1f5fa8"
  static let orange = "#d9731a"
  static let gray = "#8a8a8a"
}

// MARK: Drawing

extension Plot {
  private static let width = 720.0
  private static let height = 450.0
  private static let left = 100.0
  private static let right = 24.0
  private static let top = 44.0
  private static let bottom = 58.0

  /// The drawing as an SVG document.
  var svg: String {
    let points = series.flatMap(\.points)
    let x = Axis(
      covering: points.map(\.x), from: Self.left, to: Self.width - Self.right,
      scale: isCounting ? .whole : .linear)
    let y = Axis(
      covering: points.map(\.y), from: Self.height - Self.bottom, to: Self.top,
      scale: isLogarithmic ? .logarithmic : .linear)
    var drawing = SVG(width: Self.width, height: Self.height)
    draw(x, y, in: &drawing)
    for guide in guides where y.contains(guide.value) {
      let height = y.position(of: guide.value)
      drawing.line(from: (Self.left, height), to: (Self.width - Self.right, height), color: Self.gray, dashes: "2 4")
      drawing.text(guide.label, at: (Self.width - Self.right - 6, height - 5), anchor: .end, size: 11, color: Self.gray)
    }
    for series in series { draw(series, x, y, in: &drawing) }
    drawLegend(in: &drawing)
    return drawing.document(title: title)
  }

  private func draw(_ x: Axis, _ y: Axis, in drawing: inout SVG) {
    let (base, end) = (Self.height - Self.bottom, Self.width - Self.right)
    for tick in y.ticks {
      drawing.line(from: (Self.left, tick.position), to: (end, tick.position), color: "#e6e6e6")
      drawing.text(tick.label, at: (Self.left - 8, tick.position + 4), anchor: .end)
    }
    for tick in x.ticks {
      drawing.line(from: (tick.position, base), to: (tick.position, base + 5), color: "#333333")
      drawing.text(tick.label, at: (tick.position, base + 20), anchor: .middle)
    }
    drawing.line(from: (Self.left, base), to: (end, base), color: "#333333")
    drawing.line(from: (Self.left, Self.top), to: (Self.left, base), color: "#333333")
    drawing.text(title, at: (Self.left, 24), anchor: .start, size: 15)
    drawing.text(xLabel, at: ((Self.left + end) / 2, Self.height - 14), anchor: .middle, size: 13)
    drawing.text(yLabel, at: (20, (Self.top + base) / 2), anchor: .middle, size: 13, isVertical: true)
  }

  private func draw(_ series: Series, _ x: Axis, _ y: Axis, in drawing: inout SVG) {
    let places = series.points.map { (x.position(of: $0.x), y.position(of: $0.y)) }
    switch series.style {
    case .line: drawing.polyline(places, color: series.color)
    case .dashes: drawing.polyline(places, color: series.color, dashes: "7 4")
    case .points: for place in places { drawing.circle(at: place, color: series.color) }
    case .lineWithPoints:
      drawing.polyline(places, color: series.color)
      for place in places { drawing.circle(at: place, color: series.color) }
    }
  }

  /// One entry for each series above the right end of the axes; a single series needs none.
  private func drawLegend(in drawing: inout SVG) {
    let named = series.filter { !$0.label.isEmpty }
    guard named.count > 1 else { return }
    var end = Self.width - Self.right
    let height = Self.top - 20
    for series in named.reversed() {
      drawing.text(series.label, at: (end, height + 4), anchor: .end)
      // Letters of this size are about 6.5 wide; a key stands before them.
      let key = (start: end - 6.5 * Double(series.label.count) - 34, end: end - 6.5 * Double(series.label.count) - 8)
      switch series.style {
      case .line: drawing.polyline([(key.start, height), (key.end, height)], color: series.color)
      case .dashes: drawing.polyline([(key.start, height), (key.end, height)], color: series.color, dashes: "7 4")
      case .points: drawing.circle(at: ((key.start + key.end) / 2, height), color: series.color)
      case .lineWithPoints:
        drawing.polyline([(key.start, height), (key.end, height)], color: series.color)
        drawing.circle(at: ((key.start + key.end) / 2, height), color: series.color)
      }
      end = key.start - 18
    }
  }
}
