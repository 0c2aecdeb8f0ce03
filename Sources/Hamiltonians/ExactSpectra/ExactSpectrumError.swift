public import LinearAlgebra
public import PauliAlgebra

/// Why exact energies cannot be had.
public enum ExactSpectrumError: Error, Hashable, Sendable {
  /// No state has these numbers; `orbitals` is nil where they contradict each other already.
  case impossibleSector(particles: Int, twiceSz: Int, orbitals: Int?)
  /// More states than the space has, or fewer than one.
  case stateCount(Int, dimension: Int)
  /// A sum on another number of qubits than the encoding has, or an encoding without two spins.
  case encodingMismatch(qubits: Int, encodingQubits: Int, modes: Int)
  /// More qubits than can be enumerated.
  case tooManyQubits(Int, allowed: Int)
  /// The operator leaves the sector, so that it has no energies there.
  case notConserved(Spin)
  /// A sector that the removed qubits of the encoding exclude.
  case outsideReducedSpace(ParticleSector)
  /// The memory in bytes that would be needed, and what may be taken.
  case doesNotFit(bytes: Int, limit: Int, dimension: Int)
  case pauliSum(PauliError)
  case eigensolver(LinearAlgebraError)
}

extension ExactSpectrumError: CustomStringConvertible {
  public var description: String {
    switch self {
    case let .impossibleSector(particles, twiceSz, orbitals?):
      "no state has N = \(particles) and 2Sz = \(twiceSz) in \(orbitals) orbitals; "
        + "0...\(orbitals) particles of each spin fit"
    case let .impossibleSector(particles, twiceSz, nil):
      "no state has N = \(particles) and 2Sz = \(twiceSz); N and 2Sz are both even or both odd, and |2Sz| is at most N"
    case let .stateCount(count, dimension):
      "\(count) states of a space of dimension \(dimension); 1...\(dimension) can be asked for"
    case let .encodingMismatch(qubits, encodingQubits, modes):
      "a sector of a sum on \(qubits) qubits with an encoding of \(modes) modes in \(encodingQubits) qubits; the widths "
        + "must be equal and the modes an even number, half of them for each spin"
    case let .tooManyQubits(qubits, allowed):
      "\(qubits) qubits are too many for exact energies; at most \(allowed) are allowed"
    case .notConserved(let spin):
      "the operator does not conserve the number of \(spin.rawValue) particles; energies of the whole space need no sector"
    case .outsideReducedSpace(let sector):
      "N = \(sector.particleCount) and 2Sz = \(sector.twiceSz) have other parities than the qubits that were removed; "
        + "use the problem before its reduction"
    case let .doesNotFit(bytes, limit, dimension):
      "exact energies in \(dimension) dimensions take about \(megabytes(bytes)) of memory; \(megabytes(limit)) are allowed"
    case .pauliSum(let error): error.description
    case .eigensolver(let error): error.description
    }
  }

  private func megabytes(_ bytes: Int) -> String {
    bytes < 10_000_000
      ? "\(bytes / 1000) kB" : bytes < 10_000_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000_000_000) GB"
  }
}
