import LinearAlgebra

/// Matrices of an operator in a sector that it conserves.
///
/// A word is a string of alpha occupations and one of beta. For each alpha string the operator is one on beta strings: what
/// its groups flip there are few sets, whose targets are found once, and strings that look at the same beta signs are added
/// up beforehand.
struct SectorMatrixBuilder {
  let terms: SectorTerms
  let basis: SectorBasis
  /// The flips of beta bits that occur, and for each beta string the positions they lead to, −1 for none; empty where that
  /// would be a large table.
  private let betaFlips: [UInt64]
  private let betaTargets: [Int32]
  /// The place of each group's flip among `betaFlips`.
  private let flipPlaces: [Int]

  init(terms: SectorTerms, basis: SectorBasis) {
    self.terms = terms
    self.basis = basis
    let shift = UInt64(basis.orbitalCount)
    var places: [UInt64: Int] = [:]
    var betaFlips: [UInt64] = []
    flipPlaces = terms.flips.groups.map { group in
      let flip = group.flip >> shift
      if let place = places[flip] { return place }
      places[flip] = betaFlips.count
      betaFlips.append(flip)
      return betaFlips.count - 1
    }
    self.betaFlips = betaFlips
    let strings = basis.beta
    let isSmall = strings.strings.count * betaFlips.count <= Self.largestTargetCount
    betaTargets =
      isSmall
      ? strings.strings.flatMap { string in
        betaFlips.map { Int32(truncatingIfNeeded: strings.position(of: string ^ $0)) }
      } : []
  }

  private static let largestTargetCount = 1 << 22

  /// The memory of its own tables.
  var tableBytes: Int { 4 * betaTargets.count }

  /// About how many elements the matrix has, counted in some of its rows.
  var estimatedElementCount: Int {
    let sampleCount = min(basis.dimension, 64)
    var elementCount = 0
    for sample in 0..<sampleCount {
      let occupations = basis.occupations(at: sample * basis.dimension / sampleCount)
      elementCount += terms.flips.groups.count { target(of: occupations, flip: $0.flip) }
    }
    return elementCount * basis.dimension / max(1, sampleCount)
  }

  private func target(of occupations: UInt64, flip: UInt64) -> Bool {
    let flipped = occupations ^ flip
    return (flipped & terms.alphaMask).nonzeroBitCount == basis.sector.alphaCount
      && flipped.nonzeroBitCount == basis.sector.particleCount
  }

  /// The matrix of each block.
  ///
  /// Nil when `shouldStop`, asked for each alpha string, says so.
  func matrices<Scalar: AmplitudeScalar>(
    of blocks: SectorBlocks, shouldStop: () -> Bool
  ) -> [HermitianRows<Scalar>]? {
    let elementCount = estimatedElementCount / 2
    var matrices = blocks.positions.map { positions in
      HermitianRows<Scalar>(
        dimension: positions.count, elementCount: elementCount * positions.count / max(1, basis.dimension))
    }
    var (columns, values): ([Int32], [Scalar]) = ([], [])
    var row = BetaOperator()
    var position = 0
    for alpha in basis.alpha.strings {
      if shouldStop() { return nil }
      row.assign(terms, basis, alpha: alpha, flipPlaces: flipPlaces)
      for (beta, string) in basis.beta.strings.enumerated() {
        let targets =
          betaTargets.isEmpty
          ? nil : betaTargets[beta * betaFlips.count..<(beta + 1) * betaFlips.count]
        var diagonal = 0.0
        columns.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        row.forEachElement(at: string, in: basis.beta, targets: targets, upTo: position) { column, value, isImaginary in
          if column == position {
            if !isImaginary { diagonal = value }
          } else {
            // ⟨n|H|n ⊕ d⟩ is the conjugate of ⟨n ⊕ d|H|n⟩.
            columns.append(blocks.rows[column])
            values.append(.make(isImaginary ? -value : value, isImaginary: isImaginary))
          }
        }
        matrices[Int(blocks.blocks[position])].append(columns: columns, values: values, diagonal: diagonal)
        position += 1
      }
    }
    return matrices
  }
}

/// What an operator does to beta strings beside one alpha string, as far as it leads to positions not above.
private struct BetaOperator {
  private struct Flip {
    /// The position of the first word with the alpha string that it leads to.
    var base: Int
    /// What it flips of beta, and the place of that among all that occur.
    var flip: UInt64
    var place: Int
    var isImaginary: Bool
    var parts: Range<Int>
  }

  private var flips: [Flip] = []
  private var signs: [UInt64] = []
  private var coefficients: [Double] = []
  private var rounding = 0.0

  mutating func assign(_ terms: SectorTerms, _ basis: SectorBasis, alpha: UInt64, flipPlaces: [Int]) {
    flips.removeAll(keepingCapacity: true)
    signs.removeAll(keepingCapacity: true)
    coefficients.removeAll(keepingCapacity: true)
    // What is left of exact cancellations is no element of the matrix.
    rounding = 0x1p-46 * terms.flips.norm
    let shift = UInt64(basis.orbitalCount)
    for (group, place) in zip(terms.flips.groups, flipPlaces) {
      // Strings are ascending, and so are their positions.
      let other = alpha ^ (group.flip & terms.alphaMask)
      let position = other <= alpha ? basis.alpha.position(of: other) : -1
      guard position >= 0 else { continue }
      let first = signs.count
      for index in group.strings {
        let isNegative = (terms.flips.signs[index] & alpha).nonzeroBitCount % 2 == 1
        let coefficient = isNegative ? -terms.flips.coefficients[index] : terms.flips.coefficients[index]
        // A group's strings are in the order of their signs, those of beta above those of alpha.
        let sign = terms.flips.signs[index] >> shift
        if signs.count > first, signs[signs.count - 1] == sign {
          coefficients[coefficients.count - 1] += coefficient
        } else {
          signs.append(sign)
          coefficients.append(coefficient)
        }
      }
      flips.append(
        Flip(
          base: position * basis.beta.strings.count, flip: group.flip >> shift, place: place,
          isImaginary: group.isImaginary,
          parts: first..<signs.count))
    }
  }

  /// The elements of one row: their columns up to the diagonal, values, and whether these are imaginary.
  @inline(__always)
  func forEachElement(
    at beta: UInt64, in strings: OccupationStrings, targets: ArraySlice<Int32>?, upTo last: Int,
    _ body: (_ column: Int, _ value: Double, _ isImaginary: Bool) -> Void
  ) {
    for flip in flips {
      let target =
        if let targets { Int(targets[targets.startIndex + flip.place]) } else { strings.position(of: beta ^ flip.flip) }
      guard target >= 0, flip.base + target <= last else { continue }
      var value = 0.0
      for part in flip.parts {
        let parity = UInt64(truncatingIfNeeded: (signs[part] & beta).nonzeroBitCount) << 63
        value += Double(bitPattern: coefficients[part].bitPattern ^ parity)
      }
      if abs(value) > rounding { body(flip.base + target, value, flip.isImaginary) }
    }
  }
}
