import PhysicalFloors
import Testing

@Suite("Samples of time") struct ElapsedTests {
  @Test("the median is the middle of the values, or half way between the two in the middle")
  func median() {
    #expect([7.0].median == 7 && [3.0, 1, 2].median == 2 && [4.0, 1, 3, 2].median == 2.5)
  }

  @Test("one thread is judged by its processor time, several by the wall clock")
  func clock() {
    let elapsed = Elapsed.now - Elapsed.now
    #expect(elapsed.seconds(threads: 1) == elapsed.processor && elapsed.seconds(threads: 2) == elapsed.wall)
  }
}
