import CStateVectorKernels
import RandomStreams
import Testing

/// All tests of kernels.
@Suite("Kernels")
enum Kernels {}

/// The instruction sets of this machine.
let instructionSets: [String] = ["portable", "avx2", "avx512", "neon"].filter { name in
  with(instructionSet: name) { String(cString: csv_instruction_set()) == name }
}

/// Runs `body` with another instruction set, which is a setting of the thread, and puts the old one back.
func with<R>(instructionSet name: String, _ body: () throws -> R) rethrows -> R {
  let before = String(cString: csv_instruction_set())
  defer { csv_set_instruction_set(before) }
  csv_set_instruction_set(name)
  return try body()
}

/// Random numbers, masks and states, from a seed that the failure's message names.
struct Cases {
  var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed) }

  mutating func number() -> Double { 2 * stream.uniform() - 1 }
  mutating func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }
  mutating func integer(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &stream) }
  mutating func mask(_ qubitCount: Int) -> UInt64 { stream.next() & (1 << UInt64(qubitCount) - 1) }

  /// A sparser mask without the bits of `excluded`.
  mutating func controls(_ qubitCount: Int, excluding excluded: [Int]) -> UInt64 {
    excluded.reduce(mask(qubitCount) & mask(qubitCount)) { $0 & ~(1 << UInt64($1)) }
  }

  /// 2^qubitCount complex amplitudes, not normalised, and 16 numbers behind them that no kernel may touch.
  mutating func state(_ qubitCount: Int) -> [Double] { numbers(2 << qubitCount) + [Double](repeating: 7, count: 16) }

  /// Different qubits in random order.
  mutating func qubits(_ count: Int, of qubitCount: Int) -> [Int] {
    Array((0..<qubitCount).shuffled(using: &stream).prefix(count))
  }
}

/// Runs a kernel under each instruction set and its twin, on copies of `state`, and compares all numbers.
///
/// - Parameter terms: How many numbers of magnitude 1 are added up for each number of the result.
func expectTwins(
  on state: [Double], terms: Int = 4, _ context: String,
  kernel: (inout [Double]) -> Void, twin: (inout [Double]) -> Void,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var expected = state
  twin(&expected)
  // A few roundings of each term, none of which is larger than the products of magnitudes up to 1.
  let tolerance = 4 * Double(terms) * Double.ulpOfOne
  for name in instructionSets {
    var found = state
    with(instructionSet: name) { kernel(&found) }
    let error = zip(found, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    #expect(error <= tolerance, "\(name), \(context)", sourceLocation: sourceLocation)
    #expect(!found.contains { $0.isNaN }, "\(name), \(context)", sourceLocation: sourceLocation)
  }
}

func norm(_ state: [Double], _ qubitCount: Int) -> Double {
  state.prefix(2 << qubitCount).reduce(0) { $0 + $1 * $1 }.squareRoot()
}

/// The same for a kernel that returns numbers, sums over two states whose norms have the product `scale`.
func expectTwins(
  scale: Double, _ context: String,
  kernel: (inout [Double]) -> Void, twin: (inout [Double]) -> Void,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var expected = [0.0, 0.0]
  twin(&expected)
  for name in instructionSets {
    var found = [Double.nan, Double.nan]
    if expected[1] == 0 { found[1] = 0 }
    with(instructionSet: name) { kernel(&found) }
    let error = max((found[0] - expected[0]).magnitude, (found[1] - expected[1]).magnitude)
    #expect(error <= 8 * scale * Double.ulpOfOne, "\(name), \(context)", sourceLocation: sourceLocation)
    var again = found
    with(instructionSet: name) { kernel(&again) }
    #expect(again == found, "\(name), \(context): the same bits again", sourceLocation: sourceLocation)
  }
}
