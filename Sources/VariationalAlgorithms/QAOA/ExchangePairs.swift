public import Hamiltonians

/// Which qubits an XY mixer exchanges with each other, in the order in which the exchanges act.
///
/// Groups are mixed separately, each keeping its number of ones: with one group per variable of several values, these stay
/// one-hot.
public struct ExchangePairs: Hashable, Sendable {
  private enum Shape: Hashable {
    case ring(groups: [[Int]]?)
    case complete(groups: [[Int]]?)
    case edges([Lattice.Edge])
  }

  private let shape: Shape

  /// Each qubit with the next one, the last with the first: even pairs, then odd ones.
  public static let ring = ExchangePairs(shape: .ring(groups: nil))
  /// Every qubit with every other, in rounds of disjoint pairs.
  public static let complete = ExchangePairs(shape: .complete(groups: nil))

  /// A ring through the qubits of each group, in their order.
  public static func ring(groups: [[Int]]) -> ExchangePairs { ExchangePairs(shape: .ring(groups: groups)) }

  /// Every pair of qubits of each group.
  public static func complete(groups: [[Int]]) -> ExchangePairs { ExchangePairs(shape: .complete(groups: groups)) }

  /// These pairs in this order, each with its strength.
  public static func edges(_ edges: [Lattice.Edge]) -> ExchangePairs { ExchangePairs(shape: .edges(edges)) }

  /// The pairs on so many qubits.
  ///
  /// - Throws: ``QAOAError`` for groups that do not fit; `LatticeError` for edges that do not.
  func edges(qubitCount: Int) throws -> [Lattice.Edge] {
    let edges: [Lattice.Edge]
    switch shape {
    case .ring(let groups):
      edges = try QubitGroups(groups, qubitCount: qubitCount).groups.flatMap(Self.ring(through:))
    case .complete(let groups):
      edges = try QubitGroups(groups, qubitCount: qubitCount).groups.flatMap(Self.rounds(among:))
    case .edges(let given):
      edges = try Lattice.graph(siteCount: qubitCount, edges: given).edges
    }
    guard !edges.isEmpty else { throw QAOAError.noExchange }
    return edges
  }

  /// The parity-partitioned ring of Hadfield et al., Algorithms 12, 34 (2019).
  private static func ring(through group: [Int]) -> [Lattice.Edge] {
    let count = group.count
    guard count > 2 else { return count == 2 ? [Lattice.Edge(group[0], group[1])] : [] }
    let even = stride(from: 0, to: count - 1, by: 2)
    let odd = stride(from: 1, to: count, by: 2)
    let closing = count.isMultiple(of: 2) ? [] : [count - 1]
    return (Array(even) + odd + closing).map { Lattice.Edge(group[$0], group[($0 + 1) % count]) }
  }

  /// A round-robin tournament: one player stays, the others move on by one place each round.
  private static func rounds(among group: [Int]) -> [Lattice.Edge] {
    let seats = group.count + group.count % 2
    guard seats > 1 else { return [] }
    return (0..<seats - 1).flatMap { round -> [Lattice.Edge] in
      let order = [0] + (0..<seats - 1).map { 1 + ($0 + round) % (seats - 1) }
      return (0..<seats / 2).compactMap { place in
        let (first, second) = (order[place], order[seats - 1 - place])
        // With an odd number one qubit of each round has no partner.
        return max(first, second) < group.count ? Lattice.Edge(group[first], group[second]) : nil
      }
    }
  }
}

/// Disjoint groups of qubits; nil stands for one group of all.
struct QubitGroups {
  let groups: [[Int]]

  init(_ groups: [[Int]]?, qubitCount: Int) throws(QAOAError) {
    self.groups = groups ?? [Array(0..<qubitCount)]
    let qubits = self.groups.flatMap { $0 }
    guard Set(qubits).count == qubits.count, qubits.allSatisfy((0..<qubitCount).contains) else {
      throw .qubitGroups(self.groups, qubitCount: qubitCount)
    }
  }
}
