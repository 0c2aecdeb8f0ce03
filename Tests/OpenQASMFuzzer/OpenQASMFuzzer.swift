import Foundation
import OpenQASM
import QuantumCircuits
import RandomStreams
import TestSupport

/// Reads, runs and prints texts that were changed by chance until it is stopped: `OpenQASMFuzzer SEED COUNT FILE...`
///
/// The text at work stands in `fuzzer-text.qasm`, so a crash or a hang leaves behind what caused it.
@main
enum OpenQASMFuzzer {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 3, let first = arguments.first, let seed = UInt64(first),
      let count = Int(arguments[arguments.startIndex + 1])
    else {
      FileHandle.standardError.write(Data("usage: OpenQASMFuzzer SEED COUNT FILE...\n".utf8))
      exit(64)
    }
    let texts = try arguments.dropFirst(2).map { try String(contentsOfFile: $0, encoding: .utf8) }
    var words = texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    words += [
      "(", ")", "[", "]", "{", "}", ";", "@", "9999999999", "2**63", "\u{0}", "if (", "for int i in [0:1] ", "pow(",
      "ctrl @ ",
    ]
    var slowest = 0.0, readCount = 0
    for index in 0..<count {
      var stream = RandomStream(seed: seed &+ UInt64(index))
      let bytes = MutatedText.make(from: texts, words: words, using: &stream)
      try Data(bytes).write(to: URL(fileURLWithPath: "fuzzer-text.qasm"))
      let start = ContinuousClock.now
      if run(String(decoding: bytes, as: UTF8.self), using: &stream) { readCount += 1 }
      let seconds = Double(start.duration(to: .now).components.attoseconds) * 1e-18
      if seconds > slowest {
        slowest = seconds
        print("text \(index) of seed \(seed): \(seconds) s, \(bytes.count) bytes")
      }
    }
    print("\(count) texts, of which \(readCount) are programs; the slowest took \(slowest) s")
  }

  /// Whether the text is a program; its outcomes are made by chance.
  private static func run(_ text: String, using stream: inout RandomStream) -> Bool {
    var limits = OpenQASMLimits()
    limits.stepCount = 100_000
    limits.operationCount = 10_000
    guard let program = try? OpenQASMProgram(text, limits: limits) else { return false }
    _ = try? program.openQASM2()
    _ = try? OpenQASMProgram(program.openQASM3, limits: limits)
    _ = try? MeasuredCircuit(openQASM: text)
    guard var machine = try? OpenQASMMachine(program) else { return true }
    while let event = try? machine.next(), event != .end {
      if case .read(let bits) = event { for bit in bits { machine.set(bit: bit, to: stream.uniform() < 0.5) } }
    }
    return true
  }
}
