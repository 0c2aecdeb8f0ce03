import CStateVectorKernels
import RandomStreams
import Testing

extension Kernels {
  @Suite("Outcomes")
  struct OutcomeTests {
    @Test("uniform numbers are those of the random stream", arguments: [0, 1, 2, 15, 16, 17, 31, 32, 33, 1000])
    func uniforms(count: Int) {
      var cases = Cases(seed: UInt64(count))
      let seed = cases.stream.next()
      let (stream, substream) = (UInt32.random(in: 0 ... .max, using: &cases.stream), UInt32(count))
      var random = RandomStream(seed: seed, stream: stream, substream: substream)
      let expected = (0..<count).map { _ in random.uniform() }
      var found = [Double](repeating: .nan, count: count)
      csv_uniforms_reference(seed, stream, substream, count, &found)
      #expect(found == expected)
      for name in instructionSets {
        found = [Double](repeating: .nan, count: count)
        with(instructionSet: name) { csv_uniforms(seed, stream, substream, count, &found) }
        #expect(found == expected, "\(name)")
      }
    }

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
      let chunkBits = cases.integer(below: min(qubitCount, csv_most_chunk_bits) + 1)
      let chunks = 1 << (qubitCount - chunkBits)
      var before = [0] + [Double](repeating: .infinity, count: chunks + 7)
      csv_sum_chunks_reference(state, Int32(chunkBits), chunks, &before)
      let total = before[chunks]
      guard total > 0 else { return }
      var last = chunks
      while before[last] == total {
        before[last] = .infinity
        last -= 1
      }
      let uniforms =
        [0, 1 - 0x1p-53] + (0..<300).map { _ in cases.stream.uniform() }
      for guideBits in [0, 1, qubitCount - chunkBits] {
        var guide = [UInt32](repeating: .max, count: 1 << guideBits + 2)
        csv_guide_chunks_reference(before, last, total, Int32(guideBits), &guide)
        var sums = csv_chunk_sums(
          chunk_bits: Int32(chunkBits), before: nil, total: total, guide: nil, guide_bits: Int32(guideBits))
        before.withUnsafeBufferPointer { before in
          guide.withUnsafeBufferPointer { guide in
            sums.before = before.baseAddress
            sums.guide = guide.baseAddress
            var expected = [UInt64](repeating: .max, count: uniforms.count)
            csv_find_outcomes_reference(state, &sums, uniforms, uniforms.count, &expected)
            #expect(expected.allSatisfy { state[2 * Int($0)] != 0 || state[2 * Int($0) + 1] != 0 })
            for name in instructionSets {
              var outcomes = [UInt64](repeating: .max, count: uniforms.count)
              with(instructionSet: name) {
                csv_find_outcomes(state, &sums, uniforms, uniforms.count, &outcomes)
              }
              #expect(outcomes == expected, "\(name)")
            }
          }
        }
      }
    }

    @Test("sums and guide are the twin's", arguments: 0...10)
    func tables(qubitCount: Int) {
      var cases = Cases(seed: UInt64(qubitCount))
      let state = cases.state(qubitCount)
      let chunkBits = min(qubitCount, csv_most_chunk_bits)
      let chunks = 1 << (qubitCount - chunkBits)
      let start = [Double](repeating: 0, count: chunks + 1)
      expectTwins(
        on: start, terms: 2 << qubitCount, "sums",
        kernel: { csv_sum_chunks(state, Int32(chunkBits), chunks, &$0) },
        twin: { csv_sum_chunks_reference(state, Int32(chunkBits), chunks, &$0) })
      var before = start
      csv_sum_chunks_reference(state, Int32(chunkBits), chunks, &before)
      for guideBits in 0...qubitCount {
        var expected = [UInt32](repeating: .max, count: 1 << guideBits + 2)
        csv_guide_chunks_reference(before, chunks - 1, before[chunks], Int32(guideBits), &expected)
        for name in instructionSets {
          var guide = [UInt32](repeating: .max, count: expected.count)
          with(instructionSet: name) {
            csv_guide_chunks(before, chunks - 1, before[chunks], Int32(guideBits), &guide)
          }
          #expect(guide == expected, "\(name)")
        }
      }
    }
  }
}
