internal import ClassicalOptimizers
internal import Foundation

/// Where and how often a run is saved.
public struct CheckpointPolicy: Hashable, Sendable {
  public var path: String
  /// The least time between two saves, which also take no more than a twentieth of the run's time; the last state is
  /// always saved.
  public var interval: Duration

  public init(path: String, interval: Duration = .seconds(1)) {
    self.path = path
    self.interval = interval
  }
}

/// A run that was saved, to be resumed by a ``VQE``, ``SamplingVQE`` or ``QAOA`` of the same problem and settings.
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
    var format = "ritz-vqe-checkpoint"
    var version = 1
    var problem: String
    var method: OptimizerName
    var evaluations: Int
    /// ``Backend/usesSector`` of the backend; nil in files from before there was a choice, which stands for true.
    var usesSector: Bool?
  }

  /// Reads a checkpoint.
  ///
  /// - Throws: ``VQEError`` with the path and what was found in place of a checkpoint.
  public init(contentsOf path: String) throws(VQEError) {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadableFile(path: path, reason: "cannot be read; name a file that `--checkpoint` wrote.")
    }
    self.data = data
    let expected = Header(problem: "", method: .lBFGS, evaluations: 0)
    guard let header = try? JSONDecoder().decode(Header.self, from: data), header.format == expected.format else {
      throw .unreadableFile(
        path: path, reason: "this is not a checkpoint of a VQE; name a file that `--checkpoint` wrote.")
    }
    guard header.version == expected.version else {
      throw .unreadableFile(
        path: path, reason: "checkpoint version \(header.version) was found; this program reads \(expected.version).")
    }
    self.header = header
  }

  /// The saved run, when it belongs to this problem on a backend with this choice of sectors.
  func saved<Method: Optimizer>(
    problem: String, as method: Method.Type, usesSector: Bool
  ) throws(VQEError) -> SavedRun<Method> {
    guard header.problem == problem, header.method == Method.name else {
      let error = VQEError.otherProblem(
        found: "\(header.problem), \(header.method.rawValue)", allowed: "\(problem), \(Method.name.rawValue)")
      throw .unreadableFile(path: path, reason: error.description)
    }
    let usedSector = header.usesSector ?? true
    guard usedSector == usesSector else {
      throw .unreadableFile(path: path, reason: VQEError.otherSectorChoice(found: usedSector).description)
    }
    guard let saved = try? JSONDecoder().decode(SavedRun<Method>.self, from: data),
      saved.evaluationCount == header.evaluations
    else { throw damaged("its arrays do not belong together") }
    return saved
  }

  /// What else stands in the file.
  func part<Part: Decodable>(_ type: Part.Type) throws(VQEError) -> Part {
    guard let part = try? JSONDecoder().decode(type, from: data) else {
      throw damaged("a part of it is missing or not whole")
    }
    return part
  }

  /// The run as it was, under these limits, which are noted in `saved` where they are new.
  func restored<Method: Optimizer>(
    _ saved: inout SavedRun<Method>, limits: OptimizationLimits
  ) throws -> (OptimizationRun<Method>, VQELog) {
    do {
      var (run, log) = try saved.restored()
      if run.optimizer.limits != limits {
        try run.setLimits(limits)
        saved.limitsChanged(to: limits)
      }
      return (run, log)
    } catch let error as any CustomStringConvertible {
      throw damaged(error)
    }
  }

  private func damaged(_ reason: any CustomStringConvertible) -> VQEError {
    .unreadableFile(path: path, reason: "the checkpoint is damaged: \(reason)")
  }
}

/// Saves a run now and then.
struct CheckpointWriter {
  private let policy: CheckpointPolicy
  private let problem: String
  private let usesSector: Bool
  private let clock = ContinuousClock()
  private var nextWrite: ContinuousClock.Instant?

  /// - Parameter problem: A hash of everything that decides points and values.
  init(_ policy: CheckpointPolicy, problem: String, usesSector: Bool) {
    self.policy = policy
    self.problem = problem
    self.usesSector = usesSector
  }

  /// - Parameter part: What else is to stand in the file, an object with keys of its own.
  mutating func write<Method: Optimizer>(
    _ saved: SavedRun<Method>, beside part: (any Encodable)? = nil, unlessRecent: Bool
  ) throws {
    if unlessRecent, let nextWrite, clock.now < nextWrite { return }
    let begun = clock.now
    let header = VQECheckpoint.Header(
      problem: problem, method: Method.name, evaluations: saved.evaluationCount, usesSector: usesSector)
    try DurableFile.write(
      try JSONEncoder().encode(CheckpointFile(header: header, saved: saved, part: part)), to: policy.path)
    nextWrite = clock.now.advanced(by: max(policy.interval, begun.duration(to: clock.now) * 19))
  }
}

/// Header, saved run and what stands beside it as one JSON object.
private struct CheckpointFile<Method: Optimizer>: Encodable {
  var header: VQECheckpoint.Header
  var saved: SavedRun<Method>
  var part: (any Encodable)?

  func encode(to encoder: any Encoder) throws {
    try header.encode(to: encoder)
    try saved.encode(to: encoder)
    try part?.encode(to: encoder)
  }
}
