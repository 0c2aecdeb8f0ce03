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

  @Test("counts are labelled with qubit 0 on the right")
  func labels() {
    let outcomes = Outcomes(qubitCount: 3, basisStates: [1, 1, 4, 0, 7])
    #expect(outcomes.counts == ["001": 2, "100": 1, "000": 1, "111": 1])
    #expect(Outcomes(qubitCount: 0, basisStates: [0, 0]).counts == ["": 2])
    #expect(Outcomes(qubitCount: 2, basisStates: []).counts.isEmpty)
  }
}
