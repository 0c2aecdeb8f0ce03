import QuantumCircuits

extension StandardGate {
  /// Whether the gate needs no definition: `stdgates.inc` has it, or, as `U` for `u`, the language.
  var isInStandardGates: Bool { openQASMDefinition == nil }

  /// The definition of a gate that `stdgates.inc` does not have, with the exact matrix, phase included.
  ///
  /// Parameters are named in alphabetical order: qiskit-qasm3-import 0.6 gives values to the sorted names.
  var openQASMDefinition: String? {
    switch self {
    case .id, .x, .y, .z, .h, .s, .sdg, .t, .tdg, .sx, .p, .rx, .ry, .rz, .u, .cx, .cy, .cz, .ch, .cp, .crx, .cry, .crz,
      .cu, .swap, .ccx, .cswap:
      nil
    case .sxdg: "gate sxdg a { h a; sdg a; h a; }"
    case .r: "gate r(t0, t1) a { rz(-t1) a; rx(t0) a; rz(t1) a; }"
    case .cs: "gate cs a, b { cp(pi/2) a, b; }"
    case .csdg: "gate csdg a, b { cp(-pi/2) a, b; }"
    case .csx: "gate csx a, b { h b; cp(pi/2) a, b; h b; }"
    case .csxdg: "gate csxdg a, b { h b; cp(-pi/2) a, b; h b; }"
    case .iswap: "gate iswap a, b { s a; s b; h a; cx a, b; cx b, a; h b; }"
    case .iswapdg: "gate iswapdg a, b { h b; cx b, a; cx a, b; h a; sdg b; sdg a; }"
    case .ecr:
      // rzx(π/4), x on the first qubit, rzx(−π/4).
      "gate ecr a, b { h b; cx a, b; rz(pi/4) b; cx a, b; h b; x a; h b; cx a, b; rz(-pi/4) b; cx a, b; h b; }"
    case .dcx: "gate dcx a, b { cx a, b; cx b, a; }"
    case .rxx: "gate rxx(theta) a, b { h a; h b; cx a, b; rz(theta) b; cx a, b; h b; h a; }"
    case .ryy:
      "gate ryy(theta) a, b { sdg a; sdg b; h a; h b; cx a, b; rz(theta) b; cx a, b; h b; h a; s b; s a; }"
    case .rzz: "gate rzz(theta) a, b { cx a, b; rz(theta) b; cx a, b; }"
    case .rzx: "gate rzx(theta) a, b { h b; cx a, b; rz(theta) b; cx a, b; h b; }"
    case .xxPlusYY:
      // rxx(θ/2) and ryy(θ/2), which commute, between rotations that give the two mixed states the phase β.
      """
      gate xx_plus_yy(t0, t1) a, b {
        rz(t1) a;
        h a; h b; cx a, b; rz(0.5*t0) b; cx a, b; h b; h a;
        sdg a; sdg b; h a; h b; cx a, b; rz(0.5*t0) b; cx a, b; h b; h a; s b; s a;
        rz(-t1) a;
      }
      """
    case .xxMinusYY:
      """
      gate xx_minus_yy(t0, t1) a, b {
        rz(-t1) b;
        h a; h b; cx a, b; rz(0.5*t0) b; cx a, b; h b; h a;
        sdg a; sdg b; h a; h b; cx a, b; rz(-0.5*t0) b; cx a, b; h b; h a; s b; s a;
        rz(t1) b;
      }
      """
    case .ccz: "gate ccz a, b, c { h c; ccx a, b, c; h c; }"
    }
  }

  /// The definitions of the gates that `stdgates.inc` does not have, by name.
  static let openQASMDefinitions: [String: GateDefinition] = {
    var definitions: [String: GateDefinition] = [:]
    for gate in allCases {
      if let text = gate.openQASMDefinition { definitions[gate.name] = GateDefinition(trusted: text) }
    }
    return definitions
  }()
}
