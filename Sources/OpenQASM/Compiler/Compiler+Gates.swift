import PauliAlgebra
import QuantumCircuits

extension Compiler {
  /// A call whose parts are compiled: what the program and the body of a gate have in common.
  struct Callee {
    var gate: OpenQASMGate
    var controls: [Bool] = []
    /// From the innermost on; `inv` is −1.
    var powers: [Fragment] = []
    var angles: [Fragment] = []
    var qubitCount: Int
  }

  /// Modifiers, a name and angles.
  mutating func callee(
    of call: Statement.GateCallStatement, _ annotations: [Annotation], at position: SourcePosition
  ) throws(OpenQASMError) -> Callee {
    var controls: [Bool] = []
    var powers: [Fragment] = []
    for modifier in call.modifiers {
      switch modifier.kind {
      case .inverse: powers.append(.constant(.float(-1), .float(64), at: modifier.position))
      case .power(let exponent):
        powers.append(try convert(try compile(exponent), to: .float(64)))
      case .control(let isPositive, let count):
        let number = try count.map { count throws(OpenQASMError) in
          try constantInteger(count, found: "the number of controls", in: 1...64)
        }
        controls += [Bool](repeating: isPositive, count: number ?? 1)
        guard controls.count <= 64 else {
          throw modifier.position.error(found: "too many controls", allowed: "at most 64")
        }
      }
    }
    let name = call.name.text
    if name == "gphase", let angle = call.angles.first, call.angles.count == 1, let halved = angle.halvedAngle {
      let angles = [try compile(angle: halved)]
      return Callee(
        gate: .native(.pauliRotation(PauliString(qubitCount: 0))), controls: controls, powers: powers.reversed(),
        angles: angles, qubitCount: 0)
    }
    let signature = try signature(of: call.name)
    var angles: [Fragment] = []
    for angle in call.angles { angles.append(try compile(angle: angle)) }
    guard signature.gate == .withoutBody || angles.count == signature.angleCount else {
      throw call.name.position.error(
        found: "\(angles.count) angle\(angles.count == 1 ? "" : "s") for \(shortened(name))",
        allowed: "\(signature.angleCount)")
    }
    let leading = signature.leadingAngles.map { Fragment.constant(.float($0), .float(64), at: position) }
    var gate = signature.gate
    if let annotation = annotations.last(where: { $0.name == Annotation.label }) {
      gate = try labeled(gate, by: annotation)
    }
    return Callee(
      gate: gate, controls: controls, powers: powers.reversed(), angles: leading + angles,
      qubitCount: signature.qubitCount)
  }

  /// An angle: a real number, in which quotients of integers have no remainder.
  private mutating func compile(angle: Expression) throws(OpenQASMError) -> Fragment {
    let outer = refusesRemainders
    refusesRemainders = true
    defer { refusesRemainders = outer }
    let fragment = try convert(try compile(angle), to: .float(64))
    if let form = fragment.constant.flatMap({ try? $0.form() }), !form.isFinite {
      throw angle.position.error(found: "an angle that is not finite", allowed: "finite angles and coefficients")
    }
    return fragment
  }

  private func signature(of name: Statement.Name) throws(OpenQASMError) -> GateSignature {
    switch name.text {
    case "gphase": return GateSignature(gate: .phase, angleCount: 1, qubitCount: 0)
    case "U": return GateSignature(gate: .euler(.half), angleCount: 3, qubitCount: 1)
    default: break
    }
    switch definition(of: name.text) {
    case .gate(let signature): return signature
    case .opaque:
      throw name.position.error(found: "\(shortened(name.text)), an opaque gate", allowed: "gates with a body")
    case .subroutine:
      throw name.position.error(
        found: "\(shortened(name.text)), a subroutine, as a gate", allowed: "its arguments in parentheses")
    default:
      if name.text == OpenQASMNames.withoutBody, gateBody != nil {
        return GateSignature(gate: .withoutBody, angleCount: 0, qubitCount: -1)
      }
      let isStandard = StandardGate(rawValue: name.text)?.isInStandardGates == true
      throw name.position.error(
        found: "\(shortened(name.text)), which is no gate here",
        allowed: isStandard && !includesStandardGates
          ? "include \"stdgates.inc\" before it" : "a gate that is defined before it")
    }
  }

  /// The excitation under the name that an annotation gives it.
  private func labeled(_ gate: OpenQASMGate, by annotation: Annotation) throws(OpenQASMError) -> OpenQASMGate {
    guard case .native(.excitation(let excitation)) = gate else { return gate }
    guard let label = OpenQASMField.text(of: annotation.payload) else {
      throw annotation.position.error(
        found: "the annotation @\(annotation.name)", allowed: "@\(annotation.name) with the label in quotation marks")
    }
    return .native(.excitation(excitation.labeled(label)))
  }

  func checkQubitCount(
    _ count: Int, of callee: Callee, at position: SourcePosition
  ) throws(OpenQASMError) {
    guard callee.gate != .withoutBody else { return }
    let allowed = callee.qubitCount + callee.controls.count
    guard count == allowed else {
      throw position.error(found: "\(count) qubit\(count == 1 ? "" : "s") for a gate", allowed: "\(allowed)")
    }
  }

  // MARK: Calls in programs

  mutating func compile(
    _ call: Statement.GateCallStatement, _ annotations: [Annotation], at position: SourcePosition
  ) throws(OpenQASMError) {
    let callee = try callee(of: call, annotations, at: position)
    var operands: [QubitFragment] = []
    for operand in call.operands { operands.append(try compile(qubits: operand)) }
    try checkQubitCount(operands.count, of: callee, at: position)
    for operand in operands { noteGate(on: operand) }
    let sizes = operands.lazy.filter(\.isRegister).compactMap(\.count)
    _ = try Broadcast.repetitionCount(registers: sizes, at: position)
    if try compileKnown(callee, operands, at: position) { return }
    var site = GateSite(
      gate: callee.gate, controls: callee.controls, powers: [], angles: [], operands: [], position: position)
    for angle in callee.angles {
      if let form = knownForm(angle) {
        site.angles.append(.known(form))
      } else {
        site.angles.append(.computed)
        steps += angle.steps
      }
    }
    for power in callee.powers {
      if case .float(let number)? = power.constant {
        site.powers.append(number)
      } else {
        site.powers.append(nil)
        try emit(power)
      }
    }
    for operand in operands {
      if let known = operand.known {
        site.operands.append(.known(known, isRegister: operand.isRegister))
      } else {
        site.operands.append(.computed(isRegister: operand.isRegister))
        steps += operand.steps
      }
    }
    program.gateSites.append(site)
    emit(.gate(program.gateSites.count - 1), at: position)
  }

  private func knownForm(_ angle: Fragment) -> LinearForm? { angle.constant.flatMap { try? $0.form() } }

  /// The widest broadcast whose operations are made once and for all.
  private static let maximumKnownRepetitionCount = 64

  /// Writes a call of one of our gates without modifiers, of which everything is known, as operations; false for others.
  private mutating func compileKnown(
    _ callee: Callee, _ operands: [QubitFragment], at position: SourcePosition
  ) throws(OpenQASMError) -> Bool {
    guard callee.controls.isEmpty, callee.powers.isEmpty, callee.gate.isPlain else { return false }
    let repetitions = operands.first(where: \.isRegister)?.count ?? 1
    guard repetitions <= Self.maximumKnownRepetitionCount else { return false }
    let forms = callee.angles.compactMap(knownForm), known = operands.compactMap(\.known)
    guard forms.count == callee.angles.count, known.count == operands.count else { return false }
    let termCount = forms.reduce(0) { $0 + $1.coefficients.count } * repetitions
    try spend(termCount > 4 ? 8 * termCount : 1, at: position)
    let angles = forms.map { $0.angle(program.parameters) }
    for repetition in 0..<repetitions {
      let qubits = zip(known, operands).map { $1.isRegister ? $0[repetition] : $0[0] }
      let operation = try callee.gate.plainOperation(angles: angles, on: qubits, at: position)
      program.operations.append(operation)
      emit(.operation(program.operations.count - 1), at: position)
    }
    return true
  }
}

extension Expression {
  /// The angle θ of a global phase written as `-0.5*(θ)`.
  ///
  /// Half of the smallest numbers is not a number: only this form keeps their bits.
  fileprivate var halvedAngle: Expression? {
    guard case .chain(let first, let links) = kind, let link = links.first, links.count == 1, link.symbol == .multiply,
      case .signs(let signs, let number) = first.kind, signs == [.minus], case .decimal("0.5") = number.kind
    else { return nil }
    return link.operand
  }
}
