package import QuantumBackends

/// What one evaluation works on.
///
/// `@unchecked Sendable`: a workspace is handed out by the ledger under a lock, used by one lane, and handed back.
package final class Workspace: @unchecked Sendable {
  package let state: StateVector
  /// States beyond the first are made when they are first needed.
  private var extra: [StateVector] = []
  /// Where blocks of the state are worked on.
  private var blocks: [StateVector] = []
  /// How many threads may work on a large state at once.
  package var threadCount = 1
  var angles: [Double] = []
  var angleDerivatives: [Double] = []
  var scratch: [Double] = []
  var outcomes: [UInt64] = []

  package init(qubitCount: Int) throws(BackendError) {
    state = try StateVector(qubitCount: qubitCount)
  }

  var qubitCount: Int { state.qubitCount }

  /// What its states and its blocks take.
  var bytes: Int {
    (1 + extra.count) * StateVector.bytes(qubitCount: qubitCount)
      + blocks.reduce(0) { $0 + StateVector.bytes(qubitCount: $1.qubitCount) }
  }

  /// Memory for a block of a state; its content is whatever it was.
  func block(qubitCount: Int) throws(BackendError) -> StateVector { try blocks(1, qubitCount: qubitCount)[0] }

  /// The same for several blocks.
  func blocks(_ count: Int, qubitCount: Int) throws(BackendError) -> [StateVector] {
    if blocks.first?.qubitCount != qubitCount { blocks = [] }
    while blocks.count < count { blocks.append(try StateVector(qubitCount: qubitCount)) }
    return Array(blocks.prefix(count))
  }

  /// A further state; its content is whatever it was.
  func extraState(_ index: Int) throws(BackendError) -> StateVector {
    while extra.count <= index { extra.append(try StateVector(qubitCount: qubitCount)) }
    return extra[index]
  }

  /// Gives up states, and then blocks, until the rest takes no more than `bytes`, or only the first state is left.
  func shrink(to bytes: Int) {
    while self.bytes > bytes, !extra.isEmpty { extra.removeLast() }
    while self.bytes > bytes, !blocks.isEmpty { blocks.removeLast() }
  }
}
