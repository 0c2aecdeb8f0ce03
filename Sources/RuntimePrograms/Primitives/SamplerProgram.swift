internal import QuantumBackends

/// The program `sampler`: measurement outcomes, as `Backend.sample` gives them.
public struct SamplerProgram: RuntimeProgram {
  public init() {}

  public var metadata: ProgramMetadata {
    ProgramMetadata(
      id: "sampler", name: "sampler", description: "Outcomes of the measurements of circuits and programs.",
      version: "1.0.0", maximumExecutionTime: PrimitiveLimits.executionTime,
      spec: .init(
        parameters: SamplerInputs.jsonSchema, returnValues: SamplerOutput.jsonSchema,
        interimResults: PrimitiveLimits.noInterimResults))
  }

  /// The most digits in the samples of one job.
  static let maximumDigitCount = 1 << 28

  public func run(_ inputs: SamplerInputs, in context: ProgramContext<NoInterimResults>) async throws -> SamplerOutput {
    var pubs: [SamplerPub] = []
    var budget = ParameterValues.maximumNumberCount
    var digits = Self.maximumDigitCount
    let options = try SamplerOptions(
      shots: inputs.options.defaultShots ?? SamplerInputs.Options.shotsByDefault,
      seed: inputs.options.seed ?? .random(in: .min ... .max))
    for (index, pub) in inputs.pubs.enumerated() {
      do {
        let sampling = try await context.circuits.prepared(sampling: pub.circuit, on: context.backend)
        let sets = try pub.parameters.sets(for: sampling.inputs, path: "parameters", budget: &budget)
        try spend(
          &digits, on: sampling, samples: (pub.shots ?? options.shots).multipliedReportingOverflow(by: sets.count))
        pubs.append(SamplerPub(sampling.source, parameters: sets, shots: pub.shots))
      } catch {
        throw ProgramFailure.at("pubs[\(index)]", error)
      }
    }
    let result = try await context.backend.sample(pubs, options: options)
    return SamplerOutput(
      pubs: zip(pubs, result.pubs).map { pub, result in
        SamplerOutput.Pub(
          registers: result.registers.map { .init($0) }, shape: pub.parameters.shape, shots: pub.shots ?? options.shots)
      },
      seed: result.seed)
  }

  /// Registers may be wider than states: what is written of them has a limit of its own.
  private func spend(
    _ digits: inout Int, on sampling: LibrarySampling, samples: (partialValue: Int, overflow: Bool)
  ) throws {
    let each = sampling.registerWidths.reduce(0) { $0 + ($1 + 3) / 4 }
    let (product, overflow) = samples.partialValue.multipliedReportingOverflow(by: each)
    guard !samples.overflow, !overflow, product <= digits else {
      throw BackendError(
        .insufficientMemory,
        "The samples of the job have more than \(Self.maximumDigitCount) hexadecimal digits; take fewer shots.")
    }
    digits -= product
  }
}
