import PhysicalFloors
import Testing

@Suite("Peak of memory") struct PeakMemoryTests {
  /// Writes to memory and frees it.
  private static func touch(bytes: Int) {
    let array = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
    defer { array.deallocate() }
    for page in stride(from: 0, to: bytes, by: 4096) { array[page] = UInt8(truncatingIfNeeded: page >> 12) }
  }

  // In a process of its own, where no other test takes memory.
  @Test("counts what was taken, also when it was freed, and not what was taken before")
  func growth() async {
    await #expect(processExitsWith: .success) {
      let bytes = 64 << 20
      PeakMemoryTests.touch(bytes: 2 * bytes)
      let memory = PeakMemory()
      PeakMemoryTests.touch(bytes: bytes)
      #if os(Linux)
        let growth = try #require(memory.growth)
        #expect(growth >= bytes && growth < bytes + (4 << 20))
        let later = PeakMemory()
        #expect(try #require(later.growth) < 4 << 20)
      #else
        #expect(memory.growth == nil)
      #endif
    }
  }
}
