import Ritz

/// A FILE made ready for a variational run: its Hamiltonian, the ansatz, and what is known of them.
struct VariationalTask {
  let path: String
  let hamiltonian: PauliSum
  let ansatz: any Ansatz
  /// Non-nil for molecules.
  let molecule: Molecule?
  /// Whether the ansatz conserves the numbers of alpha and beta electrons, so that it stays in the molecule's sector.
  let isNumberConserving: Bool
  let initialPoint: InitialPoint

  /// - Throws: ``Failure`` or `InputFileError`, with the path in its message.
  init(_ path: String, _ arguments: ProblemArguments, start: InitialPointArgument?) throws {
    do {
      try self.init(reading: path, arguments, start: start)
    } catch {
      throw Failure.about(path, error)
    }
  }

  private init(reading path: String, _ arguments: ProblemArguments, start: InitialPointArgument?) throws {
    self.path = path
    switch try HamiltonianFile(contentsOf: path) {
    case .molecule(let file):
      let molecule = try Self.activeSpace(of: file.molecule, arguments)
      let problem = try molecule.problem(
        mapping: arguments.mapping ?? .jordanWigner, reducingTwoQubits: arguments.reduceTwoQubits)
      self.molecule = molecule
      hamiltonian = problem.hamiltonian
      let name = arguments.ansatz ?? .uccsd
      isNumberConserving = name == .uccsd
      if name == .uccsd {
        if arguments.layers != nil { throw Failure(.usage, "\(path): --layers does not apply to uccsd") }
        ansatz = try UCCSD(
          problem, order: arguments.order ?? .doublesThenSingles, start: start == .mp2 ? .mp2 : .zeros)
      } else {
        ansatz = try Self.layered(name, problem.hamiltonian, arguments, path: path)
      }
    case .pauliSum(let sum):
      if let option = arguments.moleculeOptions.first {
        throw Failure(.usage, "\(path): a Pauli sum, for which \(option) cannot be honoured; it needs a molecule")
      }
      molecule = nil
      hamiltonian = sum
      isNumberConserving = false
      ansatz = try Self.layered(arguments.ansatz ?? .hva, sum, arguments, path: path)
    }
    if start == .mp2, !isNumberConserving {
      throw Failure(.usage, "\(path): --initial-point mp2 belongs to uccsd; the ansatz is \(ansatz.name)")
    }
    initialPoint =
      switch start {
      case .zeros: .zeros
      case .random: .random
      case .ansatz, .mp2, nil: .ansatz
      }
  }

  private static func activeSpace(of molecule: Molecule, _ arguments: ProblemArguments) throws -> Molecule {
    if let space = arguments.activeSpace {
      return try molecule.activeSpace(electrons: space.electrons, orbitals: space.orbitals)
    }
    return try arguments.freezeCore.map(molecule.freezingCore) ?? molecule
  }

  private static func layered(
    _ name: AnsatzArgument, _ hamiltonian: PauliSum, _ arguments: ProblemArguments, path: String
  ) throws -> any Ansatz {
    if arguments.order != nil {
      throw Failure(.usage, "\(path): --order belongs to uccsd; the ansatz is \(name.rawValue)")
    }
    let qubitCount = hamiltonian.qubitCount
    let layers = arguments.layers ?? 3
    return switch name {
    case .uccsd:
      throw Failure(
        .usage,
        "\(path): a Pauli sum, which has no electrons for uccsd; use hva, efficient-su2, real-amplitudes or two-local")
    case .hva: try HamiltonianVariational(hamiltonian, layers: arguments.layers)
    case .efficientSU2: try EfficientSU2(qubitCount: qubitCount, layers: layers)
    case .realAmplitudes: try RealAmplitudes(qubitCount: qubitCount, layers: layers)
    case .twoLocal: try TwoLocal(qubitCount: qubitCount, layers: layers)
    }
  }

  /// The unit of the energies; empty for Pauli sums, which do not know theirs.
  var unit: String { molecule == nil ? "" : " hartree" }

  /// What is computed, in one line.
  func summary(_ optimizer: OptimizerName) -> String {
    let qubits = "\(hamiltonian.qubitCount) qubits, \(hamiltonian.termCount()) terms"
    return
      "\(path): \(qubits); \(ansatz.name) with \(ansatz.circuit.parameters.count) parameters; \(optimizer.rawValue)"
  }

  /// The settings of a run, started at `start` where that is given.
  func vqe(_ arguments: OptimizationArguments, start: InitialPoint? = nil) -> VQE {
    let (loop, measurement) = (arguments.loop, arguments.loop.measurement)
    // What protocols hide is opened once, here.
    func make(_ ansatz: some Ansatz, _ optimizer: some Optimizer) -> VQE {
      VQE(
        hamiltonian: hamiltonian, ansatz: ansatz, optimizer: optimizer, gradient: loop.gradient?.method,
        initialPoint: start ?? initialPoint, shots: measurement.shots, precision: measurement.precision,
        finalPrecision: loop.finalPrecision, grouping: measurement.grouping ?? .qubitWise, seed: arguments.seed)
    }
    return make(
      ansatz, loop.method.optimizer(maximumEvaluations: loop.maxEvaluations, seed: arguments.seed))
  }
}
