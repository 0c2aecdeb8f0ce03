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

  @Test("of selected lines only those change", arguments: [1, 2, 5, 8, 12] as [UInt64])
  func lines(mask: UInt64) {
    var numbers = (0..<128).map { Double($0 + 1) }
    _ = inPlaceSeconds(&numbers, count: 128, linesWith: mask)
    for (index, number) in numbers.enumerated() {
      let line = UInt64(index / 8)
      #expect(number == Double(index + 1) * (line & mask == mask ? -1 : 1))
    }
  }
}
