/// Lines and points over two axes.
package struct Plot {
  package struct Point {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  package struct Series {
    package enum Style {
      case line, dashes, points, lineWithPoints
    }

    package var label: String
    package var points: [Point]
    package var style: Style
    package var color: String

    package init(label: String, points: [Point], style: Style, color: String) {
      self.label = label
      self.points = points
      self.style = style
      self.color = color
    }
  }

  /// A value worth a horizontal line across the plot.
  package struct Guide {
    package var value: Double
    package var label: String

    package init(value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  package enum Scale {
    /// Marks at whole numbers only.
    case whole
    case linear
    /// Marks at powers of ten; all values must be positive.
    case logarithmic
  }

  package var title: String
  package var xLabel: String
  package var yLabel: String
  package var xScale: Scale
  package var yScale: Scale
  package var series: [Series]
  package var guides: [Guide]

  package init(
    title: String, xLabel: String, yLabel: String, xScale: Scale = .linear, yScale: Scale = .linear, series: [Series],
    guides: [Guide] = []
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.xScale = xScale
    self.yScale = yScale
    self.series = series
    self.guides = guides
  }

  package static let blue = "#1f5fa8"
  package static let orange = "#d9731a"
  package static let gray = "#8a8a8a"
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
  package var svg: String {
    let points = series.flatMap(\.points)
    let x = Axis(
      covering: points.map(\.x), from: Self.left, to: Self.width - Self.right, scale: xScale)
    let y = Axis(
      covering: points.map(\.y), from: Self.height - Self.bottom, to: Self.top, scale: yScale)
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
      // Letters of this size are about 7 wide; a key stands before them.
      let key = (start: end - 7 * Double(series.label.count) - 34, end: end - 7 * Double(series.label.count) - 8)
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
