/// The bit strings of lowest cost among all that were sampled, with how often each was seen.
struct BestOutcomes: Sendable {
  /// The lowest cost; nil before the first sample.
  private(set) var value: Double?
  private(set) var counts: [UInt64: Int] = [:]
  /// Costs that differ by no more are equal.
  let tolerance: Double

  init(tolerance: Double) {
    self.tolerance = tolerance
  }

  mutating func take(_ sample: CostSample) {
    guard let lowest = sample.entries.first?.value else { return }
    if value.map({ lowest < $0 - tolerance }) ?? true {
      value = lowest
      counts = [:]
    }
    guard let value else { return }
    for entry in sample.entries.prefix(while: { $0.value <= value + tolerance }) {
      counts[entry.state, default: 0] += entry.count
    }
  }
}

/// Encoded with its states ascending, so that equal values give equal bytes.
extension BestOutcomes: Codable {
  private enum CodingKeys: String, CodingKey { case value, states, counts, tolerance }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    value = try container.decodeIfPresent(Double.self, forKey: .value)
    tolerance = try container.decode(Double.self, forKey: .tolerance)
    let states = try container.decode([UInt64].self, forKey: .states)
    let seen = try container.decode([Int].self, forKey: .counts)
    guard states.count == seen.count, Set(states).count == states.count, seen.allSatisfy({ $0 > 0 }),
      states.isEmpty == (value == nil)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .states, in: container, debugDescription: "States and counts do not belong together.")
    }
    counts = Dictionary(uniqueKeysWithValues: zip(states, seen))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let sorted = counts.sorted { $0.key < $1.key }
    try container.encodeIfPresent(value, forKey: .value)
    try container.encode(tolerance, forKey: .tolerance)
    try container.encode(sorted.map(\.key), forKey: .states)
    try container.encode(sorted.map(\.value), forKey: .counts)
  }
}
