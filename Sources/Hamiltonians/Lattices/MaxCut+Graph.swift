import ComplexModule
public import PauliAlgebra
import RealModule

extension MaxCut {
  /// The graph whose cuts a Hamiltonian Σ w (Z_i Z_j − 1)/2 counts, with its edges in the order of the terms.
  ///
  /// - Throws: ``LatticeError/notMaxCut(_:)`` for other terms, or another constant than −½ Σ w.
  public init(_ hamiltonian: PauliSum) throws(LatticeError) {
    var edges: [Lattice.Edge] = []
    for term in hamiltonian.terms where !term.string.isIdentity {
      let support = term.string.support
      guard term.string.isDiagonal, support.count == 2, term.coefficient.imaginary == 0 else {
        throw .notMaxCut("the term \(term.string)")
      }
      edges.append(Lattice.Edge(support[0], support[1], weight: 2 * term.coefficient.real))
    }
    let constant = edges.reduce(0) { $0 - $1.weight / 2 }
    guard abs(hamiltonian.identityCoefficient - constant) <= 1e-9 * max(1, hamiltonian.oneNorm) else {
      throw .notMaxCut("the constant \(hamiltonian.identityCoefficient) in place of \(constant)")
    }
    self.init(on: try .graph(siteCount: hamiltonian.qubitCount, edges: edges))
  }
}
