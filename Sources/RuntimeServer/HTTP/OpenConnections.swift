internal import NIOCore
internal import Synchronization

/// The connections of clients, so that they can be ended in order: idle ones at once, others after their answer.
final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isEnding = false
    /// Woken when the last one is gone.
    var whenNone: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Put into the pipeline of each connection.
  func handler() -> any RemovableChannelHandler { Handler(connections: self) }

  /// Asks all connections to end, and waits until they have.
  func end() async {
    let channels = state.withLock { state in
      state.isEnding = true
      return Array(state.channels.values)
    }
    for channel in channels { Self.quiesce(channel) }
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.channels.isEmpty { state.whenNone = continuation }
        return state.channels.isEmpty
      }
      if isOver { continuation.resume() }
    }
  }

  /// The handler of HTTP in the pipeline closes an idle connection at this event, and a busy one after its answer.
  private static func quiesce(_ channel: any Channel) {
    channel.eventLoop.execute { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
  }

  private func add(_ channel: any Channel) {
    let isEnding = state.withLock { state in
      state.channels[ObjectIdentifier(channel)] = channel
      return state.isEnding
    }
    if isEnding { Self.quiesce(channel) }
  }

  private func remove(_ channel: any Channel) {
    let last = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.channels[ObjectIdentifier(channel)] = nil
      guard state.channels.isEmpty else { return nil }
      defer { state.whenNone = nil }
      return state.whenNone
    }
    last?.resume()
  }

  private final class Handler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let connections: OpenConnections
    private var isCounted = false

    init(connections: OpenConnections) { self.connections = connections }

    func handlerAdded(context: ChannelHandlerContext) {
      isCounted = true
      connections.add(context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
      discount(context)
      context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { discount(context) }

    private func discount(_ context: ChannelHandlerContext) {
      guard isCounted else { return }
      isCounted = false
      connections.remove(context.channel)
    }
  }
}
