import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("Blocks")
  struct BlockTests {
    @Test("are loaded and stored as the twin does", arguments: 0...11, 0..<4 as Range<UInt64>)
    func twins(qubitCount: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let run = cases.integer(below: qubitCount + 1)
      let high: UInt64 = (1 << UInt64(qubitCount)) - (1 << UInt64(run))
      let others = cases.mask(qubitCount) & high
      let base = cases.mask(qubitCount) & high & ~others
      let state = cases.state(qubitCount), block = cases.state(run + others.nonzeroBitCount)
      expectTwins(on: block, terms: 0, "load \(run) \(others) \(base)") {
        csv_load_block(&$0, state, base, Int32(run), others)
      } twin: {
        csv_load_block_reference(&$0, state, base, Int32(run), others)
      }
      expectTwins(on: state, terms: 0, "store \(run) \(others) \(base)") {
        csv_store_block(&$0, block, base, Int32(run), others)
      } twin: {
        csv_store_block_reference(&$0, block, base, Int32(run), others)
      }
    }

    @Test("that cover a state move it out and back", arguments: 0..<4 as Range<UInt64>)
    func cover(seed: UInt64) {
      var cases = Cases(seed: seed)
      let qubitCount = 10, run = 3
      let others = cases.mask(qubitCount) & ~7
      let outside = ((1 << UInt64(qubitCount)) - 1) & ~7 & ~others
      let state = cases.state(qubitCount)
      var copy = [Double](repeating: 7, count: state.count)
      var block = [Double](repeating: 0, count: 2 << (run + others.nonzeroBitCount))
      var base: UInt64 = 0
      repeat {
        csv_load_block(&block, state, base, Int32(run), others)
        csv_store_block(&copy, block, base, Int32(run), others)
        base = (base &- outside) & outside
      } while base != 0
      #expect(copy == state)
    }
  }
}
