internal import Foundation
internal import RuntimeAPI
internal import RuntimePrograms

/// The interim results among a job's events, from some number on.
actor InterimResultReader {
  private let service: RuntimeService
  private let id: String
  private var skipped: Int
  /// Taken out while somebody waits for the next event.
  private var events: EventSequence.Iterator?

  init(service: RuntimeService, id: String, skipping count: Int) {
    self.service = service
    self.id = id
    skipped = count
    events = service.events(of: id).makeAsyncIterator()
  }

  /// - Throws: ``ProgramFailure`` when the job failed.
  func next() async throws -> Data? {
    guard var iterator = events else { return nil }
    events = nil
    while let event = try await iterator.next(isolation: self) {
      switch event.content {
      case .interimResult where skipped > 0: skipped -= 1
      case .interimResult(let text):
        events = iterator
        return Data(text.utf8)
      case .status(let change) where change.status == .failed:
        if let error = try await service.standing(of: id).error(of: id) { throw error }
        return nil
      case .status, .log: break
      }
    }
    return nil
  }
}
