import PhysicalFloors
import Testing

@Suite("Passes over arrays") struct StreamedArraysTests {
  @Test("a pass in place changes signs and nothing else")
  func inPlace() {
    var numbers = (0..<96).map { Double($0) }
    let seconds = inPlaceSeconds(&numbers, count: 64)
    #expect(seconds >= 0)
    #expect(numbers == (0..<96).map { $0 < 64 ? -Double($0) : Double($0) })
  }
}
