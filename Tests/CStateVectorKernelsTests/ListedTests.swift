import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("Listed amplitudes")
  struct ListedTests {
    private static let size = 64

    /// Positions in random order, none of them twice.
    private func positions(_ count: Int, _ cases: inout Cases) -> [Int32] {
      Array((0..<Int32(Self.size)).shuffled(using: &cases.stream).prefix(count))
    }

    @Test("are turned as the twins do", arguments: 0...32, 0..<3 as Range<UInt64>)
    func turns(count: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let (pairs, entries) = (positions(2 * count, &cases), positions(count, &cases))
      let (c, s) = (cases.number(), cases.number())
      let state = cases.numbers(2 * Self.size)
      expectTwins(on: state, "rotate") {
        csv_rotate_pairs(&$0, pairs, count, c, s)
      } twin: {
        csv_rotate_pairs_reference(&$0, pairs, count, c, s)
      }
      expectTwins(on: state, "mix") {
        $0.withPlanes { csv_mix_pairs($0, $1, pairs, count, c, s) }
      } twin: {
        $0.withPlanes { csv_mix_pairs_reference($0, $1, pairs, count, c, s) }
      }
      expectTwins(on: state, "turn") {
        $0.withPlanes { csv_turn_entries($0, $1, entries, count, c, s) }
      } twin: {
        $0.withPlanes { csv_turn_entries_reference($0, $1, entries, count, c, s) }
      }
    }

    @Test("have the matrix elements that the twins find", arguments: 0...32, 0..<3 as Range<UInt64>)
    func elements(count: Int, seed: UInt64) {
      var cases = Cases(seed: seed)
      let (pairs, entries) = (positions(2 * count, &cases), positions(count, &cases))
      let planes = (0..<4).map { _ in cases.numbers(Self.size) }
      expectTwins(on: [0], terms: 2 * count, "rotated") {
        $0[0] = csv_rotated_pairs_element(planes[0], planes[1], pairs, count)
      } twin: {
        $0[0] = csv_rotated_pairs_element_reference(planes[0], planes[1], pairs, count)
      }
      expectTwins(on: [0], terms: 4 * count, "mixed") {
        $0[0] = csv_mixed_pairs_element(planes[0], planes[1], planes[2], planes[3], pairs, count)
      } twin: {
        $0[0] = csv_mixed_pairs_element_reference(planes[0], planes[1], planes[2], planes[3], pairs, count)
      }
      expectTwins(on: [0], terms: 2 * count, "turned") {
        $0[0] = csv_turned_entries_element(planes[0], planes[1], planes[2], planes[3], entries, count)
      } twin: {
        $0[0] = csv_turned_entries_element_reference(planes[0], planes[1], planes[2], planes[3], entries, count)
      }
    }

    @Test("are multiplied by sparse matrices as the twins do", arguments: 0..<40 as Range<UInt64>)
    func sparse(seed: UInt64) {
      var cases = Cases(seed: seed)
      let size = cases.integer(below: Self.size)
      var rows = [0]
      var columns: [Int32] = []
      for row in 0..<size {
        let others = Array(row + 1..<max(size, row + 1)).shuffled(using: &cases.stream)
        columns += others.prefix(cases.integer(below: 12)).map { Int32($0) }
        rows.append(columns.count)
      }
      let values = cases.numbers(columns.count)
      let (left, state, start) = (cases.numbers(size), cases.numbers(size), cases.numbers(size))
      let (factor, sign) = (cases.number(), cases.integer(below: 2) == 0 ? 1.0 : -1)
      expectTwins(on: [0], terms: columns.count, "element") {
        $0[0] = csv_sparse_element(left, state, rows, columns, values, size)
      } twin: {
        $0[0] = csv_sparse_element_reference(left, state, rows, columns, values, size)
      }
      expectTwins(on: start, terms: 2 * size, "product") {
        csv_sparse_accumulate(&$0, state, rows, columns, values, size, factor, sign)
      } twin: {
        csv_sparse_accumulate_reference(&$0, state, rows, columns, values, size, factor, sign)
      }
    }
  }
}

extension [Double] {
  /// Its two halves.
  fileprivate mutating func withPlanes(_ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void) {
    withUnsafeMutableBufferPointer { body($0.baseAddress!, $0.baseAddress! + $0.count / 2) }
  }
}
