internal import OpenQASM
public import QuantumBackends

/// What the program `sampler` is given.
public struct SamplerInputs: Sendable, Equatable {
  public var pubs: [Pub]
  public var options: Options

  public init(pubs: [Pub], options: Options = Options()) {
    self.pubs = pubs
    self.options = options
  }

  /// A circuit with measurements, parameter sets and a number of shots.
  public struct Pub: Sendable, Equatable {
    public var circuit: CircuitSource
    public var parameters: ParameterValues
    /// Shots for each parameter set; nil leaves it to the options.
    public var shots: Int?

    public init(circuit: CircuitSource, parameters: ParameterValues = .none, shots: Int? = nil) {
      self.circuit = circuit
      self.parameters = parameters
      self.shots = shots
    }
  }

  /// What holds for all pubs.
  public struct Options: Sendable, Hashable {
    /// Shots of pubs that have no number of their own; 4096 where nothing is said.
    public var defaultShots: Int?
    /// Every random choice follows from it; without it each run has its own.
    public var seed: UInt64?

    public init(defaultShots: Int? = nil, seed: UInt64? = nil) {
      self.defaultShots = defaultShots
      self.seed = seed
    }

    /// The shots where nothing else is asked for.
    public static let shotsByDefault = 4096
  }
}

extension SamplerInputs {
  /// Inputs that ask a service for what a call of a backend asks for, of pubs that are valid.
  ///
  /// - Parameter reference: How the circuit of a pub, with a measurement of all qubits, is named; see
  ///   ``CircuitTexts/init(sampling:)``.
  /// - Throws: `BackendError` for parameter sets that do not fit, and what `reference` throws.
  public init(
    _ pubs: [SamplerPub], options: SamplerOptions, reference: (PreparedCircuit) throws -> CircuitReference
  ) throws {
    self.init(
      pubs: try pubs.map { pub in
        guard let prepared = pub.circuit else { return try Pub(plain: pub) }
        let reference = try reference(prepared)
        return Pub(
          circuit: reference.circuit,
          parameters: try ParameterValues(pub.parameters, names: reference.parameterNames), shots: pub.shots)
      },
      options: Options(defaultShots: options.shots, seed: options.seed))
  }

  /// Inputs without additions of ours, which any service of the protocol reads.
  ///
  /// - Throws: `BackendError` for parameter sets that do not fit.
  public init(plain pubs: [SamplerPub], options: SamplerOptions) throws(BackendError) {
    var inputs: [Pub] = []
    for pub in pubs { inputs.append(try Pub(plain: pub)) }
    self.init(pubs: inputs, options: Options(defaultShots: options.shots, seed: options.seed))
  }
}

extension SamplerInputs.Pub {
  /// The text of a circuit, with a measurement of all qubits, or of a program.
  fileprivate init(plain pub: SamplerPub) throws(BackendError) {
    let (text, names): (String, [String])
    switch pub.source {
    case .circuit(let prepared, _):
      let texts = CircuitTexts(sampling: prepared.circuit)
      (text, names) = (texts.circuit, texts.parameterNames)
    case .program(let program, let values):
      // Parameter sets hold numbers alone; values of other types travel in the text.
      do throws(OpenQASMError) {
        text = try program.openQASM3(inputs: values)
      } catch {
        throw BackendError(.invalidPub, "\(error)")
      }
      names = program.inputNames.filter { values[$0] == nil }
    }
    self.init(circuit: .text(text), parameters: try ParameterValues(pub.parameters, names: names), shots: pub.shots)
  }
}
