import ComplexModule
import PauliAlgebra

/// A Hermitian operator on words of bits, by what it flips: ⟨n ⊕ d|H|n⟩ = f(n) or i f(n), with f(n) = Σ c (−1)^|s∧n| over
/// the strings that flip d.
struct FlipTerms {
  /// Strings that flip the same bits, and whose elements are all real or all imaginary.
  struct Group {
    var flip: UInt64
    var isImaginary: Bool
    /// Its strings in `signs` and `coefficients`.
    var strings: Range<Int>
  }

  /// c i^|x∧z| X^flip Z^sign, up to the factor i of imaginary ones.
  struct String {
    var flip: UInt64
    var isImaginary: Bool
    var sign: UInt64
    var coefficient: Double

    /// A Hermitian term as it flips and signs some bits, which need not be its qubits.
    init(_ term: PauliTerm, flip: UInt64, sign: UInt64) {
      let phase = (term.string.xMask & term.string.zMask).nonzeroBitCount
      self.flip = flip
      self.sign = sign
      isImaginary = phase % 2 == 1
      coefficient = phase & 2 == 0 ? term.coefficient.real : -term.coefficient.real
    }
  }

  private(set) var groups: [Group] = []
  private(set) var signs: [UInt64] = []
  private(set) var coefficients: [Double] = []

  init(_ strings: [String]) {
    let sorted = strings.sorted {
      ($0.flip, $0.isImaginary ? 1 : 0, $0.sign) < ($1.flip, $1.isImaginary ? 1 : 0, $1.sign)
    }
    for string in sorted {
      if let last = groups.last, last.flip == string.flip, last.isImaginary == string.isImaginary {
        groups[groups.count - 1].strings = last.strings.lowerBound..<signs.count + 1
      } else {
        groups.append(
          Group(flip: string.flip, isImaginary: string.isImaginary, strings: signs.count..<signs.count + 1))
      }
      signs.append(string.sign)
      coefficients.append(string.coefficient)
    }
  }

  /// The sum of all magnitudes, by which rounding errors are judged.
  var norm: Double { coefficients.reduce(0) { $0 + abs($1) } }
  var isReal: Bool { groups.allSatisfy { !$0.isImaginary } }

  /// f(n) of a group.
  @inline(__always)
  func element(of group: Group, _ word: UInt64) -> Double {
    var sum = 0.0
    for index in group.strings {
      let parity = UInt64(truncatingIfNeeded: (signs[index] & word).nonzeroBitCount) << 63
      sum += Double(bitPattern: coefficients[index].bitPattern ^ parity)
    }
    return sum
  }
}
