internal import Glibc
internal import NIOCore
internal import NIOPosix

/// The reading end of a pipe that a worker prints to. For one event loop.
///
/// The channel says when something has come. A second descriptor of the same pipe lets ``drain()`` fetch what is in it at
/// once: what a program has written before its worker said `done` is then in the pipe, wherever the channel stands.
final class LogPipe: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let receive: (UnsafeRawBufferPointer) -> Void
  private var descriptor: Int32
  private var channel: (any Channel)?

  /// - Parameters:
  ///   - pipe: Belongs to this from now on.
  ///   - receive: Called on the event loop; lets go of this by ``close()``.
  init(_ pipe: Int32, on eventLoop: any EventLoop, receive: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.receive = receive
    descriptor = fcntl(pipe, F_DUPFD_CLOEXEC, 10)
    let handler = NIOLoopBound(self, eventLoop: eventLoop)
    NIOPipeBootstrap(group: eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler.value) }
      }
      .takingOwnershipOfDescriptor(input: pipe)
      .whenFailure { _ in _ = Glibc.close(pipe) }
  }

  func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    Self.unwrapInboundIn(data).withUnsafeReadableBytes(receive)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Receives what is in the pipe now, and not what comes meanwhile.
  func drain() {
    var waiting: Int32 = 0
    guard descriptor >= 0, ioctl(descriptor, UInt(FIONREAD), &waiting) == 0, waiting > 0 else { return }
    withUnsafeTemporaryAllocation(byteCount: Int(waiting), alignment: 1) { buffer in
      // The channel has made the pipe one that does not block.
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 { receive(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    }
  }

  func close() {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
    channel?.close(promise: nil)
    channel = nil
  }
}
