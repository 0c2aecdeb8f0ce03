/// Why a lattice or a model on it cannot exist.
public enum LatticeError: Error, Equatable, Sendable {
  /// Fewer sites than the shape needs, or more than is supported.
  case siteCount(Int, shape: String, allowed: ClosedRange<Int>)
  /// An edge that names a site outside the lattice.
  case siteOutOfRange(Int, siteCount: Int)
  /// An edge from a site to itself.
  case loop(site: Int)
  /// Two edges between the same sites.
  case repeatedEdge(Int, Int)
  /// A weight or a parameter that is infinite or not a number.
  case notFinite(String)
  /// A Hamiltonian that does not count the cuts of a graph; what does not belong there.
  case notMaxCut(String)
  /// Sides for another number of sites.
  case sideCount(Int, siteCount: Int)
}

extension LatticeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case let .siteCount(count, shape, allowed):
      "\(count) sites are no \(shape); \(allowed.lowerBound)...\(allowed.upperBound) are allowed"
    case let .siteOutOfRange(site, siteCount):
      "an edge names site \(site); the sites are 0..<\(siteCount)"
    case let .loop(site):
      "an edge joins site \(site) to itself; edges join two different sites"
    case let .repeatedEdge(first, second):
      "sites \(first) and \(second) are joined twice; give one edge with the sum of the weights"
    case let .notFinite(what):
      "\(what) is not finite; only finite numbers are allowed"
    case let .notMaxCut(what):
      "\(what) is not part of a sum of w (Z_i Z_j - 1)/2; only such terms, with their constant, are allowed"
    case let .sideCount(count, siteCount):
      "\(count) sides were given; one for each of \(siteCount) sites is allowed"
    }
  }
}
