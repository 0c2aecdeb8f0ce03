import Foundation
import PhysicalFloors

/// The arguments of `RitzBenchmarks limits`.
struct LimitsOptions {
  static let name = "limits"
  static let usage = """
    usage: RitzBenchmarks limits [--threads N] [--json]
      how fast this machine moves memory and multiplies and adds at most: what floors are made of
      --threads N  threads that work at once (default: 1)
      --json       one JSON object
    """

  private var threadCount = 1
  private var isJSON = false

  init(_ arguments: some Sequence<String>) throws(BenchmarkOptions.Invalid) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": isJSON = true
      case "--threads":
        guard let count = rest.popFirst().flatMap({ Int($0) }), 1...1024 ~= count else {
          throw BenchmarkOptions.Invalid(reason: "--threads needs a number from 1 to 1024")
        }
        threadCount = count
      default: throw BenchmarkOptions.Invalid(reason: "'\(argument)' is no option")
      }
    }
  }

  func run() throws {
    let limits = MachineLimits.measured(threads: threadCount)
    if isJSON { return try Report.printJSON(limits) }
    func row(_ name: String, _ value: Double, _ unit: String) {
      print(name.padding(toLength: 18, withPad: " ", startingAt: 0) + String(format: "%8.1f %@", value, unit))
    }
    row("multiply-add", limits.operationsPerSecond / 1e9, "GFLOP/s (\(limits.instructionSet))")
    row("in place, memory", limits.inPlaceBytesPerSecond / 1e9, "GB/s read and written")
    row("in place, cache", limits.inCacheBytesPerSecond / 1e9, "GB/s read and written")
    row("triad", limits.triadBytesPerSecond / 1e9, "GB/s")
    row("cache", Double(limits.cacheBytes) / 0x1p20, "MiB in the last level")
    row("threads", Double(limits.threads), "")
  }
}
