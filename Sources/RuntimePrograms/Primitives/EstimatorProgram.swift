internal import JSONSchemas
internal import QuantumBackends

/// The program `estimator`: expectation values, as `Backend.estimate` gives them.
public struct EstimatorProgram: RuntimeProgram {
  public init() {}

  public var metadata: ProgramMetadata {
    ProgramMetadata(
      id: "estimator", name: "estimator",
      description: "Expectation values of observables in the states that circuits prepare.",
      version: "1.0.0", maximumExecutionTime: PrimitiveLimits.executionTime,
      spec: .init(
        parameters: EstimatorInputs.jsonSchema, returnValues: EstimatorOutput.jsonSchema,
        interimResults: PrimitiveLimits.noInterimResults))
  }

  public func run(
    _ inputs: EstimatorInputs, in context: ProgramContext<NoInterimResults>
  ) async throws -> EstimatorOutput {
    let pubs = try await inputs.pubs(in: context.circuits, on: context.backend)
    let options = try inputs.options.estimatorOptions()
    let result = try await context.backend.estimate(pubs, options: options)
    return EstimatorOutput(result, pubs: pubs, options: options)
  }
}

/// The program `estimator-gradient`: expectation values and their derivatives, as `Backend.gradients` gives them.
public struct EstimatorGradientProgram: RuntimeProgram {
  public init() {}

  public var metadata: ProgramMetadata {
    ProgramMetadata(
      id: "estimator-gradient", name: "estimator-gradient",
      description: "Expectation values of observables and their derivatives by each input of the circuit.",
      version: "1.0.0", maximumExecutionTime: PrimitiveLimits.executionTime,
      spec: .init(
        parameters: EstimatorInputs.jsonSchema, returnValues: GradientOutput.jsonSchema,
        interimResults: PrimitiveLimits.noInterimResults))
  }

  public func run(
    _ inputs: EstimatorInputs, in context: ProgramContext<NoInterimResults>
  ) async throws -> GradientOutput {
    let pubs = try await inputs.pubs(in: context.circuits, on: context.backend)
    let options = try inputs.options.estimatorOptions()
    return GradientOutput(try await context.backend.gradients(pubs, options: options), pubs: pubs)
  }
}

/// What holds for all primitives.
enum PrimitiveLimits {
  /// In seconds.
  static let executionTime = 10_800
  static let noInterimResults = JSONSchema.nothing
}

extension EstimatorInputs {
  /// The pubs with circuits prepared on a backend.
  func pubs(in library: CircuitLibrary, on backend: any Backend) async throws -> [EstimatorPub] {
    var prepared: [EstimatorPub] = []
    var budget = ParameterValues.maximumNumberCount
    for (index, pub) in pubs.enumerated() {
      do {
        let estimation = try await library.prepared(
          circuit: pub.circuit, observables: pub.observables, on: backend)
        let sets = try pub.parameters.sets(for: estimation.inputs, path: "parameters", budget: &budget)
        if sets.count == 0 || estimation.observables.count == 0 {
          // Nothing comes of it, but lists of nothing are written.
          let shape = try Broadcast(estimation.observables.shape, sets.shape).shape
          guard ShapedArray<Double>.emptyListCount(of: shape) != nil else {
            throw ProgramFailure.invalidInput("", "values of shape \(shape), which are 2^20 lists of nothing, or more")
          }
        }
        prepared.append(
          EstimatorPub(
            estimation.circuit, observables: estimation.observables, parameters: sets, precision: pub.precision))
      } catch {
        throw ProgramFailure.at("pubs[\(index)]", error)
      }
    }
    return prepared
  }
}

extension EstimatorInputs.Options {
  /// The options of the call. Without a seed there is a new one.
  func estimatorOptions() throws -> EstimatorOptions {
    let seed = seed ?? .random(in: .min ... .max)
    if exact { return try EstimatorOptions(grouping: grouping, seed: seed) }
    if let defaultShots { return try EstimatorOptions(shots: defaultShots, grouping: grouping, seed: seed) }
    return try EstimatorOptions(
      precision: defaultPrecision ?? Self.precisionByDefault, grouping: grouping, seed: seed)
  }
}
