/// Reads OpenQASM 3 statement by statement.
///
/// In order of priority: never take a text for another circuit than it says; never crash, hang or run out of memory,
/// whatever the text; give back our own texts bit by bit. Hence limits on what a text can unfold to: loops do not exist,
/// parentheses and gates within gates nest up to ``maximumDepth``, and all definitions and broadcasts together unfold to
/// at most 2²⁰ gates more than the text has characters.
struct OpenQASMParser {
  static let maximumDepth = 64

  private let tokens: [OpenQASMToken]
  var position = 0
  /// False while our own definitions are read, which recognition needs.
  let recognizesGates: Bool

  var includesStandardGates = false
  /// The qubits of each register, and whether it is a single qubit.
  var registers: [String: (qubits: Range<Int>, isSingle: Bool)] = [:]
  var qubitCount = 0
  /// Whether measurements are read, or refused.
  let allowsMeasurements: Bool
  /// The bits of each classical register, and whether it is a single bit.
  var classicalRegisters: [String: (bits: Range<Int>, isSingle: Bool)] = [:]
  /// The classical registers in their order.
  var classicalNames: [String] = []
  /// The qubit that each bit reads in the end.
  var bits: [Int?] = []
  var measuredQubits: Set<Int> = []
  /// Whether `$0`, `$1`, … were named, which are the qubits 0, 1, … up to the highest.
  var usesPhysicalQubits = false
  var parameters: [Parameter] = []
  /// Inputs by identifier, as positions in `parameters`.
  var inputs: [String: Int] = [:]
  var gates: [String: OpenQASMGate] = [:]
  var definitions: [GateDefinition] = []
  /// For each definition: how many statements a call of it unfolds to, and how deep definitions are nested in it.
  var sizes: [(count: Int, depth: Int)] = []
  var operations: [Circuit.Operation] = []
  /// Whether the statements of a gate's body are being read.
  var isInDefinition = false

  /// How many more statements calls may unfold to.
  private var remainingGates: Int
  /// How many more steps arithmetic may take.
  private var remainingSteps: Int

  init(
    _ text: String, allowsMeasurements: Bool = false, recognizesGates: Bool = true
  ) throws(OpenQASMError) {
    tokens = try OpenQASMLexer.tokens(of: text, recognizesDefinitions: recognizesGates)
    self.allowsMeasurements = allowsMeasurements
    self.recognizesGates = recognizesGates
    let length = text.utf8.count
    remainingGates = 1 << 20 + length
    remainingSteps = 1 << 22 + 16 * length
  }

  func circuit() throws(OpenQASMError) -> Circuit {
    do {
      var circuit = try Circuit(qubitCount: qubitCount, parameters: parameters)
      for operation in operations { circuit.append(checked: operation) }
      return circuit
    } catch {
      // Registers, names of inputs and operations were checked where they stand.
      throw peek.error(found: "\(error)", allowed: "a circuit")
    }
  }

  // MARK: Tokens

  var peek: OpenQASMToken { tokens[position] }

  func peek(_ distance: Int) -> OpenQASMToken { tokens[min(position + distance, tokens.count - 1)] }

  @discardableResult
  mutating func take() -> OpenQASMToken {
    let token = tokens[position]
    // The last token is the end, which stays.
    if position + 1 < tokens.count { position += 1 }
    return token
  }

  /// Takes a sign if it is the next token.
  mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    guard peek.kind == .symbol(symbol) else { return false }
    take()
    return true
  }

  mutating func expect(_ symbol: Unicode.Scalar, or other: String = "") throws(OpenQASMError) {
    guard take(symbol) else { throw peek.error(allowed: "'\(symbol)'" + (other.isEmpty ? "" : " or \(other)")) }
  }

  /// A new name of the text's own.
  mutating func takeNewName(_ thing: String, isTaken: (String) -> Bool) throws(OpenQASMError) -> String {
    guard case .word(let name) = peek.kind else { throw peek.error(allowed: "a name for the \(thing)") }
    guard !isTaken(name) else {
      throw peek.error(
        found: "\(shortened(name)), a name that is taken", allowed: "a new name for the \(thing)")
    }
    take()
    return name
  }

  func isTaken(_ name: String) -> Bool {
    OpenQASMNames.keywords.contains(name) || OpenQASMNames.constants[name] != nil || name == "U"
      || OpenQASMNames.functions.contains(name) || registers[name] != nil || inputs[name] != nil || gates[name] != nil
      || classicalRegisters[name] != nil || name == OpenQASMNames.withoutBody
  }

  // MARK: Limits

  mutating func spend(gates count: Int, at token: OpenQASMToken) throws(OpenQASMError) {
    remainingGates -= count
    guard remainingGates >= 0 else {
      throw token.error(
        found: "a text that unfolds to too many gates", allowed: "at most 2^20 gates more than characters")
    }
  }

  mutating func spend(steps count: Int, at token: OpenQASMToken) throws(OpenQASMError) {
    // Short sums, as circuits have them, count as one step however often they are copied.
    remainingSteps -= count > 4 ? 8 * count : 1
    guard remainingSteps >= 0 else {
      throw token.error(
        found: "long sums copied too often", allowed: "at most 2^19 terms more than 2 for each character")
    }
  }

  // MARK: Statements

  mutating func parse() throws(OpenQASMError) {
    if case .word("OPENQASM") = peek.kind { try parseVersion() }
    while peek.kind != .end { try parseStatement() }
  }

  private mutating func parseVersion() throws(OpenQASMError) {
    take()
    switch peek.kind {
    case .integer("3"), .decimal("3.0"), .decimal("3.1"): take()
    default: throw peek.error(found: "version \(peek.shown)", allowed: "version 3, 3.0 or 3.1")
    }
    try expect(";")
  }

  private mutating func parseStatement() throws(OpenQASMError) {
    var annotations: [OpenQASMAnnotation] = []
    while case .annotation(let name, let payload) = peek.kind {
      annotations.append(OpenQASMAnnotation(name: name, payload: payload, token: take()))
    }
    if case .definition(let name, let kind) = peek.kind {
      try define(name, as: kind)
      return
    }
    guard case .word(let word) = peek.kind else {
      if annotations.isEmpty && take(";") { return }
      throw peek.error(allowed: Self.statements)
    }
    switch word {
    case "include": try parseInclude()
    case "qubit", "qreg": try parseRegister(isOldStyle: word == "qreg")
    case "bit", "creg": try parseClassicalRegister(isOldStyle: word == "creg")
    case "measure": try parseMeasurement()
    case "input": try parseInput(annotations)
    case "gate": try parseDefinition(annotations)
    case "barrier": try parseBarrier()
    case "gphase", "inv", "ctrl", "negctrl": try parseCall(annotations)
    default:
      guard !OpenQASMNames.keywords.contains(word) else {
        throw peek.error(allowed: Self.statements + "; the rest of the language is not read yet")
      }
      if classicalRegisters[word] != nil {
        try parseAssignment()
      } else {
        try parseCall(annotations)
      }
    }
  }

  private static let statements =
    "include, input, qubit, qreg, bit, creg, gate, barrier, a gate, or measurements at the end"

  private mutating func parseInclude() throws(OpenQASMError) {
    take()
    guard case .text("stdgates.inc") = peek.kind else { throw peek.error(allowed: "\"stdgates.inc\"") }
    guard !includesStandardGates else {
      throw peek.error(found: "a second include of stdgates.inc", allowed: "one")
    }
    let names = StandardGate.allCases.filter { $0.isInStandardGates && $0 != .u }.map(\.name)
    for name in names + OpenQASMNames.aliases.keys
    where registers[name] != nil || classicalRegisters[name] != nil || inputs[name] != nil || gates[name] != nil {
      throw peek.error(found: "stdgates.inc behind a declaration of \(name)", allowed: "the include before it")
    }
    take()
    includesStandardGates = true
    for name in names { gates[name] = StandardGate(rawValue: name).map { .native(.standard($0)) } }
    for (name, gate) in OpenQASMNames.aliases { gates[name] = .native(.standard(gate)) }
    try expect(";")
  }

  private mutating func parseRegister(isOldStyle: Bool) throws(OpenQASMError) {
    let keyword = take()
    guard !usesPhysicalQubits else {
      throw keyword.error(found: "a register beside physical qubits", allowed: "one or the other")
    }
    var size: Int?
    if !isOldStyle, take("[") { size = try parseSize(behind: qubitCount) }
    let token = peek
    let name = try takeNewName("register", isTaken: isTaken)
    if isOldStyle, take("[") { size = try parseSize(behind: qubitCount) }
    guard qubitCount + (size ?? 1) <= Circuit.maximumQubitCount else {
      throw token.error(found: "a qubit too many", allowed: "\(Circuit.maximumQubitCount) qubits in all")
    }
    registers[name] = (qubitCount..<(qubitCount + (size ?? 1)), size == nil)
    qubitCount += size ?? 1
    try expect(";")
  }

  /// A number of qubits or bits behind so many, and the closing bracket.
  mutating func parseSize(behind count: Int) throws(OpenQASMError) -> Int {
    let allowed = Circuit.maximumQubitCount - count
    guard case .integer(let digits) = peek.kind, let size = Int(digits), size >= 1, size <= allowed else {
      throw peek.error(
        found: "\(peek.shown) as the size of a register",
        allowed: "1 to \(Circuit.maximumQubitCount) in all, here at most \(allowed)")
    }
    take()
    try expect("]")
    return size
  }

  /// `input float[64] name;`, with the parameter's own name in an annotation where it is not an identifier.
  private mutating func parseInput(_ annotations: [OpenQASMAnnotation]) throws(OpenQASMError) {
    take()
    guard case .word(let type) = peek.kind, type == "float" || type == "angle" else {
      throw peek.error(found: "an input of type \(peek.shown)", allowed: "float, float[64] or angle")
    }
    take()
    if take("[") {
      guard type == "float", case .integer("64") = peek.kind else {
        throw peek.error(found: "\(type)[\(peek.shown)]", allowed: "float, float[64] or angle")
      }
      take()
      try expect("]")
    }
    let token = peek
    let identifier = try takeNewName("input", isTaken: isTaken)
    var parameter = Parameter(identifier)
    if let annotation = annotations.last(where: { $0.name == OpenQASMAnnotation.parameter }) {
      guard let name = OpenQASMField.text(of: annotation.payload) else {
        throw annotation.token.error(allowed: "@\(annotation.name) with the name in quotation marks")
      }
      parameter = Parameter(name)
    }
    guard parameterNames.insert(parameter).inserted else {
      throw token.error(
        found: "a second input for the parameter \(shortened(parameter.name))", allowed: "one input for each")
    }
    inputs[identifier] = parameters.count
    parameters.append(parameter)
    try expect(";", or: "a further input statement for a further input")
  }

  private var parameterNames: Set<Parameter> = []

  /// Barriers keep compilers from moving gates; nothing here moves gates.
  private mutating func parseBarrier() throws(OpenQASMError) {
    take()
    guard peek.kind != .symbol(";") else {
      take()
      return
    }
    repeat { _ = try parseOperand() } while take(",")
    try expect(";", or: "','")
  }
}

/// An annotation and where it stands. Those of others have no meaning for a circuit and are passed over.
struct OpenQASMAnnotation {
  static let parameter = "ritz.parameter"
  static let label = "ritz.label"
  static let exponential = "ritz.exponential"
  static let unitary = "ritz.unitary"

  let name: String
  let payload: String
  let token: OpenQASMToken
}
