package import Foundation
internal import JSONSchemas

/// What a pool says to a worker. The catalogue's article "The protocol of workers" has it message by message.
package enum ServerMessage: Hashable, Sendable {
  case hello(memoryLimit: Int?)
  /// The body holds the inputs.
  case run(job: String, attempt: Int, program: String, texts: [String], inputs: Data)
  case text(hash: String, Data)
  case noText(hash: String)
  case cancel(job: String)
  /// So many bytes more of interim results may be sent.
  case credit(job: String, bytes: Int)

  package var frame: Frame {
    switch self {
    case .hello(let memoryLimit):
      var header: JSONObject = ["type": "hello", "protocol": .integer(Int64(WorkerProtocol.version))]
      if let memoryLimit { header["memory_limit"] = .integer(Int64(memoryLimit)) }
      return Frame(header)
    case .run(let job, let attempt, let program, let texts, let inputs):
      return Frame(
        [
          "type": "run", "job": .string(job), "attempt": .integer(Int64(attempt)), "program": .string(program),
          "texts": .array(texts.map { .string($0) }),
        ], body: inputs)
    case .text(let hash, let text): return Frame(["type": "text", "hash": .string(hash)], body: text)
    case .noText(let hash): return Frame(["type": "no_text", "hash": .string(hash)])
    case .cancel(let job): return Frame(["type": "cancel", "job": .string(job)])
    case .credit(let job, let bytes):
      return Frame(["type": "credit", "job": .string(job), "bytes": .integer(Int64(bytes))])
    }
  }

  package init(_ frame: Frame) throws(FrameError) {
    let fields = try MessageFields(frame.header)
    switch fields.type {
    case "hello":
      try fields.requireVersion()
      self = .hello(memoryLimit: try fields.has("memory_limit") ? fields.count("memory_limit") : nil)
    case "run":
      self = .run(
        job: try fields.text("job"), attempt: try fields.count("attempt"), program: try fields.text("program"),
        texts: try fields.texts("texts"), inputs: frame.body)
    case "text": self = .text(hash: try fields.text("hash"), frame.body)
    case "no_text": self = .noText(hash: try fields.text("hash"))
    case "cancel": self = .cancel(job: try fields.text("job"))
    case "credit": self = .credit(job: try fields.text("job"), bytes: try fields.count("bytes"))
    default: throw .unknownMessage(fields.type)
    }
  }
}
