internal import JSONSchemas

/// The program `estimator`: expectation values, as `Backend.estimate` gives them.
public struct EstimatorProgram: RuntimeProgram {
  public init() {}
  public var metadata: ProgramMetadata {
    ProgramMetadata(
      id: "estimator", name: "estimator", description: "Expectation values of observables.", version: "1.0.0",
      maximumExecutionTime: 10800, spec: .init(parameters: .any, returnValues: .any, interimResults: .any))
  }
  public func run(_ inputs: EstimatorInputs, in context: ProgramContext<NoInterimResults>) async throws -> EstimatorOutput
  {
    fatalError()
  }
}

/// The program `estimator-gradient`: expectation values and their derivatives, as `Backend.gradients` gives them.
public struct EstimatorGradientProgram: RuntimeProgram {
  public init() {}
  public var metadata: ProgramMetadata {
    ProgramMetadata(
      id: "estimator-gradient", name: "estimator-gradient", description: "Expectation values and derivatives.",
      version: "1.0.0", maximumExecutionTime: 10800,
      spec: .init(parameters: .any, returnValues: .any, interimResults: .any))
  }
  public func run(_ inputs: EstimatorInputs, in context: ProgramContext<NoInterimResults>) async throws -> GradientOutput
  {
    fatalError()
  }
}

/// The program `sampler`: measurement outcomes, as `Backend.sample` gives them.
public struct SamplerProgram: RuntimeProgram {
  public init() {}
  public var metadata: ProgramMetadata {
    ProgramMetadata(
      id: "sampler", name: "sampler", description: "Measurement outcomes.", version: "1.0.0",
      maximumExecutionTime: 10800, spec: .init(parameters: .any, returnValues: .any, interimResults: .any))
  }
  public func run(_ inputs: SamplerInputs, in context: ProgramContext<NoInterimResults>) async throws -> SamplerOutput {
    fatalError()
  }
}
