/// An entry of `GET /backends`.
public struct BackendSummary: Codable, Sendable {
  public struct Status: Codable, Hashable, Sendable {
    /// `online`, `paused` or `offline`.
    public var name: String
    public var reason: String

    public init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  public var name: String
  public var status: Status
  public var isSimulator: Bool
  public var qubitCount: Int
  public var queueLength: Int

  enum CodingKeys: String, CodingKey {
    case isSimulator = "is_simulator"
    case qubitCount = "qubits"
    case queueLength = "queue_length"
    case name, status
  }

  public init(name: String, status: Status, isSimulator: Bool, qubitCount: Int, queueLength: Int) {
    self.name = name
    self.status = status
    self.isSimulator = isSimulator
    self.qubitCount = qubitCount
    self.queueLength = queueLength
  }
}

/// `GET /backends`, in the form of 2025 and later.
public struct BackendList: Codable, Sendable {
  public var devices: [BackendSummary]

  public init(devices: [BackendSummary]) { self.devices = devices }
}

/// `GET /backends/{name}/status`.
public struct BackendStatus: Codable, Sendable {
  public var state: Bool
  public var status: String
  public var message: String
  public var queueLength: Int
  public var version: String

  enum CodingKeys: String, CodingKey {
    case queueLength = "length_queue"
    case version = "backend_version"
    case state, status, message
  }

  public init(state: Bool, status: String, message: String, queueLength: Int, version: String) {
    self.state = state
    self.status = status
    self.message = message
    self.queueLength = queueLength
    self.version = version
  }
}

/// What a client must know of a backend; `GET /backends/{name}/configuration` holds more.
public struct BackendConfiguration: Codable, Sendable {
  /// What a service of ours can do beyond the common wire; absent elsewhere.
  public struct Additions: Codable, Hashable, Sendable {
    public var supportsExactExpectationValues: Bool
    public var supportsGradients: Bool

    enum CodingKeys: String, CodingKey {
      case supportsExactExpectationValues = "supports_exact_expectation_values"
      case supportsGradients = "supports_gradients"
    }

    public init(supportsExactExpectationValues: Bool, supportsGradients: Bool) {
      self.supportsExactExpectationValues = supportsExactExpectationValues
      self.supportsGradients = supportsGradients
    }
  }

  public struct Gate: Codable, Hashable, Sendable {
    public var name: String
    public var parameters: [String]
    public var definition: String

    enum CodingKeys: String, CodingKey {
      case name, parameters
      case definition = "qasm_def"
    }

    public init(name: String, parameters: [String], definition: String) {
      self.name = name
      self.parameters = parameters
      self.definition = definition
    }
  }

  public var name: String
  public var version: String
  public var qubitCount: Int
  public var basisGates: [String]
  public var gates: [Gate]
  /// Pairs of qubits; nil where all are connected.
  public var couplingMap: [[Int]]?
  public var isSimulator: Bool
  public var isLocal: Bool
  public var isConditional: Bool
  public var hasOpenPulse: Bool
  public var hasMemory: Bool
  public var maximumShots: Int
  public var onlineDate: String
  public var inputAllowed: [String]
  public var description: String?
  public var ritz: Additions?

  enum CodingKeys: String, CodingKey {
    case name = "backend_name"
    case version = "backend_version"
    case qubitCount = "n_qubits"
    case basisGates = "basis_gates"
    case couplingMap = "coupling_map"
    case isSimulator = "simulator"
    case isLocal = "local"
    case isConditional = "conditional"
    case hasOpenPulse = "open_pulse"
    case hasMemory = "memory"
    case maximumShots = "max_shots"
    case onlineDate = "online_date"
    case inputAllowed = "input_allowed"
    case gates, description, ritz
  }

  public init(
    name: String, version: String, qubitCount: Int, basisGates: [String], gates: [Gate], couplingMap: [[Int]]? = nil,
    isSimulator: Bool, maximumShots: Int, onlineDate: String, description: String? = nil, ritz: Additions? = nil
  ) {
    self.name = name
    self.version = version
    self.qubitCount = qubitCount
    self.basisGates = basisGates
    self.gates = gates
    self.couplingMap = couplingMap
    self.isSimulator = isSimulator
    isLocal = false
    isConditional = false
    hasOpenPulse = false
    hasMemory = true
    self.maximumShots = maximumShots
    self.onlineDate = onlineDate
    inputAllowed = ["job", "runtime"]
    self.description = description
    self.ritz = ritz
  }
}

/// A page of `GET /programs`.
public struct ProgramList: Codable, Sendable {
  public var programs: [ProgramObject]
  /// All there are, not only this page.
  public var count: Int

  public init(programs: [ProgramObject], count: Int) {
    self.programs = programs
    self.count = count
  }
}
