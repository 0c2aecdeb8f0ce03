internal import NIOCore
internal import Synchronization

/// What went over the wire between a client and its service so far.
public struct Traffic: Hashable, Sendable {
  /// Requests sent, each with its answer one round trip; repeated ones count again.
  public var requests = 0
  /// Bytes written to sockets, heads included.
  public var bytesSent = 0
  /// Bytes read from sockets, heads included.
  public var bytesReceived = 0

  public init() {}

  public static func - (later: Traffic, earlier: Traffic) -> Traffic {
    var difference = later
    difference.requests -= earlier.requests
    difference.bytesSent -= earlier.bytesSent
    difference.bytesReceived -= earlier.bytesReceived
    return difference
  }
}

/// Counts what connections write and read.
final class TrafficCounter: Sendable {
  private let requests = Atomic(0)
  private let sent = Atomic(0)
  private let received = Atomic(0)

  var traffic: Traffic {
    var traffic = Traffic()
    traffic.requests = requests.load(ordering: .relaxed)
    traffic.bytesSent = sent.load(ordering: .relaxed)
    traffic.bytesReceived = received.load(ordering: .relaxed)
    return traffic
  }

  func countRequest() { requests.add(1, ordering: .relaxed) }

  /// Stands next to the socket and looks at what passes.
  final class Handler: ChannelDuplexHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let counter: TrafficCounter

    init(_ counter: TrafficCounter) { self.counter = counter }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      counter.received.add(unwrapInboundIn(data).readableBytes, ordering: .relaxed)
      context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      // What is written next to the socket is bytes, whatever lies above.
      counter.sent.add(unwrapOutboundIn(data).readableBytes, ordering: .relaxed)
      context.write(data, promise: promise)
    }
  }
}
