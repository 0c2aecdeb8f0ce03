import Hamiltonians
import Testing

@Suite("Lattices")
struct LatticeTests {
  private func pairs(_ lattice: Lattice) -> Set<Set<Int>> { Set(lattice.edges.map { [$0.first, $0.second] }) }

  @Test("a chain joins neighbours", arguments: [1, 2, 7])
  func chain(_ count: Int) throws {
    let lattice = try Lattice.chain(count)
    #expect(lattice.siteCount == count)
    #expect(pairs(lattice) == Set((1..<max(count, 1)).map { [$0 - 1, $0] }))
  }

  @Test("a ring is a closed chain", arguments: [3, 4, 9])
  func ring(_ count: Int) throws {
    let lattice = try Lattice.ring(count)
    #expect(lattice.edges.count == count)
    #expect(try pairs(lattice) == pairs(.chain(count)).union([[0, count - 1]]))
  }

  @Test("a grid numbers its sites along rows")
  func grid() throws {
    #expect(
      try pairs(.grid(width: 2, height: 3)) == [[0, 1], [2, 3], [4, 5], [0, 2], [2, 4], [1, 3], [3, 5]])
    #expect(try pairs(.grid(width: 4, height: 1)) == pairs(.chain(4)))
    #expect(try pairs(.grid(width: 1, height: 4)) == pairs(.chain(4)))
  }

  @Test(
    "a periodic grid closes rows and columns to rings", arguments: [(3, 3), (3, 5), (4, 3), (5, 1), (1, 4), (1, 1)])
  func periodicGrid(_ width: Int, _ height: Int) throws {
    let lattice = try Lattice.grid(width: width, height: height, isPeriodic: true)
    #expect(lattice.edges.count == (width > 1 ? width * height : 0) + (height > 1 ? width * height : 0))
    #expect(pairs(lattice).count == lattice.edges.count)
    for edge in lattice.edges {
      let (dx, dy) = ((edge.second - edge.first) % width, edge.second / width - edge.first / width)
      let isAlongRow = dy == 0 && [1, width - 1].contains((dx + width) % width)
      #expect(isAlongRow || (dx == 0 && [1, height - 1].contains((dy + height) % height)))
    }
    if height == 1 && width > 2 { #expect(try pairs(lattice) == pairs(.ring(width))) }
  }

  @Test("a graph keeps its edges and weights")
  func graph() throws {
    let edges = [Lattice.Edge(3, 1, weight: -0.5), Lattice.Edge(0, 1)]
    let lattice = try Lattice.graph(siteCount: 5, edges: edges)
    #expect(lattice.siteCount == 5 && lattice.edges == edges)
  }

  @Test("what is no lattice is refused")
  func refusals() throws {
    typealias Edge = Lattice.Edge
    #expect(throws: LatticeError.siteCount(0, shape: "chain", allowed: 1...65536)) { try Lattice.chain(0) }
    #expect(throws: LatticeError.siteCount(2, shape: "ring", allowed: 3...65536)) { try Lattice.ring(2) }
    #expect(throws: LatticeError.siteCount(.max, shape: "ring", allowed: 3...65536)) { try Lattice.ring(.max) }
    #expect(throws: LatticeError.siteCount(-1, shape: "side of a grid", allowed: 1...65536)) {
      try Lattice.grid(width: -1, height: 3)
    }
    #expect(throws: LatticeError.siteCount(65536 * 65536, shape: "grid", allowed: 1...65536)) {
      try Lattice.grid(width: 65536, height: 65536)
    }
    #expect(throws: LatticeError.siteCount(2, shape: "side of a periodic grid", allowed: 3...65536)) {
      try Lattice.grid(width: 2, height: 3, isPeriodic: true)
    }
    #expect(throws: LatticeError.siteOutOfRange(3, siteCount: 3)) {
      try Lattice.graph(siteCount: 3, edges: [Edge(0, 3)])
    }
    #expect(throws: LatticeError.siteOutOfRange(-1, siteCount: 3)) {
      try Lattice.graph(siteCount: 3, edges: [Edge(-1, 2)])
    }
    #expect(throws: LatticeError.loop(site: 1)) { try Lattice.graph(siteCount: 3, edges: [Edge(1, 1)]) }
    #expect(throws: LatticeError.repeatedEdge(2, 0)) {
      try Lattice.graph(siteCount: 3, edges: [Edge(0, 2), Edge(2, 0)])
    }
    #expect(throws: LatticeError.notFinite("the weight of edge 0-1")) {
      try Lattice.graph(siteCount: 3, edges: [Edge(0, 1, weight: .infinity)])
    }
    #expect(throws: LatticeError.notFinite("the field")) { try TransverseFieldIsing(on: .chain(2), field: .nan) }
    #expect(throws: LatticeError.notFinite("the anisotropy")) { try XXZ(on: .chain(2), anisotropy: .infinity) }
    #expect(throws: LatticeError.notFinite("the repulsion")) { try FermiHubbard(on: .chain(2), repulsion: .nan) }
  }
}
