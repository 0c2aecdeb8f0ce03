internal import Foundation
internal import NIOCore
internal import RuntimePrograms

/// A job on its way to a worker, already in the form of the wire.
struct WorkerRequest: Sendable {
  let job: WorkerJob
  let inbox: JobInbox
  let head: ByteBuffer
  let body: ByteBuffer

  /// - Throws: What is too large for a frame.
  init(_ job: WorkerJob, inbox: JobInbox) throws(ProgramFailure) {
    let frame = ServerMessage.run(
      job: job.id, attempt: job.attempt, program: job.program, texts: job.texts, inputs: job.inputs
    ).frame
    guard job.inputs.count <= Frame.maximumBodyLength else {
      throw ProgramFailure(
        code: ProgramFailure.invalidInput,
        message: "The inputs have \(job.inputs.count) bytes; a worker takes at most \(Frame.maximumBodyLength).")
    }
    let head = frame.head
    guard head.count - Frame.prefixLength <= Frame.maximumHeaderLength else {
      throw ProgramFailure(
        code: ProgramFailure.invalidInput,
        message: "The job refers to \(job.texts.count) texts; their hashes are more than a worker takes.")
    }
    self.job = job
    self.inbox = inbox
    self.head = ByteBuffer(bytes: head)
    body = ByteBuffer(bytes: job.inputs)
  }
}

/// A job that a worker has, as its connection sees it.
struct ActiveJob {
  let job: WorkerJob
  /// The hashes of the texts that the worker gets for it.
  let texts: Set<String>
  let inbox: JobInbox
  let deadline: NIODeadline
  /// The interim result that comes next.
  var nextIndex = 0
  /// Bytes of messages with interim results that the worker may still send.
  var credit = WorkerProtocol.interimWindow
  var log: JobLog
  var isCancelled = false

  init(_ request: WorkerRequest, logLimit: Int) {
    job = request.job
    texts = Set(request.job.texts)
    inbox = request.inbox
    log = JobLog(limit: logLimit)
    let century = Duration.seconds(100 * 365 * 86_400)  // a time limit beyond what a deadline can hold is no limit
    deadline = .now() + TimeAmount(max(.zero, min(request.job.timeLimit, century)))
  }
}
