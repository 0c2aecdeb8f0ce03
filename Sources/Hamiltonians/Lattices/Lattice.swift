/// Sites and the edges between them, each edge with a weight that multiplies the model's coupling.
public struct Lattice: Hashable, Sendable {
  /// The pair of sites that interact.
  public struct Edge: Hashable, Sendable, Codable {
    public var first: Int
    public var second: Int
    public var weight: Double

    public init(_ first: Int, _ second: Int, weight: Double = 1) {
      self.first = first
      self.second = second
      self.weight = weight
    }
  }

  public let siteCount: Int
  // Invariant: different sites within 0..<siteCount, every pair at most once, finite weights.
  public let edges: [Edge]

  private static let largestSiteCount = 1 << 16

  /// Any graph: sites 0..<siteCount and the given edges.
  public static func graph(siteCount: Int, edges: [Edge]) throws(LatticeError) -> Lattice {
    try checkSiteCount(siteCount, shape: "graph", least: 1)
    var pairs: Set<[Int]> = []
    for edge in edges {
      for site in [edge.first, edge.second] where !(0..<siteCount ~= site) {
        throw .siteOutOfRange(site, siteCount: siteCount)
      }
      guard edge.first != edge.second else { throw .loop(site: edge.first) }
      guard edge.weight.isFinite else { throw .notFinite("the weight of edge \(edge.first)-\(edge.second)") }
      guard pairs.insert([min(edge.first, edge.second), max(edge.first, edge.second)]).inserted else {
        throw .repeatedEdge(edge.first, edge.second)
      }
    }
    return Lattice(siteCount: siteCount, edges: edges)
  }

  /// Sites in a row, each joined to the next.
  public static func chain(_ siteCount: Int) throws(LatticeError) -> Lattice {
    try checkSiteCount(siteCount, shape: "chain", least: 1)
    return Lattice(siteCount: siteCount, edges: (0..<siteCount - 1).map { Edge($0, $0 + 1) })
  }

  /// A chain whose last site is joined to its first; at least three sites, so that no edge is there twice.
  public static func ring(_ siteCount: Int) throws(LatticeError) -> Lattice {
    try checkSiteCount(siteCount, shape: "ring", least: 3)
    return Lattice(siteCount: siteCount, edges: (0..<siteCount).map { Edge($0, ($0 + 1) % siteCount) })
  }

  /// A rectangle with site x + width·y at column x of row y.
  ///
  /// Where periodic, each row and each column closes to a ring; one of length 1 has no edges, of length 2 none that a
  /// rectangle with open ends has not, so that length is refused.
  public static func grid(width: Int, height: Int, isPeriodic: Bool = false) throws(LatticeError) -> Lattice {
    for length in [width, height] {
      try checkSiteCount(length, shape: "side of a grid", least: 1)
      if isPeriodic && length == 2 {
        throw .siteCount(2, shape: "side of a periodic grid", allowed: 3...largestSiteCount)
      }
    }
    try checkSiteCount(width * height, shape: "grid", least: 1)
    var edges: [Edge] = []
    for y in 0..<height {
      for x in 0..<width {
        let site = x + width * y
        if x + 1 < width { edges.append(Edge(site, site + 1)) }
        if y + 1 < height { edges.append(Edge(site, site + width)) }
        if isPeriodic && x + 1 == width && width > 1 { edges.append(Edge(site, width * y)) }
        if isPeriodic && y + 1 == height && height > 1 { edges.append(Edge(site, x)) }
      }
    }
    return Lattice(siteCount: width * height, edges: edges)
  }

  private init(siteCount: Int, edges: [Edge]) {
    self.siteCount = siteCount
    self.edges = edges
  }

  private static func checkSiteCount(_ count: Int, shape: String, least: Int) throws(LatticeError) {
    guard least...largestSiteCount ~= count else {
      throw .siteCount(count, shape: shape, allowed: least...largestSiteCount)
    }
  }
}
