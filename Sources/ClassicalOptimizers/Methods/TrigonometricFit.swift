import Foundation

/// A value along one parameter, as the sum of sines and cosines that it is.
///
///     f(t) = f(0) + Σᵣ aᵣ (cos ωᵣt − 1) + bᵣ sin ωᵣt
///
/// Exact for an expectation value as a function of one angle whose generator has the gaps ωᵣ, from f(0) and 2R more
/// values, at t = ±h, ±2h, …, ±Rh.
/// - Note: Nakanishi, Fujii and Todo, Phys. Rev. Research 2, 043158 (2020), for R = 1; Vidal and Theis,
///   arXiv:1812.06323, and Wierichs et al., Quantum 6, 677 (2022), for more.
struct TrigonometricFit: Sendable {
  private let frequencies: [Double]
  /// The samples are at ± these.
  let shifts: [Double]
  /// Rows k, columns r: cos ωᵣtₖ − 1.
  private let even: [[Double]]
  /// Rows k, columns r: sin ωᵣtₖ.
  private let odd: [[Double]]

  /// - Parameter frequencies: With ``hasResolvable(_:)``.
  init(frequencies: [Double]) {
    let ascending = Self.merged(frequencies)
    let count = ascending.count
    // For ω, 2ω, …, Rω the best spacing is 2π/((2R + 1)ω): the samples then fill a period evenly. Others are tried too;
    // the larger the determinants, the less noise is amplified.
    let unit = 2 * Double.pi / (Double(2 * count + 1) * ascending[0])
    var best = (determinant: -1.0, spacing: unit)
    for step in 1...64 {
      let spacing = unit * Double(step) / 32
      let (even, odd) = Self.matrices(ascending, spacing: spacing)
      let determinant = (Self.determinant(even) * Self.determinant(odd)).magnitude
      // By a margin, so that rounding does not choose between equals.
      if determinant > best.determinant * 1.001 { best = (determinant, spacing) }
    }
    self.frequencies = ascending
    shifts = (1...count).map { Double($0) * best.spacing }
    (even, odd) = Self.matrices(ascending, spacing: best.spacing)
  }

  /// Whether the work that ``minimum(centre:samples:)`` takes is bounded: neither a frequency nor a gap between two that
  /// are not to be merged is less than a thousandth of the highest frequency.
  static func hasResolvable(_ frequencies: [Double]) -> Bool {
    let ascending = merged(frequencies)
    let gaps = zip(ascending.dropFirst(), ascending).map { $0 - $1 }
    guard let highest = ascending.last, let lowest = (gaps + ascending.prefix(1)).min() else { return false }
    return highest <= 1000 * lowest
  }

  /// The frequencies in ascending order, with those that differ by rounding taken for one.
  static func merged(_ frequencies: [Double]) -> [Double] {
    let ascending = frequencies.sorted()
    let rounding = 1e-9 * (ascending.last ?? 0)
    return ascending.reduce(into: []) { merged, frequency in
      if merged.last.map({ frequency - $0 > rounding }) ?? true { merged.append(frequency) }
    }
  }

  struct Minimum {
    /// Where, relative to the centre; 0 when nothing is lower by more than rounding.
    var shift: Double
    var value: Double
    /// From the standard errors of the samples.
    var standardError: Double?
  }

  /// The lowest point of the fit within one period.
  ///
  /// - Parameter samples: The values at +shifts[0], −shifts[0], +shifts[1], …
  func minimum(centre: Evaluation, samples: [Evaluation]) -> Minimum {
    let pairs = shifts.indices.map { (plus: samples[2 * $0], minus: samples[2 * $0 + 1]) }
    let a = Self.solve(even, pairs.map { ($0.plus.value + $0.minus.value) / 2 - centre.value })
    let b = Self.solve(odd, pairs.map { ($0.plus.value - $0.minus.value) / 2 })
    let shift = lowestShift(a, b, roundOff: 1e-15 * max(1, centre.value.magnitude))
    let value = centre.value + change(a, b, at: shift)

    // f(t) is linear in the samples: f(0)·(1 − Σu) + Σₖ (uₖ + vₖ)/2 f(tₖ) + (uₖ − vₖ)/2 f(−tₖ).
    guard centre.standardError != nil || samples.contains(where: { $0.standardError != nil }) else {
      return Minimum(shift: shift, value: value, standardError: nil)
    }
    let u = Self.solve(Self.transposed(even), frequencies.map { cos($0 * shift) - 1 })
    let v = Self.solve(Self.transposed(odd), frequencies.map { sin($0 * shift) })
    var variance = square((1 - u.reduce(0, +)) * (centre.standardError ?? 0))
    for (k, pair) in pairs.enumerated() {
      variance += square((u[k] + v[k]) / 2 * (pair.plus.standardError ?? 0))
      variance += square((u[k] - v[k]) / 2 * (pair.minus.standardError ?? 0))
    }
    return Minimum(shift: shift, value: value, standardError: variance.squareRoot())
  }

  // MARK: - The curve

  private func change(_ a: [Double], _ b: [Double], at t: Double) -> Double {
    frequencies.indices.reduce(0) { $0 + a[$1] * (cos(frequencies[$1] * t) - 1) + b[$1] * sin(frequencies[$1] * t) }
  }

  private func slope(_ a: [Double], _ b: [Double], at t: Double) -> Double {
    frequencies.indices.reduce(0) { sum, r in
      let w = frequencies[r]
      return sum + w * (b[r] * cos(w * t) - a[r] * sin(w * t))
    }
  }

  /// The best point of a grid, then bisection of the slope around it, hastened by secants.
  private func lowestShift(_ a: [Double], _ b: [Double], roundOff: Double) -> Double {
    let gaps = zip(frequencies.dropFirst(), frequencies).map { $0 - $1 }
    let lowestFrequency = min(frequencies[0], gaps.min() ?? frequencies[0])
    let halfPeriod = Double.pi / lowestFrequency
    let halfCount = Int((8 * frequencies[frequencies.count - 1] / lowestFrequency).rounded(.up))
    let spacing = halfPeriod / Double(halfCount)
    var best = (shift: 0.0, value: 0.0)
    for k in -halfCount...halfCount {
      let t = Double(k) * spacing
      let value = change(a, b, at: t)
      if value < best.value { best = (t, value) }
    }
    var low = best.shift - spacing
    var high = best.shift + spacing
    var slopes = (low: slope(a, b, at: low), high: slope(a, b, at: high))
    guard slopes.low < 0, slopes.high > 0 else { return best.value < -roundOff ? best.shift : 0 }
    for iteration in 0..<200 where high - low > 1e-15 * halfPeriod {
      let secant = low - slopes.low * (high - low) / (slopes.high - slopes.low)
      let isInside = secant > low && secant < high
      let t = iteration % 3 != 2 && isInside ? secant : low + (high - low) / 2
      if t <= low || t >= high { break }
      let here = slope(a, b, at: t)
      if here == 0 { return change(a, b, at: t) < -roundOff ? t : 0 }
      if here < 0 { (low, slopes.low) = (t, here) } else { (high, slopes.high) = (t, here) }
    }
    let t = slopes.high < -slopes.low ? high : low
    return change(a, b, at: t) < -roundOff ? t : 0
  }

  // MARK: - Small dense systems

  private static func matrices(_ frequencies: [Double], spacing: Double) -> ([[Double]], [[Double]]) {
    let shifts = (1...frequencies.count).map { Double($0) * spacing }
    return (
      shifts.map { t in frequencies.map { cos($0 * t) - 1 } }, shifts.map { t in frequencies.map { sin($0 * t) } }
    )
  }

  private static func transposed(_ matrix: [[Double]]) -> [[Double]] {
    matrix.indices.map { column in matrix.map { $0[column] } }
  }

  private static func determinant(_ matrix: [[Double]]) -> Double {
    eliminated(matrix, [Double](repeating: 0, count: matrix.count)).determinant
  }

  private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    let (rows, values, _) = eliminated(matrix, right)
    var solution = values
    for row in rows.indices.reversed() {
      for column in (row + 1)..<rows.count { solution[row] -= rows[row][column] * solution[column] }
      solution[row] /= rows[row][row]
    }
    return solution
  }

  /// Gaussian elimination with partial pivoting, to upper triangular form.
  private static func eliminated(
    _ matrix: [[Double]], _ right: [Double]
  ) -> (rows: [[Double]], right: [Double], determinant: Double) {
    var rows = matrix
    var right = right
    var determinant = 1.0
    for column in rows.indices {
      let pivot = (column..<rows.count).max { rows[$0][column].magnitude < rows[$1][column].magnitude } ?? column
      if pivot != column {
        rows.swapAt(pivot, column)
        right.swapAt(pivot, column)
        determinant = -determinant
      }
      determinant *= rows[column][column]
      if rows[column][column] == 0 { continue }
      for row in (column + 1)..<rows.count {
        let factor = rows[row][column] / rows[column][column]
        rows[row] = sum(rows[row], -factor, rows[column])
        right[row] -= factor * right[column]
      }
    }
    return (rows, right, determinant)
  }
}

private func square(_ x: Double) -> Double { x * x }
