import ComplexModule
public import PauliAlgebra

extension Molecule {
  /// The Hamiltonian in ladder operators, term by term as in its definition.
  public func fermionOperator(spinOrder: SpinOrder = .blocked) -> FermionOperator {
    let n = orbitalCount
    func mode(_ orbital: Int, _ spin: Spin) -> Int {
      spinOrder.mode(orbital: orbital, spin: spin, orbitalCount: n)
    }
    var sum = FermionOperator.identity(coefficient: .init(coreEnergy))
    for p in 0..<n {
      for q in 0..<n where integrals[p, q] != 0 {
        for spin in Spin.allCases {
          sum.append([.creation(mode(p, spin)), .annihilation(mode(q, spin))], coefficient: .init(integrals[p, q]))
        }
      }
    }
    for p in 0..<n {
      for q in 0..<n {
        for r in 0..<n {
          for s in 0..<n where integrals[p, q, r, s] != 0 {
            for first in Spin.allCases {
              for second in Spin.allCases where first != second || (p != r && q != s) {
                sum.append(
                  [
                    .creation(mode(p, first)), .creation(mode(r, second)), .annihilation(mode(s, second)),
                    .annihilation(mode(q, first)),
                  ], coefficient: .init(0.5 * integrals[p, q, r, s]))
              }
            }
          }
        }
      }
    }
    return sum
  }

  /// The Hamiltonian on qubits, built from products of the strings of one-electron operators.
  ///
  /// With e_P = Σ_σ a†_pσ a_qσ + a†_qσ a_pσ over pairs P = {p, q} (once where p = q) and
  /// h'(p,q) = h(p,q) − ½ Σ_r (pr|rq), the same operator is E_core + Σ_P h'_P e_P + ½ Σ_PQ (P|Q) e_P e_Q. In e_P e_Q +
  /// e_Q e_P the products of anticommuting strings cancel. About 2n⁴ products for n orbitals, where ladder operators
  /// need 32 n⁴.
  /// - Throws: What ``PauliAlgebra/LinearEncoding/map(_:)`` throws; nothing for an encoding of 2n modes in `spinOrder`.
  func hamiltonian(encoding: LinearEncoding, spinOrder: SpinOrder) throws(PauliError) -> PauliSum {
    let n = orbitalCount
    var builder = PauliSumBuilder(qubitCount: encoding.qubitCount)
    builder.add(.init(coreEnergy), PauliString(qubitCount: encoding.qubitCount))

    var pairs: [(p: Int, q: Int, strings: [(PauliString, Double)])] = []
    for p in 0..<n {
      for q in 0...p {
        var pair = FermionOperator.zero
        for spin in Spin.allCases {
          let modes = [p, q].map { spinOrder.mode(orbital: $0, spin: spin, orbitalCount: n) }
          pair += FermionOperator(creating: [modes[0]], annihilating: [modes[1]])
          if p != q { pair += FermionOperator(creating: [modes[1]], annihilating: [modes[0]]) }
        }
        pairs.append((p, q, try encoding.map(pair).terms.map { ($0.string, $0.coefficient.real) }))
      }
    }
    for (index, pair) in pairs.enumerated() {
      let (p, q) = (pair.p, pair.q)
      let oneElectron = (0..<n).reduce(integrals[p, q]) { $0 - 0.5 * integrals[p, $1, $1, q] }
      for (string, weight) in pair.strings { builder.add(.init(oneElectron * weight), string) }
      for other in pairs[...index] {
        let integral = integrals[p, q, other.p, other.q]
        guard integral != 0 else { continue }
        let factor = other.p == p && other.q == q ? 0.5 * integral : integral
        for (left, leftWeight) in pair.strings {
          for (right, rightWeight) in other.strings {
            let (product, phase) = left.multiplied(by: right)
            guard phase & 1 == 0 else { continue }  // they anticommute
            let weight = factor * leftWeight * rightWeight
            builder.add(.init(phase & 2 == 0 ? weight : -weight), product)
          }
        }
      }
    }
    return builder.sum()
  }
}
