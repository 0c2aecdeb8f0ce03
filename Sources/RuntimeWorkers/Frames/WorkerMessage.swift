package import Foundation
internal import JSONSchemas
internal import RuntimeAPI

/// What a worker says to its pool. The catalogue's article "The protocol of workers" has it message by message.
package enum WorkerMessage: Hashable, Sendable {
  case hello(programs: [String])
  case need(hash: String)
  /// JSON texts that the program published, the first of them the `index`-th of this attempt.
  case interim(job: String, index: Int, results: [Data])
  /// The body holds the result.
  case done(job: String, cpuSeconds: Double, result: Data)
  case failed(job: String, code: String, message: String)

  package var frame: Frame {
    switch self {
    case .hello(let programs):
      return Frame([
        "type": "hello", "protocol": .integer(Int64(WorkerProtocol.version)),
        "programs": .array(programs.map { .string($0) }),
      ])
    case .need(let hash): return Frame(["type": "need", "hash": .string(hash)])
    case .interim(let job, let index, let results):
      return Frame(
        [
          "type": "interim", "job": .string(job), "index": .integer(Int64(index)),
          "count": .integer(Int64(results.count)),
        ], body: Lines.joined(results))
    case .done(let job, let cpuSeconds, let result):
      return Frame(["type": "done", "job": .string(job), "cpu_seconds": .number(cpuSeconds)], body: result)
    case .failed(let job, let code, let message):
      return Frame(["type": "failed", "job": .string(job), "code": .string(code), "message": .string(message)])
    }
  }

  package init(_ frame: Frame) throws(FrameError) {
    let fields = try MessageFields(frame.header)
    switch fields.type {
    case "hello":
      try fields.requireVersion()
      self = .hello(programs: try fields.texts("programs"))
    case "need": self = .need(hash: try fields.text("hash"))
    case "interim":
      let results = Lines.split(frame.body)
      guard try fields.count("count") == results.count, !results.contains(where: \.isEmpty) else {
        throw .invalidField(
          "count", message: "interim", allowed: "the number of texts in its body, which a line feed separates")
      }
      self = .interim(job: try fields.text("job"), index: try fields.count("index"), results: results)
    case "done":
      self = .done(job: try fields.text("job"), cpuSeconds: try fields.number("cpu_seconds"), result: frame.body)
    case "failed":
      self = .failed(job: try fields.text("job"), code: try fields.text("code"), message: try fields.text("message"))
    default: throw .unknownMessage(fields.type)
    }
  }
}
