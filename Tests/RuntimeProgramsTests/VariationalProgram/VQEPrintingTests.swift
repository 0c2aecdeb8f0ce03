import ClassicalOptimizers
import JSONSchemas
import RandomStreams
import RuntimePrograms
import Testing

@Suite("The texts of a variational run") struct VQEPrintingTests {
  /// JSON that decodes as an interim result, and as an output.
  private struct Maker {
    var random: RandomStream

    private mutating func number() -> JSONValue {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: .number(-0.0)
      case 1: .number(.leastNonzeroMagnitude)
      case 2: .number(1e300 * Double.random(in: -1...1, using: &random))
      case 3: .number(Double(Int.random(in: -9...9, using: &random)))
      case 4: .number([.nan, .infinity, -.infinity][Int.random(in: 0..<3, using: &random)])
      default: .number(Double.random(in: -10...10, using: &random))
      }
    }

    private mutating func integer() -> JSONValue { .integer(Int64.random(in: .min ... .max, using: &random)) }
    private mutating func truth() -> JSONValue { .bool(Bool.random(using: &random)) }

    private mutating func list(_ element: (inout Maker) -> JSONValue) -> JSONValue {
      .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in element(&self) })
    }

    private mutating func orMissing(_ value: (inout Maker) -> JSONValue) -> JSONValue {
      Bool.random(using: &random) ? value(&self) : .null
    }

    mutating func interimResult() -> JSONValue {
      [
        "iteration": integer(), "evaluations": integer(), "gradient_evaluations": integer(), "energy": number(),
        "standard_error": orMissing { $0.number() }, "best_energy": number(), "accepted": truth(),
        "parameters": list { $0.number() },
      ]
    }

    private mutating func iteration() -> JSONValue {
      [
        "iteration": integer(), "energy": number(), "standard_error": orMissing { $0.number() },
        "evaluations": integer(), "gradient_evaluations": integer(), "accepted": truth(),
      ]
    }

    private mutating func evaluation() -> JSONValue {
      [
        "point": list { $0.number() }, "value": number(), "standard_error": orMissing { $0.number() },
        "gradient": orMissing { $0.list { $0.number() } },
      ]
    }

    mutating func output() -> JSONValue {
      [
        "energy": number(), "standard_error": orMissing { $0.number() }, "is_energy_independent": truth(),
        "parameters": list { $0.number() }, "evaluations": integer(), "gradient_evaluations": integer(),
        "iterations": integer(), "stop_reason": .string(StopReason.allCases.randomElement(using: &random)!.rawValue),
        "ansatz": .string(["", "a \"b\"\\\n", "ü\u{0}"].randomElement(using: &random)!),
        "optimizer": .string(OptimizerName.allCases.randomElement(using: &random)!.rawValue),
        "seed": .unsigned(UInt64.random(in: (1 << 63)...(.max), using: &random)), "seconds": number(),
        "history": list { $0.iteration() }, "log": orMissing { $0.list { $0.evaluation() } },
      ]
    }
  }

  /// Both as values: the order of the members does not count.
  private func expectSameText(_ value: some JSONPrintable, sourceLocation: SourceLocation = #_sourceLocation) throws {
    var printer = JSONPrinter()
    value.print(to: &printer)
    let printed = try JSONValue(parsing: printer.bytes)
    let encoded = try JSONValue(parsing: JSONValue(encoding: value).bytes)
    #expect(printed == encoded, sourceLocation: sourceLocation)
  }

  @Test("are found valid without making a value")
  func plain() throws {
    let step = #"{"iteration":3,"evaluations":7,"gradient_evaluations":0,"energy":-7.88,"accepted":true,"#
    let interimResult = step + #""standard_error":1.5e-3,"best_energy":-7.9,"parameters":[0.1,-2.5e-05,3]}"#
    let history = step.dropLast() + "}"
    let output =
      #"{"energy":-7.9,"is_energy_independent":true,"parameters":[0.1],"evaluations":7,"#
      + #""gradient_evaluations":0,"iterations":3,"stop_reason":"evaluation-limit","ansatz":"uccsd","optimizer":"spsa","#
      + #""seed":0,"seconds":0.01,"history":[\#(history)]}"#
    let specification = VQEProgram().metadata.spec
    for (schema, text) in [(specification.interimResults, interimResult), (specification.returnValues, output)] {
      try schema.validate(JSONValue(parsing: text))
      #expect(schema.surelyAdmits(Array(text.utf8)))
    }
  }

  @Test("are those of their encoding", arguments: 0..<100 as Range<UInt64>)
  func sameAsEncoding(seed: UInt64) throws {
    var maker = Maker(random: RandomStream(seed: seed))
    try expectSameText(try maker.interimResult().decoded(as: VQEInterimResult.self))
    try expectSameText(try maker.output().decoded(as: VQEOutput.self))
  }
}
