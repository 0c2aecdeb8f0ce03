import Foundation
import Hamiltonians
import PauliAlgebra
import Testing

@Suite("Largest cuts")
struct MaxCutTests {
  @Test(
    "are those of the references, found from the file alone",
    arguments: HamiltonianReference.all.filter { $0.edges != nil })
  func references(_ reference: HamiltonianReference) throws {
    let problem = try MaxCut(PauliSumFile.read(contentsOf: reference.path("json")))
    let found = try problem.largestCut()
    #expect(abs(found.weight - (try #require(reference.max_cut))) < 1e-9)
    #expect(abs(problem.cut(found.isOnOtherSide) - found.weight) < 1e-12)
    // Each cut is two bit strings.
    #expect(2 * found.count == reference.levels.first?.degeneracy)
  }

  @Test("heed negative weights, and graphs of few sites")
  func small() throws {
    func largest(_ lattice: Lattice, is weight: Double, _ isOnOtherSide: [Bool]) throws {
      let cut = try MaxCut(on: lattice).largestCut()
      #expect(cut.weight == weight && cut.isOnOtherSide == isOnOtherSide && cut.count == 1)
    }
    try largest(.chain(1), is: 0, [false])
    try largest(.graph(siteCount: 2, edges: [.init(0, 1, weight: -1)]), is: 0, [false, false])
    try largest(
      .graph(siteCount: 3, edges: [.init(0, 1, weight: -1), .init(1, 2, weight: 2)]), is: 2, [true, true, false])
    #expect(try MaxCut(on: .graph(siteCount: 4, edges: [])).largestCut().count == 8)
  }

  @Test("of rings are all edges, or all but one", arguments: 3...12)
  func rings(siteCount: Int) throws {
    let cut = try MaxCut(on: .ring(siteCount)).largestCut()
    #expect(cut.weight == Double(siteCount / 2 * 2) && cut.count == (siteCount.isMultiple(of: 2) ? 1 : siteCount))
  }

  @Test("of graphs that are too large are refused")
  func tooLarge() throws {
    #expect(throws: LatticeError.siteCount(29, shape: "graph for brute force", allowed: 1...28)) {
      try MaxCut(on: .ring(29)).largestCut()
    }
  }

  @Test("a Hamiltonian that counts no cuts is refused with what does not belong there")
  func otherHamiltonians() throws {
    func refusal(_ labels: KeyValuePairs<String, Double>) -> LatticeError? {
      #expect(throws: LatticeError.self) { try MaxCut(try PauliSum(labels)) }
    }
    #expect(refusal(["II": -0.5, "ZZ": 0.5, "XX": 1]) == .notMaxCut("the term XX"))
    #expect(refusal(["II": -0.5, "ZZ": 0.5, "IZ": 1]) == .notMaxCut("the term IZ"))
    #expect(refusal(["II": 0.5, "ZZ": 0.5]) == .notMaxCut("the constant 0.5 in place of -0.5"))
    let graph = try Lattice.graph(siteCount: 3, edges: [.init(0, 1, weight: 0.3), .init(0, 2, weight: -2)])
    #expect(try MaxCut(MaxCut(on: graph).hamiltonian).lattice == graph)
  }

  @Test("are drawn with each site and edge once, cut edges highlighted")
  func drawing() throws {
    let problem = MaxCut(on: try .graph(siteCount: 3, edges: [.init(0, 1), .init(1, 2, weight: 0.5), .init(2, 0)]))
    let svg = try problem.svg(of: [true, false, false])
    func count(_ text: String) -> Int { svg.components(separatedBy: text).count - 1 }
    #expect(count("<line") == 3 && count("<circle") == 3 && count("#d9731a") == 2 && count("#c8c8c8") == 1)
    #expect(count("<title>A cut of weight 2 of 2.5</title>") == 1)
    #expect(svg.contains("<circle cx=\"250\" cy=\"50\" r=\"16\" fill=\"#1f5fa8\""))
    #expect(XMLReader.isWellFormed(svg))
    #expect(throws: LatticeError.sideCount(2, siteCount: 3)) { try problem.svg(of: [true, false]) }
  }

  /// Tags opened and closed in order, as far as these drawings use XML.
  private enum XMLReader {
    static func isWellFormed(_ text: String) -> Bool {
      var open: [Substring] = []
      for tag in text.matches(of: /<(\/?)([a-z]+)[^<>]*?(\/?)>/) {
        if !tag.1.isEmpty {
          guard open.popLast() == tag.2 else { return false }
        } else if tag.3.isEmpty {
          open.append(tag.2)
        }
      }
      return open.isEmpty
    }
  }
}
