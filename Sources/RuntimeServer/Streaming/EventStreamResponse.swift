internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import RuntimeAPI
internal import RuntimeStore

/// The events of a job as server-sent events: those of the past at once, the others as they happen.
///
/// Whatever is sent is read from the store in the order of its numbers, a page at a time, and the next page only when the
/// reader has taken the last: nothing is lost, nothing is repeated, and a reader that stands still holds one page.
struct EventStreamResponse: Sendable {
  let store: RuntimeStore
  let scheduler: JobScheduler
  /// How often a silent stream says that it is alive.
  let keepAlive: Duration
  static let pageSize = 128

  func response(for id: JobID, from first: Int) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: EventStream.mediaType, .cacheControl: "no-store"],
      body: ResponseBody { writer in
        try await write(id, from: first, to: &writer)
        try await writer.finish(nil)
      })
  }

  private func write(_ id: JobID, from first: Int, to writer: inout any ResponseBodyWriter) async throws {
    var next = first
    while true {
      // Asked before the store is read: what happens in between counts as a change and is not slept through.
      let seen = scheduler.changes(of: id)
      let events = try await store.events(of: id, from: next, limit: Self.pageSize)
      if let last = events.last {
        var page = ByteBuffer()
        for event in events { page.writeString(try EventStream.text(of: event)) }
        try await writer.write(page)
        if last.isLast { return }
        next = last.number + 1
      } else {
        // A job that the scheduler does not know and that has no further event has ended, was deleted, or waits for
        // the next start of the service.
        guard let seen else { return }
        switch await scheduler.waitForChange(of: id, after: seen, atMost: keepAlive) {
        case .changed: break
        case .silent: try await writer.write(ByteBuffer(string: EventStream.keepAlive))
        case .closed: return
        }
      }
    }
  }
}
