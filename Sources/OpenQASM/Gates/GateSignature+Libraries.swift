import QuantumCircuits

extension GateSignature {
  /// The gates of `stdgates.inc`.
  static let standardGates: [String: GateSignature] = {
    var signatures: [String: GateSignature] = [:]
    for gate in StandardGate.allCases where gate.isInStandardGates && gate != .u {
      signatures[gate.name] = GateSignature(native: .standard(gate))
    }
    for (name, gate) in OpenQASMNames.aliases { signatures[name] = GateSignature(native: .standard(gate)) }
    signatures["u3"] = GateSignature(gate: .euler(.symmetric), angleCount: 3, qubitCount: 1)
    signatures["u2"] = u2
    return signatures
  }()

  /// The gates of `qelib1.inc` that are gates of ours; the others are ``GateDefinition/qelib1``.
  static let qelib1: [String: GateSignature] = {
    let gates: [StandardGate] = [
      .id, .x, .y, .z, .h, .s, .sdg, .t, .tdg, .sx, .sxdg, .p, .rx, .ry, .rz, .u, .cx, .cy, .cz, .ch, .cp, .crx, .cry,
      .crz, .csx, .cu, .swap, .ccx, .cswap, .rxx, .rzz,
    ]
    var signatures: [String: GateSignature] = [:]
    for gate in gates { signatures[gate.name] = GateSignature(native: .standard(gate)) }
    signatures["u1"] = GateSignature(native: .standard(.p))
    signatures["cu1"] = GateSignature(native: .standard(.cp))
    signatures["u3"] = GateSignature(gate: .euler(.symmetric), angleCount: 3, qubitCount: 1)
    signatures["u2"] = u2
    return signatures.mapValues {
      var signature = $0
      signature.isReplaceable = true
      return signature
    }
  }()

  private static let u2 = GateSignature(
    gate: .euler(.symmetric), angleCount: 2, qubitCount: 1, leadingAngles: [.pi / 2])
}

extension GateDefinition {
  /// Texts in version 3 of the gates of `qelib1.inc` that have no name there nor among ours.
  static let qelib1Texts: [String: String] = [
    "u0": "gate u0(gamma) a { U(0, 0, 0) a; }",
    "cu3": "gate cu3(theta, phi, lambda) a, b { cu(theta, phi, lambda, 0) a, b; }",
    "rccx":
      "gate rccx a, b, c { h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c; }",
    "rc3x":
      "gate rc3x a, b, c, d { h d; t d; cx c, d; tdg d; h d; cx a, d; t d; cx b, d; tdg d; cx a, d; t d; cx b, d; tdg d; "
      + "h d; t d; cx c, d; tdg d; h d; }",
    "c3x": "gate c3x a, b, c, d { ctrl(3) @ x a, b, c, d; }",
    "c3sqrtx": "gate c3sqrtx a, b, c, d { ctrl(3) @ sx a, b, c, d; }",
    "c4x": "gate c4x a, b, c, d, e { ctrl(4) @ x a, b, c, d, e; }",
  ]

  static let qelib1: [String: GateDefinition] = qelib1Texts.mapValues { GateDefinition(trusted: $0) }

  /// - Precondition: The text defines one gate by gates of `stdgates.inc`.
  init(trusted text: String) {
    do {
      let limits = OpenQASMLimits()
      var parser = try Parser("include \"stdgates.inc\"; \(text)", limits: limits, recognizesGates: false)
      var compiler = Compiler(limits: limits, recognizesGates: false, textLength: text.utf8.count)
      try compiler.compile(try parser.parse())
      guard let definition = compiler.program.definitions.last else {
        preconditionFailure("The text defines no gate: \(text)")
      }
      self = definition
    } catch {
      preconditionFailure("The text is not OpenQASM: \(text): \(error)")
    }
  }
}
