package import QuantumBackends

/// What one evaluation works on.
///
/// `@unchecked Sendable`: a workspace is handed out by the ledger under a lock, used by one lane, and handed back.
package final class Workspace: @unchecked Sendable {
  package let state: StateVector
  /// States beyond the first are made when they are first needed.
  private var extra: [StateVector] = []
  /// Where a block of the state is worked on.
  private var block: StateVector?
  var angles: [Double] = []
  var angleDerivatives: [Double] = []
  var scratch: [Double] = []
  var outcomes: [UInt64] = []

  package init(qubitCount: Int) throws(BackendError) {
    state = try StateVector(qubitCount: qubitCount)
  }

  var qubitCount: Int { state.qubitCount }

  /// What its states and its block take.
  var bytes: Int {
    (1 + extra.count) * StateVector.bytes(qubitCount: qubitCount)
      + (block.map { StateVector.bytes(qubitCount: $0.qubitCount) } ?? 0)
  }

  /// Memory for a block of a state; its content is whatever it was.
  func block(qubitCount: Int) throws(BackendError) -> StateVector {
    if let block, block.qubitCount == qubitCount { return block }
    let made = try StateVector(qubitCount: qubitCount)
    block = made
    return made
  }

  /// A further state; its content is whatever it was.
  func extraState(_ index: Int) throws(BackendError) -> StateVector {
    while extra.count <= index { extra.append(try StateVector(qubitCount: qubitCount)) }
    return extra[index]
  }

  /// Gives up states, and then the block, until the rest takes no more than `bytes`, or only the first state is left.
  func shrink(to bytes: Int) {
    while self.bytes > bytes, !extra.isEmpty { extra.removeLast() }
    if self.bytes > bytes { block = nil }
  }
}
