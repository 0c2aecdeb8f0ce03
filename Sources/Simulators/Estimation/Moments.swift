/// Mean and spread of the outcomes of one basis, block by block.
package struct Moments: Sendable {
  package private(set) var count = 0
  package private(set) var mean = 0.0
  /// The sum of squared deviations from the mean.
  private var squares = 0.0

  package init() {}

  private init(_ count: Int, of value: Double) {
    self.count = count
    mean = value
  }

  /// Unbiased, of a single outcome; for two or more of them.
  package var variance: Double { squares / Double(count - 1) }

  /// - Parameter outcomes: Sorted, so that a value that occurs again is computed once.
  package mutating func add(_ outcomes: [UInt64], of basis: MeasurementPlan.Basis) {
    var block = Moments()
    var start = 0
    while start < outcomes.count {
      let outcome = outcomes[start]
      var end = start + 1
      while end < outcomes.count && outcomes[end] == outcome { end += 1 }
      block.merge(Moments(end - start, of: basis.value(of: outcome)))
      start = end
    }
    merge(block)
  }

  // Chan, Golub and LeVeque, The American Statistician 37, 242 (1983), eq. (2.1).
  private mutating func merge(_ other: Moments) {
    if count == 0 {
      self = other
      return
    }
    let sum = count + other.count
    let difference = other.mean - mean
    squares += other.squares + difference * difference * (Double(count) * (Double(other.count) / Double(sum)))
    mean += difference * (Double(other.count) / Double(sum))
    count = sum
  }
}
