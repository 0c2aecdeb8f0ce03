/// The gates that have a name of their own, with the names and matrices of OpenQASM 3 and Qiskit.
///
/// Everything about a gate that depends on which gate it is stands in the extensions beside this file: its matrix and
/// derivatives, inverse, shift rule and structure. One table of tests checks them against each other.
public enum StandardGate: String, CaseIterable, Hashable, Sendable, Codable {
  // One qubit, no angle.
  case id, x, y, z, h, s, sdg, t, tdg, sx, sxdg
  // One qubit: p(λ) = diag(1, e^{iλ}); rx, ry, rz; r(θ, φ) turns about cos φ X + sin φ Y; u(θ, φ, λ) = p(φ) ry(θ) p(λ).
  case p, rx, ry, rz, r, u
  // Controlled, the control first; cu(θ, φ, λ, γ) applies e^{iγ} u(θ, φ, λ).
  case cx, cy, cz, ch, cs, csdg, csx, csxdg, cp, crx, cry, crz, cu
  // Two qubits.
  case swap, iswap, iswapdg, ecr, dcx
  // exp(−iθP/2); rzx has Z on the first qubit, X on the second.
  case rxx, ryy, rzz, rzx
  // exp(−iθ(XX ± YY)/4) with a phase β between the two states that are mixed.
  case xxPlusYY = "xx_plus_yy"
  case xxMinusYY = "xx_minus_yy"
  // Three qubits, controls first.
  case ccx, ccz, cswap

  /// The gate's name in OpenQASM and in ``Circuit/gateCounts``.
  public var name: String { rawValue }

  public var qubitCount: Int {
    switch self {
    case .id, .x, .y, .z, .h, .s, .sdg, .t, .tdg, .sx, .sxdg, .p, .rx, .ry, .rz, .r, .u: 1
    case .ccx, .ccz, .cswap: 3
    case .cx, .cy, .cz, .ch, .cs, .csdg, .csx, .csxdg, .cp, .crx, .cry, .crz, .cu, .swap, .iswap, .iswapdg, .ecr, .dcx,
      .rxx, .ryy, .rzz, .rzx, .xxPlusYY, .xxMinusYY:
      2
    }
  }

  public var angleCount: Int {
    switch self {
    case .p, .rx, .ry, .rz, .cp, .crx, .cry, .crz, .rxx, .ryy, .rzz, .rzx: 1
    case .r, .xxPlusYY, .xxMinusYY: 2
    case .u: 3
    case .cu: 4
    case .id, .x, .y, .z, .h, .s, .sdg, .t, .tdg, .sx, .sxdg, .cx, .cy, .cz, .ch, .cs, .csdg, .csx, .csxdg, .swap,
      .iswap, .iswapdg, .ecr, .dcx, .ccx, .ccz, .cswap:
      0
    }
  }
}
