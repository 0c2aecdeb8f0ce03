import LocalVersusRuntime
import Testing

@Suite("Samples") struct SampleTests {
  @Test("median and quartiles lie on the line between two values")
  func quartiles() {
    let sample = Sample([4, 1, 3, 2])
    #expect(sample.values == [1, 2, 3, 4])
    #expect(sample.median == 2.5)
    #expect(sample.lowerQuartile == 1.75)
    #expect(sample.upperQuartile == 3.25)
    #expect(sample.quantile(0) == 1 && sample.quantile(1) == 4)
  }

  @Test("a single value is its own median and quartile")
  func single() {
    let sample = Sample([7])
    #expect(sample.median == 7 && sample.lowerQuartile == 7 && sample.quantile(0.99) == 7)
  }

  @Test("of a hundred and one values the 99th percentile is the last but one")
  func percentile() {
    #expect(Sample((0...100).reversed().map { Double($0) }).quantile(0.99) == 99)
  }
}
