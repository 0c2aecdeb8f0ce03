internal import ClassicalOptimizers
internal import Foundation

/// Where and how often a run is saved.
public struct CheckpointPolicy: Hashable, Sendable {
  public var path: String
  /// The least time between two saves; the last state is always saved.
  public var interval: Duration

  public init(path: String, interval: Duration = .seconds(1)) {
    self.path = path
    self.interval = interval
  }
}

/// A run that was saved, to be resumed by a ``VQE`` of the same problem and settings.
///
/// A resumed run goes on to the same points, energies and counts, bit for bit, as one that was never stopped.
public struct VQECheckpoint: Sendable {
  /// Where it was read, for messages.
  private let path: String
  private let data: Data
  private let header: Header

  /// Evaluations made before it was written.
  public var evaluations: Int { header.evaluations }

  struct Header: Codable {
    var format: String
    var version: Int
    var problem: String
    var optimizer: OptimizerName
    var evaluations: Int

    static let format = "ritz-vqe-checkpoint"
    static let version = 1
  }

  struct Body<Method: Optimizer>: Codable {
    var run: OptimizationRun<Method>
    var log: VQELog
  }

  /// Reads a checkpoint.
  ///
  /// - Throws: ``VQEError`` with the path and what was found in place of a checkpoint.
  public init(contentsOf path: String) throws(VQEError) {
    self.path = path
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadableCheckpoint(path: path, reason: "cannot be read; name a file that `--checkpoint` wrote.")
    }
    guard let header = try? JSONDecoder().decode(Header.self, from: data), header.format == Header.format else {
      throw .unreadableCheckpoint(
        path: path, reason: "this is not a checkpoint of a VQE; name a file that `--checkpoint` wrote.")
    }
    guard header.version == Header.version else {
      throw .unreadableCheckpoint(
        path: path,
        reason: "checkpoint version \(header.version) was found; this program reads version \(Header.version).")
    }
    self.header = header
  }

  /// The run as it was, when it belongs to `vqe`.
  func restored<Method: Optimizer>(
    for vqe: VQE, optimizer: Method
  ) throws -> (run: OptimizationRun<Method>, log: VQELog) {
    let problem = vqe.problemFingerprint
    guard header.problem == problem, header.optimizer == Method.name else {
      throw VQEError.unreadableCheckpoint(
        path: path,
        reason: String(
          describing: VQEError.otherProblem(
            found: "\(header.problem), \(header.optimizer.rawValue)", allowed: "\(problem), \(Method.name.rawValue)")))
    }
    do {
      let body = try JSONDecoder().decode(Body<Method>.self, from: data)
      guard body.log.evaluations.count == body.run.evaluations else {
        throw VQEError.unreadableCheckpoint(path: path, reason: "its log does not belong to its run; it was changed.")
      }
      var run = body.run
      try run.setLimits(optimizer.limits)
      return (run, body.log)
    } catch let error as VQEError {
      throw error
    } catch {
      throw VQEError.unreadableCheckpoint(path: path, reason: "the checkpoint is damaged: \(error)")
    }
  }
}

/// Saves a run now and then.
struct CheckpointWriter {
  private let policy: CheckpointPolicy
  private let problem: String
  private let clock = ContinuousClock()
  private var lastWrite: ContinuousClock.Instant?

  init(_ policy: CheckpointPolicy, for vqe: VQE) throws(VQEError) {
    self.policy = policy
    problem = vqe.problemFingerprint
  }

  mutating func write<Method: Optimizer>(
    _ run: OptimizationRun<Method>, _ log: VQELog, unlessRecent: Bool
  ) throws {
    if unlessRecent, let lastWrite, lastWrite.duration(to: clock.now) < policy.interval { return }
    let header = VQECheckpoint.Header(
      format: VQECheckpoint.Header.format, version: VQECheckpoint.Header.version, problem: problem,
      optimizer: Method.name, evaluations: run.evaluations)
    let file = CheckpointFile(header: header, body: VQECheckpoint.Body(run: run, log: log))
    try DurableFile.write(try JSONEncoder().encode(file), to: policy.path)
    lastWrite = clock.now
  }
}

/// Header and body as one JSON object.
private struct CheckpointFile<Method: Optimizer>: Encodable {
  var header: VQECheckpoint.Header
  var body: VQECheckpoint.Body<Method>

  func encode(to encoder: any Encoder) throws {
    try header.encode(to: encoder)
    try body.encode(to: encoder)
  }
}
