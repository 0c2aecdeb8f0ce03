internal import LinearAlgebra
internal import Foundation
package import QuantumBackends
internal import Synchronization

/// What one backend's states take, in use and kept for later, never more than the limit.
///
/// A call reserves what it needs before it takes any of it. Kept states are given up before a call is refused or made to
/// wait; a call that fits alone but not beside others runs with fewer lanes, or waits until others are done. Callers are
/// served in order of arrival. Nobody who holds a reservation asks for another, so somebody can always go on.
package final class MemoryLedger: Sendable {
  /// In bytes.
  package let limit: Int
  private let state = Mutex(State())

  /// What a call needs.
  package struct Request: Sendable {
    /// Bytes for the whole call.
    var shared = 0
    /// Bytes for each lane, its states included.
    var lane: Int
    /// How many lanes there is work for.
    var lanes: Int
    /// The width of the states that the first lanes start with.
    var qubitCount: Int

    package init(shared: Int = 0, lane: Int, lanes: Int, qubitCount: Int) {
      self.shared = shared
      self.lane = lane
      self.lanes = lanes
      self.qubitCount = qubitCount
    }

    /// How many lanes it gets of so many bytes, one at least.
    fileprivate func lanes(within bytes: Int) -> Int { max(1, min(lanes, bytes / max(lane, 1))) }
  }

  /// What a call got: at least one lane, and states kept from earlier calls for as many of them as there were.
  package struct Reservation: Sendable {
    package var lanes: Int
    package var workspaces: [Workspace]
  }

  fileprivate struct Waiter {
    var id: Int
    var request: Request
    var continuation: CheckedContinuation<Reservation, any Error>
  }

  fileprivate struct State: Sendable {
    /// Bytes of running calls, and of kept states.
    var live = 0
    var idleBytes = 0
    /// Oldest first.
    var idle: [Workspace] = []
    var waiting: [Waiter] = []
    var nextID = 0
    var peak = 0
  }

  package init(limit: Int) {
    self.limit = limit
  }

  /// Four fifths of what the process may take.
  package static func machine() -> MemoryLedger {
    MemoryLedger(limit: MachineMemory.bytes / 5 * 4)
  }

  /// The most bytes that were ever taken at once, running and kept.
  package var peak: Int { state.withLock { $0.peak } }

  /// The widest state that fits.
  var maximumQubitCount: Int {
    (0..<58).last { StateVector.bytes(qubitCount: $0) + PassSchedule.blockBytes(of: $0) <= limit } ?? 0
  }

  /// - Throws: ``BackendError`` with code `insufficient-memory` and the number of bytes when a request never fits.
  package func check(_ request: Request, for purpose: @autoclosure () -> String) throws(BackendError) {
    let (bytes, overflow) = request.shared.addingReportingOverflow(request.lane)
    guard !overflow, bytes < .max, bytes <= limit else {
      let needed = overflow || bytes == .max ? "more than 2^63 bytes" : Self.describe(bytes)
      throw BackendError(
        .insufficientMemory,
        "\(purpose()) would take \(needed); \(Self.describe(limit)) may be taken, which holds \(maximumQubitCount) qubits "
          + "in one state.")
    }
  }

  /// How many lanes a request gets while nobody else has any: one at least, whether it fits or not.
  func lanes(for request: Request) -> Int { request.lanes(within: limit - request.shared) }

  /// Reserves memory for at least one lane and at most as many as are asked for, waiting for others to finish if need be.
  ///
  /// - Precondition: ``check(_:for:)`` let the request pass.
  package func reserve(_ request: Request) async throws -> Reservation {
    if let reservation = reserveNow(request) { return reservation }
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome = state.withLock { state -> Result<Reservation, any Error>? in
          if Task.isCancelled { return .failure(CancellationError()) }
          if state.waiting.isEmpty, let reservation = state.grant(request, limit: limit) {
            return .success(reservation)
          }
          state.waiting.append(Waiter(id: id, request: request, continuation: continuation))
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
      }
      waiter?.continuation.resume(throwing: CancellationError())
      // Who stood behind it may fit.
      serve()
    }
  }

  /// The same without waiting; nil when others are in the way.
  package func reserveNow(_ request: Request) -> Reservation? {
    state.withLock { $0.waiting.isEmpty ? $0.grant(request, limit: limit) : nil }
  }

  /// Gives bytes of a reservation back; a workspace is kept for later calls.
  package func release(_ bytes: Int, keeping workspace: Workspace? = nil) {
    state.withLock { state in
      state.live -= bytes
      // What it takes was part of the reservation.
      if let workspace, workspace.bytes <= bytes {
        state.idle.append(workspace)
        state.idleBytes += workspace.bytes
      }
    }
    serve()
  }

  private func serve() {
    let served = state.withLock { state in
      var served: [(Waiter, Reservation)] = []
      while let first = state.waiting.first, let reservation = state.grant(first.request, limit: limit) {
        served.append((state.waiting.removeFirst(), reservation))
      }
      return served
    }
    for (waiter, reservation) in served { waiter.continuation.resume(returning: reservation) }
  }

  private static func describe(_ bytes: Int) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB"]
    guard let unit = units.indices.last(where: { bytes >> (10 * ($0 + 1)) > 0 }) else { return "\(bytes) bytes" }
    return "\(bytes) bytes (\(String(format: "%.3g", Double(bytes) / Double(1 << (10 * (unit + 1))))) \(units[unit]))"
  }
}

extension MemoryLedger.State {
  /// Takes what the request needs, or nothing when no lane fits beside the running calls.
  fileprivate mutating func grant(_ request: MemoryLedger.Request, limit: Int) -> MemoryLedger.Reservation? {
    let free = limit - live - request.shared
    guard free >= request.lane else { return nil }
    let lanes = request.lanes(within: free)
    live += request.shared + lanes * request.lane
    var workspaces: [Workspace] = []
    while workspaces.count < lanes, let index = idle.lastIndex(where: { $0.qubitCount == request.qubitCount }) {
      let workspace = idle.remove(at: index)
      idleBytes -= workspace.bytes
      workspace.shrink(to: request.lane)
      workspaces.append(workspace)
    }
    while live + idleBytes > limit, !idle.isEmpty { idleBytes -= idle.removeFirst().bytes }
    peak = max(peak, live + idleBytes)
    return MemoryLedger.Reservation(lanes: lanes, workspaces: workspaces)
  }
}
