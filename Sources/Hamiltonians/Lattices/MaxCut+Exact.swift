/// A largest cut of a graph.
public struct LargestCut: Hashable, Sendable {
  /// The weight of the edges between the two sides.
  public var weight: Double
  /// The first such cut that was found: whether each site is on the other side than the last one.
  public var isOnOtherSide: [Bool]
  /// How many different cuts have that weight; exchanging the sides makes no other cut.
  public var count: Int
}

extension MaxCut {
  /// The most sites whose cuts are all looked at: 2²⁷ of them.
  public static let maximumExactSiteCount = 28

  /// The largest cut, by looking at all of them: in the order of a Gray code, in which each cut differs from the one before
  /// by one site, so that only the edges of that site are looked at.
  ///
  /// 2^(n − 1) cuts of n sites; 24 sites take about half a second. Cuts whose weights differ by less than 1e-12 of
  /// the total weight are equal.
  /// - Throws: ``LatticeError/siteCount(_:shape:allowed:)`` for more than ``maximumExactSiteCount`` sites.
  public func largestCut() throws(LatticeError) -> LargestCut {
    let count = lattice.siteCount
    guard count <= Self.maximumExactSiteCount else {
      throw .siteCount(count, shape: "graph for brute force", allowed: 1...Self.maximumExactSiteCount)
    }
    var neighbours = [[(site: Int, weight: Double)]](repeating: [], count: count)
    for edge in lattice.edges {
      neighbours[edge.first].append((edge.second, edge.weight))
      neighbours[edge.second].append((edge.first, edge.weight))
    }
    let tolerance = 1e-12 * lattice.edges.reduce(0) { $0 + abs($1.weight) }

    var sides = [Bool](repeating: false, count: count)
    var weight = 0.0
    var best = LargestCut(weight: 0, isOnOtherSide: sides, count: 1)
    for step in 1..<(1 << (count - 1)) {
      let site = step.trailingZeroBitCount
      for neighbour in neighbours[site] {
        weight += sides[site] == sides[neighbour.site] ? neighbour.weight : -neighbour.weight
      }
      sides[site].toggle()
      // Rounding adds up over the steps; what may be a record is summed anew.
      guard weight >= best.weight - 1e3 * tolerance else { continue }
      weight = cut(sides)
      if weight > best.weight + tolerance {
        best = LargestCut(weight: weight, isOnOtherSide: sides, count: 1)
      } else if weight >= best.weight - tolerance {
        best.count += 1
      }
    }
    return best
  }
}
