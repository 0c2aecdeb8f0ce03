internal import QuantumBackends

/// How many shots each basis gets, round by round: a few everywhere first, then where the spread is.
///
/// A number of shots that follows from outcomes must not depend on those it averages: outcomes that happen to be large
/// happen to spread more or less, and the mean would be biased. So the experiment is made in two independent halves, and
/// **the shots of each half are divided by the spreads seen in the other**. Given the other half, a half's counts are
/// numbers like any others: its means are unbiased and s²/N is the unbiased variance of each, however skewed the outcomes
/// and however few the first shots were. Only products of the halves' errors keep a trace of the choice, of the order of the
/// skewness squared over N.
///
/// - For a number of shots there are two rounds: an eighth of the shots by one-norms, the rest by spreads. Where an eighth
///   would be fewer than two shots for each basis of a half, all are divided by one-norms at once.
/// - For a precision ε, rounds follow until the variance, that of outcomes never seen included, is below ε². Each aims a
///   little lower, so that mostly the first that aims there is the last and stopping chooses nothing; for the same reason
///   the first round, whose spreads are the least certain, never is the last. A round takes at most nine times the shots so
///   far. Where the shots that do in any state are few, or are no more than the spreads ask for, those are taken. A basis
///   whose outcomes were all alike is measured Λ/2ε times or more, so that an outcome that was missed has, with 95%
///   confidence, a probability below 6ε/Λ.
/// - Note: Stein, Annals of Mathematical Statistics 16, 243 (1945), for two stages; Chernozhukov et al., Econometrics
///   Journal 21, C1 (2018), for halves that serve each other.
struct ShotSchedule {
  private let readout: Readout
  private var round = 0

  init(_ readout: Readout) {
    self.readout = readout
  }

  /// The share of a number of shots that the first round takes, as 1/pilotDivisor.
  private static let pilotDivisor = 8
  /// The fewest shots of a half's basis from which a spread is taken.
  private static let leastPilot = 2
  /// Shots of a half's first round for a precision, for each basis on average.
  private static let meanPilot = 64
  /// What a round aims at, in units of the variance that is allowed.
  private static let aim = 0.95
  private static let mostGrowth = 10.0

  /// Further shots for each half and basis; nil when there is enough.
  ///
  /// - Throws: ``BackendError`` when it turns out that a precision needs more shots than are drawn.
  mutating func next(after means: SampledMeans) throws(BackendError) -> [[Int]]? {
    guard !readout.plan.bases.isEmpty else { return nil }
    defer { round += 1 }
    switch readout.budget {
    case .shots(let total):
      if round == 0 { return try firstRound(ofShots: total) }
      return round == 1 && means.halves.count == 2 ? try secondRound(ofShots: total, after: means) : nil
    case .precision(let precision):
      return round == 0
        ? try firstRound(forPrecision: precision) : try furtherRound(forPrecision: precision, after: means)
    }
  }

  /// How many shots a precision takes at least.
  static func leastShots(_ readout: Readout) -> Int {
    let pilot = meanPilot * readout.plan.bases.count
    if let worst = readout.worstCase?.reduce(0, +), worst <= pilotDivisor * pilot { return worst }
    // Two halves, and as many again.
    return 4 * pilot
  }

  // MARK: - A number of shots

  private func firstRound(ofShots total: Int) throws(BackendError) -> [[Int]] {
    let plan = readout.plan
    let pilot = total / 2 / Self.pilotDivisor
    guard pilot >= Self.leastPilot * plan.bases.count else { return [try plan.allocation(ofShots: total)] }
    let shots = try plan.allocation(ofShots: pilot, atLeast: Self.leastPilot)
    return [shots, shots]
  }

  private func secondRound(ofShots total: Int, after means: SampledMeans) throws(BackendError) -> [[Int]] {
    var rounds: [[Int]] = []
    for (half, shots) in [total - total / 2, total / 2].enumerated() {
      let spent = means.shots(inHalf: half)
      let allocation = try NeymanAllocation(means.halves[1 - half], of: readout.plan)
      rounds.append(allocation.shots(shots - spent.reduce(0, +), beyond: spent))
    }
    return rounds
  }

  // MARK: - A precision

  private func firstRound(forPrecision precision: Double) throws(BackendError) -> [[Int]] {
    let pilot = Self.meanPilot * readout.plan.bases.count
    if let worst = readout.worstCase, worst.reduce(0, +) <= Self.pilotDivisor * pilot { return [worst] }
    let shots = try readout.plan.allocation(ofShots: pilot, atLeast: 4 * Self.leastPilot)
    return [shots, shots]
  }

  private func furtherRound(forPrecision precision: Double, after means: SampledMeans) throws(BackendError) -> [[Int]]?
  {
    // The shots that do in any state need no second look.
    guard means.halves.count == 2 else { return nil }
    let (variance, allowed) = (means.boundedVariance, precision * precision)
    guard variance > allowed || round == 1 else { return nil }
    let spent = [0, 1].map { means.shots(inHalf: $0) }
    if let worst = readout.worstCase, spent.allSatisfy({ zip($0, worst).allSatisfy { 2 * $0 >= $1 + 1 } }) {
      return nil
    }

    var totals: [Double] = []
    var allocations: [NeymanAllocation] = []
    for half in 0..<2 {
      let allocation = try NeymanAllocation(means.halves[1 - half], of: readout.plan)
      // The mean of the halves has a quarter of the sum of their variances.
      totals.append(allocation.total(forVariance: 2 * Self.aim * allowed))
      allocations.append(allocation)
    }
    let before = spent.map { Double($0.reduce(0, +)) }
    if round == 1 {
      for half in 0..<2 { totals[half] = max(totals[half], 2 * before[half]) }
    } else if totals[0] <= before[0] && totals[1] <= before[1] {
      // By the other's spreads each half has enough, but by its own the two have not.
      totals = before.map { $0 * variance / (Self.aim * allowed) + 1 }
    }
    guard totals[0] + totals[1] <= Double(ShotLimit.most) || readout.worstCase != nil else {
      throw Readout.unreachable(precision, shots: totals[0] + totals[1], "about ")
    }
    return (0..<2).map { half in
      if let worst = readout.worstCase, 2 * totals[half] >= Double(worst.reduce(0, +)) {
        return zip(worst, spent[half]).map { max(0, $0 / 2 + 1 - $1) }
      }
      let count = max(0, min(totals[half], Self.mostGrowth * before[half]) - before[half])
      return allocations[half].shots(Int(count.rounded(.up)), beyond: spent[half])
    }
  }
}
