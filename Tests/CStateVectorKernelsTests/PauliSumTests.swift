import CStateVectorKernels
import Testing

/// Random strings with one x mask and the same parity of the number of Y.
private struct Group {
  var x: UInt64
  var z: [UInt64]
  var coefficients: [Double]
  var hasOddY: Bool

  /// nil when x is 0 and odd numbers of Y are asked for.
  init?(x: UInt64, hasOddY: Bool, count: Int, qubitCount: Int, cases: inout Cases) {
    guard x != 0 || !hasOddY else { return nil }
    self.x = x
    self.hasOddY = hasOddY
    coefficients = cases.numbers(count)
    z = (0..<count).map { _ in
      let z = cases.mask(qubitCount)
      let isOdd = (x & z).nonzeroBitCount % 2 == 1
      return isOdd == hasOddY ? z : z ^ (x & (~x + 1))  // one Y more or less, on the lowest bit of x
    }
  }
}

extension Kernels {
  @Suite("Groups of Pauli strings")
  struct PauliSumTests {
    private func check(_ group: Group, qubitCount: Int, cases: inout Cases) {
      let n = Int32(qubitCount), state = cases.state(qubitCount), target = cases.state(qubitCount)
      let (x, z, c, odd) = (group.x, group.z, group.coefficients, Int32(group.hasOddY ? 1 : 0))
      let context = "x \(x), \(z.count) terms, odd Y: \(group.hasOddY)"
      expectTwins(scale: Double(z.count + 1) * norm(state, qubitCount) * norm(state, qubitCount), context) {
        $0[0] = csv_pauli_group_expectation(state, n, x, z, c, z.count, odd)
      } twin: {
        $0[0] = csv_pauli_group_expectation_reference(state, n, x, z, c, z.count, odd)
      }
      expectTwins(on: target, terms: z.count + 1, context) {
        csv_pauli_group_accumulate(&$0, state, n, x, z, c, z.count, odd)
      } twin: {
        csv_pauli_group_accumulate_reference(&$0, state, n, x, z, c, z.count, odd)
      }
      guard !group.hasOddY else { return }
      let realTarget = Array(target.suffix(16 + 1 << qubitCount))
      expectTwins(on: realTarget, terms: z.count + 1, context) {
        csv_pauli_group_accumulate_real(&$0, state, n, x, z, c, z.count)
      } twin: {
        csv_pauli_group_accumulate_real_reference(&$0, state, n, x, z, c, z.count)
      }
    }

    @Test("random groups equal the twin", arguments: 0...10, [0, 1, 2, 3, 8, 50, 300])
    func twins(qubitCount: Int, count: Int) {
      var cases = Cases(seed: UInt64(count))
      let all = 1 << UInt64(qubitCount) - 1 as UInt64
      var masks = [0, 1, 2, 3, 4, 7, 8, 9, 16, 48, 72, 1 << 9, 1 << 9 | 5].filter { $0 & ~all == 0 }
      masks += (0..<4).map { _ in cases.mask(qubitCount) }
      for x in masks {
        for hasOddY in [false, true] {
          let group = Group(x: x, hasOddY: hasOddY, count: count, qubitCount: qubitCount, cases: &cases)
          if let group { check(group, qubitCount: qubitCount, cases: &cases) }
        }
      }
    }

    @Test("sums over several chunks equal the twin", arguments: [15], [1, 40])
    func chunks(qubitCount: Int, count: Int) {
      var cases = Cases(seed: 8)
      for x in [0, 6, 1 << 14 | 72] as [UInt64] {
        for hasOddY in [false, true] {
          let group = Group(x: x, hasOddY: hasOddY, count: count, qubitCount: qubitCount, cases: &cases)
          if let group { check(group, qubitCount: qubitCount, cases: &cases) }
        }
      }
    }

    @Test("the expectation is the inner product with what is accumulated", arguments: 1...9, [false, true])
    func consistent(qubitCount: Int, hasOddY: Bool) throws {
      var cases = Cases(seed: 9)
      let n = Int32(qubitCount), state = cases.state(qubitCount), x = cases.mask(qubitCount) | 1
      let group = try #require(Group(x: x, hasOddY: hasOddY, count: 7, qubitCount: qubitCount, cases: &cases))
      let (z, c, odd) = (group.z, group.coefficients, Int32(hasOddY ? 1 : 0))
      var product = [Double](repeating: 0, count: state.count), overlap = [0.0, 0.0]
      csv_pauli_group_accumulate(&product, state, n, x, z, c, 7, odd)
      csv_inner_product(state, product, n, &overlap)
      let scale = csv_norm_squared(state, n)
      #expect((overlap[0] - csv_pauli_group_expectation(state, n, x, z, c, 7, odd)).magnitude <= 1e-14 * scale)
      #expect(overlap[1].magnitude <= 1e-14 * scale, "a group is Hermitian")
    }
  }
}
