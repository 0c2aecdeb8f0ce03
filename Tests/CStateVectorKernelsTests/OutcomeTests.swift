import CStateVectorKernels
import RandomStreams
import Testing

extension Kernels {
  @Suite("Outcomes")
  struct OutcomeTests {
    @Test(
      "are those that the twin finds, with and without impossible states", arguments: 0...10, 0..<4 as Range<UInt64>)
    func twins(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      var state = cases.state(qubitCount)
      if seed % 2 == 1 {
        // Whole chunks among them, at the ends too.
        for _ in 0..<3 {
          let first = cases.integer(below: 1 << qubitCount)
          let count = cases.integer(below: (1 << qubitCount) - first + 1)
          for index in 2 * first..<2 * (first + count) { state[index] = 0 }
        }
      }
      let chunkBits = cases.integer(below: qubitCount + 1)
      let chunks = 1 << (qubitCount - chunkBits)
      var cumulative: [Double] = []
      var (sum, last) = (0.0, 0)
      for chunk in 0..<chunks {
        let before = sum
        for index in (2 * chunk) << chunkBits..<(2 * (chunk + 1)) << chunkBits { sum += state[index] * state[index] }
        if sum > before { last = chunk }
        cumulative.append(sum)
      }
      guard sum > 0 else { return }
      let uniforms =
        [0, 1 - 0x1p-53] + (0..<300).map { _ in cases.stream.uniform() }
      for guideBits in [0, 1, qubitCount - chunkBits] {
        let guide = (0..<1 << guideBits).map { entry in
          UInt32(cumulative.firstIndex { $0 > Double(entry) / Double(1 << guideBits) * sum } ?? last)
        }
        var outcomes = [UInt64](repeating: .max, count: uniforms.count)
        var expected = outcomes
        var sums = csv_chunk_sums(
          chunk_bits: Int32(chunkBits), cumulative: nil, last_chunk: UInt64(last), total: sum, guide: nil,
          guide_bits: Int32(guideBits))
        cumulative.withUnsafeBufferPointer { cumulative in
          guide.withUnsafeBufferPointer { guide in
            sums.cumulative = cumulative.baseAddress
            sums.guide = guide.baseAddress
            csv_find_outcomes(state, &sums, uniforms, uniforms.count, &outcomes)
            csv_find_outcomes_reference(state, &sums, uniforms, uniforms.count, &expected)
          }
        }
        #expect(outcomes == expected)
        #expect(outcomes.allSatisfy { state[2 * Int($0)] != 0 || state[2 * Int($0) + 1] != 0 })
      }
    }
  }
}
