import ComplexModule
import RealModule

extension FermionOperator {
  /// The canonical form: creation operators first, modes descending in each half, equal products added up.
  ///
  /// Uses a_p a†_q = δ_pq − a†_q a_p. Equal operators have equal normal forms up to rounding; parts of which only
  /// rounding errors (2⁻⁴⁶ of what was added up) remain are left out.
  public func normalOrdered() -> FermionOperator {
    var sums: [[LadderOperator]: Accumulator] = [:]
    var pending = terms
    while var term = pending.popLast() {
      switch firstDisorder(in: term.operators) {
      case nil:
        sums[term.operators, default: Accumulator()].add(term.coefficient)
      case .repetition:
        continue
      case .exchange(let index):
        let (left, right) = (term.operators[index], term.operators[index + 1])
        if left == right.adjoint {
          var contracted = term
          contracted.operators.removeSubrange(index...index + 1)
          pending.append(contracted)
        }
        term.operators.swapAt(index, index + 1)
        term.coefficient = -term.coefficient
        pending.append(term)
      }
    }
    let ordered = sums.compactMap { operators, sum in
      sum.coefficient.map { FermionTerm(operators, coefficient: $0) }
    }
    return FermionOperator(
      terms: ordered.sorted { left, right in
        left.operators.count != right.operators.count
          ? left.operators.count < right.operators.count
          : left.operators.lexicographicallyPrecedes(right.operators)
      })
  }

  private enum Disorder {
    /// An operator twice in a row: the product is zero.
    case repetition
    /// The operators at this place and the next are to be exchanged.
    case exchange(Int)
  }

  private func firstDisorder(in operators: [LadderOperator]) -> Disorder? {
    for index in operators.indices.dropLast() {
      if operators[index] == operators[index + 1] { return .repetition }
      if operators[index + 1] < operators[index] { return .exchange(index) }
    }
    return nil
  }
}
