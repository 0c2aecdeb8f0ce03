import Foundation
import QuantumBackends
import Testing

@Suite("Options and outcomes")
struct OptionsTests {
  @Test(
    "impossible estimator options are refused",
    arguments: [(0, nil), (-5, nil), (nil, 0), (nil, -1), (nil, .nan), (nil, .infinity), (100, 0.1)]
      as [(Int?, Double?)])
  func misuse(shots: Int?, precision: Double?) {
    let error = #expect(throws: BackendError.self) { try EstimatorOptions(shots: shots, precision: precision) }
    #expect(error?.code == .invalidOption)
  }

  @Test(
    "impossible estimator options are refused in a file too",
    arguments: [
      #"{"shots": -5, "precision": 0.1, "seed": 1}"#, #"{"shots": 5, "precision": 0.1, "seed": 1}"#,
      #"{"precision": -0.1, "seed": 1}"#, #"{"shots": 0, "seed": 1}"#, #"{"shots": 10}"#,
    ])
  func decoding(text: String) {
    #expect(throws: (any Error).self) { try JSONDecoder().decode(EstimatorOptions.self, from: Data(text.utf8)) }
  }

  @Test("possible options come back from a file as they went")
  func roundTrip() throws {
    for options in [
      try EstimatorOptions(shots: 7, seed: .max), try EstimatorOptions(precision: 0.5, grouping: .commuting), .exact,
    ] {
      #expect(try JSONDecoder().decode(EstimatorOptions.self, from: JSONEncoder().encode(options)) == options)
    }
    let options = try SamplerOptions(shots: 0, seed: 3)
    #expect(try JSONDecoder().decode(SamplerOptions.self, from: JSONEncoder().encode(options)) == options)
  }

  @Test("options from before there was a choice of groups are read as measuring qubit by qubit")
  func oldOptions() throws {
    let text = Data(#"{"shots": 7, "seed": 1}"#.utf8)
    #expect(try JSONDecoder().decode(EstimatorOptions.self, from: text).grouping == .qubitWise)
    let unknown = Data(#"{"shots": 7, "grouping": "by-colour", "seed": 1}"#.utf8)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(EstimatorOptions.self, from: unknown) }
  }

  @Test("a negative number of shots is refused, given or decoded")
  func samplerMisuse() {
    let error = #expect(throws: BackendError.self) { try SamplerOptions(shots: -1) }
    #expect(error?.code == .invalidOption)
    let text = Data(#"{"shots": -1, "seed": 0}"#.utf8)
    #expect(throws: BackendError.self) { try JSONDecoder().decode(SamplerOptions.self, from: text) }
  }

  @Test("no two pubs of neighbouring seeds share a seed")
  func seeds() {
    var seen: Set<UInt64> = []
    for seed in 0..<50 as Range<UInt64> {
      var options = EstimatorOptions.exact
      options.seed = seed
      for pub in 0..<50 { #expect(seen.insert(options.derived(forPub: pub).seed).inserted) }
    }
  }
}
