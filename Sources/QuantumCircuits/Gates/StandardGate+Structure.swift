package import ComplexModule
internal import LinearAlgebra
package import PauliAlgebra

extension StandardGate {
  /// How a simulator may apply a gate without its whole matrix.
  package enum Structure: Hashable, Sendable {
    case identity
    /// Amplitudes whose qubits are all 1 are multiplied by ``StandardGate/phase(_:)``.
    case diagonalPhase
    /// exp(−iθP/2) with these letters on the gate's qubits.
    case pauliRotation([Pauli])
    /// X on the last qubit where all others are 1.
    case controlledX(controls: Int)
    /// The last two qubits exchanged where all others are 1.
    case controlledSwap(controls: Int)
    /// ``StandardGate/baseMatrix(_:)`` on the last qubit where all others are 1.
    case controlledOneQubit(controls: Int)
    /// A 4 × 4 matrix without a simpler form.
    case twoQubit
  }

  package var structure: Structure {
    switch self {
    case .id: .identity
    case .z, .s, .sdg, .t, .tdg, .p, .cz, .cs, .csdg, .cp, .ccz: .diagonalPhase
    case .rx, .ry, .rz, .rxx, .ryy, .rzz, .rzx: .pauliRotation(pauliAxis ?? [])
    case .x, .cx, .ccx: .controlledX(controls: controlCount)
    case .swap, .cswap: .controlledSwap(controls: controlCount)
    case .y, .h, .sx, .sxdg, .r, .u, .cy, .ch, .csx, .csxdg, .crx, .cry, .crz, .cu:
      .controlledOneQubit(controls: controlCount)
    case .iswap, .iswapdg, .ecr, .dcx, .xxPlusYY, .xxMinusYY: .twoQubit
    }
  }

  /// How many of the leading qubits are controls.
  package var controlCount: Int {
    switch self {
    case .ccx, .ccz: 2
    case .cx, .cy, .cz, .ch, .cs, .csdg, .csx, .csxdg, .cp, .crx, .cry, .crz, .cu, .cswap: 1
    case .id, .x, .y, .z, .h, .s, .sdg, .t, .tdg, .sx, .sxdg, .p, .rx, .ry, .rz, .r, .u, .swap, .iswap, .iswapdg, .ecr,
      .dcx, .rxx, .ryy, .rzz, .rzx, .xxPlusYY, .xxMinusYY:
      0
    }
  }

  /// Whether the gate only multiplies amplitudes whose qubits are all 1 by a phase.
  package var isDiagonalPhase: Bool { structure == .diagonalPhase }

  /// The phase of a gate for which ``isDiagonalPhase`` holds, in radians; nil for the others.
  package func phaseAngle(_ angles: [Double]) -> Double? {
    switch self {
    case .z, .cz, .ccz: .pi
    case .s, .cs: .pi / 2
    case .sdg, .csdg: -.pi / 2
    case .t: .pi / 4
    case .tdg: -.pi / 4
    case .p, .cp: angles[0]
    default: nil
    }
  }

  /// The factor e^{i·phaseAngle}, without rounding for z, s and their like; nil for the gates that are not diagonal phases.
  package func phase(_ angles: [Double]) -> Complex<Double>? {
    switch self {
    case .z, .cz, .ccz: -1
    case .s, .cs: .i
    case .sdg, .csdg: -.i
    default: phaseAngle(angles).map { Complex(length: 1, phase: $0) }
    }
  }

  /// The letters on the gate's qubits when it is exp(−iθP/2); nil for the others.
  package var pauliAxis: [Pauli]? {
    switch self {
    case .rx: [.x]
    case .ry: [.y]
    case .rz: [.z]
    case .rxx: [.x, .x]
    case .ryy: [.y, .y]
    case .rzz: [.z, .z]
    case .rzx: [.z, .x]
    default: nil
    }
  }
}

extension StandardGate {
  /// How often an expectation value can oscillate in the angle at `index`: the positive differences of the generator's
  /// eigenvalues, ascending.
  ///
  /// [1] for exp(−iθP/2) and phases; [½, 1] where the generator has the eigenvalue 0 beside ±½; [1, 2] where the angle
  /// stands on both sides of the gate, as the axis of `r` and the phase of `xx_plus_yy` do.
  public func shiftFrequencies(ofAngle index: Int) -> [Double] {
    switch (self, index) {
    case (.crx, _), (.cry, _), (.crz, _), (.cu, 0), (.xxPlusYY, 0), (.xxMinusYY, 0): [0.5, 1]
    case (.r, 1), (.xxPlusYY, 1), (.xxMinusYY, 1): [1, 2]
    default: [1]
    }
  }

  /// The gate, angles and order of the qubits that undo this gate; `reversesQubits` is true for `dcx` alone.
  ///
  /// - Precondition: ``angleCount`` angles, as every operation of a circuit has.
  package func inverse(
    _ angles: [ParameterExpression]
  ) -> (gate: StandardGate, angles: [ParameterExpression], reversesQubits: Bool) {
    switch self {
    case .id, .x, .y, .z, .h, .cx, .cy, .cz, .ch, .swap, .ecr, .ccx, .ccz, .cswap: (self, [], false)
    case .s: (.sdg, [], false)
    case .sdg: (.s, [], false)
    case .t: (.tdg, [], false)
    case .tdg: (.t, [], false)
    case .sx: (.sxdg, [], false)
    case .sxdg: (.sx, [], false)
    case .cs: (.csdg, [], false)
    case .csdg: (.cs, [], false)
    case .csx: (.csxdg, [], false)
    case .csxdg: (.csx, [], false)
    case .iswap: (.iswapdg, [], false)
    case .iswapdg: (.iswap, [], false)
    case .dcx: (.dcx, [], true)
    case .p, .rx, .ry, .rz, .cp, .crx, .cry, .crz, .rxx, .ryy, .rzz, .rzx: (self, [-angles[0]], false)
    case .r, .xxPlusYY, .xxMinusYY: (self, [-angles[0], angles[1]], false)
    case .u: (.u, [-angles[0], -angles[2], -angles[1]], false)
    case .cu: (.cu, [-angles[0], -angles[2], -angles[1], -angles[3]], false)
    }
  }
}
