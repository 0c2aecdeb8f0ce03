import ArgumentParser
import JSONSchemas
import Ritz

/// `ritz sample`: outcomes of a circuit's measurements.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw the outcomes of a circuit or a program in OpenQASM.",
    discussion: """
      Measurements may stand anywhere, and decide what follows; a circuit without any has all its qubits measured. In bit \
      strings, bit 0 is rightmost; with several registers, the first one stands rightmost, behind a space.
      """)

  @Argument(help: "A file in OpenQASM 2 or 3.")
  var circuit: String

  @Option(parsing: .unconditional, help: "How often it is run.")
  var shots = SamplerOptions().shots

  @Option(help: ArgumentHelp("Values of inputs, such as '{\"theta\": 0.5}'.", valueName: "json"))
  var parameters: String?

  @Option(parsing: .unconditional, help: "Where all random choices come from (default: another one each time).")
  var seed: UInt64?

  @Option(help: "How states are simulated here; not with a service (default: state-vector).")
  var method: SimulationMethod?

  @OptionGroup var place: PlaceArguments

  @Flag(help: "Print one JSON object.")
  var json = false

  enum SimulationMethod: String, CaseIterable, ExpressibleByArgument {
    case stateVector = "state-vector"
  }

  func validate() throws {
    if shots < 1 { throw ValidationError("--shots is \(shots); 1 or more are allowed.") }
    if let method, place.backend != .local {
      throw ValidationError("--method \(method.rawValue) is for --backend local and cannot be honoured by a service.")
    }
  }

  func run() async throws {
    let pub = try CircuitFile(circuit, inputs: parameters).samplerPub(shots: shots)
    let seed = seed ?? .random(in: .min ... .max)
    let result: SamplerPubResult
    let backend = try await place.backend.backend()
    do {
      result = try await backend.sample([pub], options: SamplerOptions(shots: shots, seed: seed)).pubs[0]
    } catch {
      throw Failure.about(circuit, error)
    }
    let counts = try histogram(result)
    guard json else {
      let width = counts.map(\.count).max().map { String($0).count } ?? 0
      let lines = counts.map { text, count in
        "\(text)  \(String(repeating: " ", count: width - String(count).count))\(count)"
      }
      return Console.printResult(lines.joined(separator: "\n") + "\n")
    }
    var members = JSONObject()
    for (text, count) in counts { members[text] = .integer(count) }
    Console.printResult(
      JSONValue.object([
        "counts": .object(members), "shots": .integer(shots), "seed": .seed(seed), "method": .string(methodName),
      ]).text)
  }

  /// nil for a service, which has its own.
  private var methodName: String? { place.backend == .local ? (method ?? .stateVector).rawValue : nil }

  /// By the bit strings of all registers, the first one rightmost, in ascending order.
  private func histogram(_ result: SamplerPubResult) throws -> [(text: String, count: Int)] {
    let registers = result.registers.map { $0.bits[0] }.filter { $0.bitCount > 0 }
    guard !registers.isEmpty else { return [("", shots)] }
    let joined = try BitArray.concatenatingBits(registers)
    let counts =
      joined.wordsPerShot == 1
      ? joined.histogram.map { (BitArray.bitString([$0.outcome], bitCount: joined.bitCount), $0.count) }
      : joined.counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    guard registers.count > 1 else { return counts }
    return counts.map { text, count in
      var (parts, rest) = ([Substring](), text[...])
      for register in registers {
        parts.append(rest.suffix(register.bitCount))
        rest = rest.dropLast(register.bitCount)
      }
      return (parts.reversed().joined(separator: " "), count)
    }
  }
}
