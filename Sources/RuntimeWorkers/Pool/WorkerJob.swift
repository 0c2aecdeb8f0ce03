public import Foundation
public import RuntimePrograms

/// One attempt at one job, as a worker gets it.
public struct WorkerJob: Sendable {
  public var id: String
  /// From 1.
  public var attempt: Int
  /// The identifier of the program.
  public var program: String
  /// The hashes `sha256:…` of the texts that the inputs refer to.
  public var texts: [String]
  /// JSON.
  public var inputs: Data
  /// From the moment the worker gets the job; a job that runs longer is killed.
  public var timeLimit: Duration

  public init(
    id: String, attempt: Int, program: String, texts: [String] = [], inputs: Data, timeLimit: Duration
  ) {
    self.id = id
    self.attempt = attempt
    self.program = program
    self.texts = texts
    self.inputs = inputs
    self.timeLimit = timeLimit
  }
}

/// What a job shows of itself while it runs.
public enum WorkerEvent: Hashable, Sendable {
  /// What the program published: JSON texts, numbered from 0 within the attempt.
  case interim(firstIndex: Int, results: [Data])
  /// What it printed; `stream` is `stdout` or `stderr`.
  case log(stream: String, text: String)
}

/// How a job ended.
public enum WorkerOutcome: Hashable, Sendable {
  /// The program returned: JSON.
  case completed(result: Data, usage: WorkerUsage)
  /// The program threw, or the worker does not know it.
  case failed(ProgramFailure)
  case cancelled
  /// The worker ended, or broke the protocol and was killed; one sentence.
  case died(reason: String)
  /// It ran longer than it may, and was killed.
  case timeLimit
  /// It took more memory than it may, and was killed.
  case memoryLimit
}

/// What a job took.
public struct WorkerUsage: Hashable, Sendable {
  /// User and system time of the worker on all cores, in seconds.
  public var cpuSeconds: Double

  public init(cpuSeconds: Double) { self.cpuSeconds = cpuSeconds }
}
