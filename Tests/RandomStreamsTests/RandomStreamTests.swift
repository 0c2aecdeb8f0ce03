import RandomStreams
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  @Test("the cipher gives the published answers")
  func knownAnswers() {
    // The known-answer vectors of the Random123 distribution for philox4x32-10.
    #expect(philox4x32(counter: .zero, key: .zero) == [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8])
    #expect(
      philox4x32(counter: .init(repeating: .max), key: .init(repeating: .max))
        == [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD])
    #expect(
      philox4x32(counter: [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], key: [0xA409_3822, 0x299F_31D0])
        == [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1])
  }

  @Test("a stream copied in the middle goes on alike", arguments: 0..<8 as Range<UInt64>)
  func resumes(seed: UInt64) {
    var stream = RandomStream(seed: seed, stream: 3)
    for _ in 0..<seed { _ = stream.next() }
    var copy = stream
    #expect((0..<10).map { _ in stream.next() } == (0..<10).map { _ in copy.next() })
  }

  @Test("streams of one seed differ", arguments: 0..<4 as Range<UInt64>)
  func differ(seed: UInt64) {
    var words: Set<UInt64> = []
    for stream in 0..<4 as Range<UInt32> {
      for substream in 0..<4 as Range<UInt32> {
        var random = RandomStream(seed: seed, stream: stream, substream: substream)
        words.formUnion((0..<16).map { _ in random.next() })
      }
    }
    #expect(words.count == 256)
  }

  @Test("uniform numbers have the moments of the uniform distribution", arguments: 0..<4 as Range<UInt64>)
  func moments(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let sample = (0..<100_000).map { _ in stream.uniform() }
    #expect(sample.allSatisfy { (0..<1).contains($0) })
    let mean = sample.reduce(0, +) / 1e5
    #expect(abs(mean - 0.5) < 5 * (1.0 / 12 / 1e5).squareRoot())
    let second = sample.reduce(0) { $0 + $1 * $1 } / 1e5
    #expect(abs(second - 1.0 / 3) < 5 * (4.0 / 45 / 1e5).squareRoot())
  }
}
