import ComplexModule
import RealModule

/// Strings of a Hermitian sum that flip the same qubits, with even numbers of Y, or all with odd ones.
///
/// Their sum takes basis state b to f(b) |b ⊕ x⟩ with f real (even) or imaginary (odd): one pass over a state applies
/// them all.
package struct PauliGroup: Hashable, Sendable {
  package var x: UInt64
  package var oddY: Bool
  package var z: [UInt64]
  /// The coefficient of each string, without the factor i^|x∧z| of its definition.
  package var coefficients: [Double]
}

extension PauliSum {
  /// The terms of a Hermitian sum of at most 62 qubits by the qubits they flip, ascending; even before odd.
  package var xMaskGroups: [PauliGroup] {
    precondition(qubitCount <= 62 && isHermitian, "Groups of flips are for Hermitian sums of up to 62 qubits.")
    return flips.flatMap { x, range in
      [false, true].compactMap { oddY in
        let group = terms[range].filter { $0.string.yCount.isMultiple(of: 2) != oddY }
        return group.isEmpty
          ? nil
          : PauliGroup(x: x, oddY: oddY, z: group.map(\.string.z0), coefficients: group.map(\.coefficient.real))
      }
    }
  }

  /// The X masks that occur, ascending, and where their terms stand; at most 64 qubits.
  var flips: [(x: UInt64, terms: Range<Int>)] {
    var result: [(x: UInt64, terms: Range<Int>)] = []
    for (index, term) in terms.enumerated() {
      if let last = result.last, last.x == term.string.x0 {
        result[result.count - 1].terms = last.terms.lowerBound..<index + 1
      } else {
        result.append((term.string.x0, index..<index + 1))
      }
    }
    return result
  }

  /// f(b) for all basis states b of the terms that flip x: their sum takes |b⟩ to f(b) |b ⊕ x⟩.
  ///
  /// f(b) = Σ_z c_z i^|x∧z| (−1)^|z∧b| is the Walsh–Hadamard transform of the coefficients over z.
  func amplitudes(ofFlip flip: (x: UInt64, terms: Range<Int>)) -> [Complex<Double>] {
    var f = Array(repeating: Complex<Double>.zero, count: 1 << qubitCount)
    for term in terms[flip.terms] {
      f[Int(term.string.z0)] = term.coefficient.multiplied(byPowerOfI: (flip.x & term.string.z0).nonzeroBitCount)
    }
    var span = 1
    while span < f.count {
      for start in stride(from: 0, to: f.count, by: 2 * span) {
        for index in start..<start + span {
          let (a, b) = (f[index], f[index + span])
          f[index] = a + b
          f[index + span] = a - b
        }
      }
      span *= 2
    }
    // What is left of exact cancellations is no element of the matrix.
    let rounding = 0x1p-46 * terms[flip.terms].reduce(0) { $0 + $1.coefficient.length }
    return f.map { value in
      Complex(
        value.real.magnitude <= rounding ? 0 : value.real,
        value.imaginary.magnitude <= rounding ? 0 : value.imaginary)
    }
  }
}
