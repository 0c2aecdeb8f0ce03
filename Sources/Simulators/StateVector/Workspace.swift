package import QuantumBackends

/// What one evaluation works on.
///
/// `@unchecked Sendable`: a workspace is handed out by the ledger under a lock, used by one lane, and handed back.
package final class Workspace: @unchecked Sendable {
  let state: StateVector
  /// States beyond the first are made when they are first needed.
  private var extra: [StateVector] = []
  var angles: [Double] = []
  var angleDerivatives: [Double] = []
  var scratch: [Double] = []
  var outcomes: [UInt64] = []

  package init(qubitCount: Int) throws(BackendError) {
    state = try StateVector(qubitCount: qubitCount)
  }

  var qubitCount: Int { state.qubitCount }

  /// What its states take.
  var bytes: Int { (1 + extra.count) * StateVector.bytes(qubitCount: qubitCount) }

  /// A further state; its content is whatever it was.
  func extraState(_ index: Int) throws(BackendError) -> StateVector {
    while extra.count <= index { extra.append(try StateVector(qubitCount: qubitCount)) }
    return extra[index]
  }

  /// Gives up states until the rest takes no more than `bytes`, or only the first is left.
  func shrink(to bytes: Int) {
    while self.bytes > bytes, !extra.isEmpty { extra.removeLast() }
  }
}
