internal import ClassicalOptimizers
internal import Foundation
internal import QuantumCircuits

/// What a checkpoint holds of a run: where it started, what it was answered, and the limits it ran under.
///
/// An optimizer is a function of its answers, so its state is not saved but made again: the answers are given to it once
/// more, which takes no energy evaluation and leads to the same points bit for bit. A derivative-free evaluation then
/// takes some ten bytes, however many parameters there are.
struct SavedRun<Method: Optimizer>: Codable {
  /// The method as the run began with it.
  let optimizer: Method
  let start: [Double]
  /// The limits that were set later, each with the number of evaluations before it.
  private var limitChanges: [LimitChange] = []
  private var values = PackedDoubles()
  /// Empty for exact values; otherwise as many as values.
  private var standardErrors = PackedDoubles()
  /// Derivatives of those evaluations that had them, end to end.
  private var gradients = PackedDoubles()
  /// A hash over every point and answer, in order.
  private var digest = WordDigest()

  init(optimizer: Method, start: [Double]) {
    self.optimizer = optimizer
    self.start = start
  }

  var evaluationCount: Int { values.count }

  /// The limits the run began with, and those that were set later.
  var limits: [LimitChange] { [LimitChange(evaluations: 0, limits: optimizer.limits)] + limitChanges }

  mutating func append(_ queries: [Query], _ answers: [Evaluation]) {
    for (query, answer) in zip(queries, answers) {
      values.append(answer.value)
      if let error = answer.standardError { standardErrors.append(error) }
      if query.needsGradient { gradients.append(contentsOf: answer.gradient ?? []) }
      digest.combine(query, answer)
    }
  }

  mutating func limitsChanged(to limits: OptimizationLimits) {
    limitChanges.append(LimitChange(evaluations: values.count, limits: limits))
  }

  /// The run as it was, with its log.
  ///
  /// - Throws: ``SavedRunError`` when the answers do not lead the optimizer over the same points.
  func restored() throws -> (run: OptimizationRun<Method>, log: VQELog) {
    guard standardErrors.count == 0 || standardErrors.count == values.count else { throw SavedRunError.damaged }
    var run = try OptimizationRun(optimizer, from: start)
    var log = VQELog()
    var changes = limitChanges[...]
    var found = WordDigest()
    var nextGradient = 0
    while true {
      while let change = changes.popDue(at: run.evaluations) { try run.setLimits(change.limits) }
      guard run.evaluations < values.count else { break }
      let queries = run.queries
      guard !queries.isEmpty, run.evaluations + queries.count <= values.count else { throw SavedRunError.otherWay }
      var answers: [Evaluation] = []
      for (offset, query) in queries.enumerated() {
        let index = run.evaluations + offset
        var answer = Evaluation(
          value: values[index], standardError: standardErrors.count == 0 ? nil : standardErrors[index])
        if query.needsGradient {
          guard nextGradient + start.count <= gradients.count else { throw SavedRunError.otherWay }
          answer.gradient = (0..<start.count).map { gradients[nextGradient + $0] }
          nextGradient += start.count
        }
        found.combine(query, answer)
        answers.append(answer)
      }
      log.append(queries, answers, step: try run.advance(with: answers))
    }
    guard found == digest, nextGradient == gradients.count, changes.isEmpty else { throw SavedRunError.otherWay }
    return (run, log)
  }
}

enum SavedRunError: Error, CustomStringConvertible {
  case damaged
  case otherWay

  var description: String {
    switch self {
    case .damaged: "its arrays do not belong together"
    case .otherWay: "its answers lead the optimizer another way; it was changed, or another version wrote it"
    }
  }
}

/// Doubles as the base64 of their bytes, lowest first: the same bits come back, and nothing is parsed.
struct PackedDoubles: Codable {
  private var bytes = Data()

  var count: Int { bytes.count / 8 }

  subscript(index: Int) -> Double {
    let word = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[8 * index + $1]) << UInt64(8 * $1) }
    return Double(bitPattern: word)
  }

  mutating func append(_ value: Double) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(contentsOf values: [Double]) {
    for value in values { append(value) }
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    bytes = try container.decode(Data.self)
    guard bytes.count.isMultiple(of: 8) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(bytes.count) bytes are no doubles.")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(bytes)
  }
}

extension WordDigest {
  /// Takes in a point and its answer.
  fileprivate mutating func combine(_ query: Query, _ answer: Evaluation) {
    for value in query.point { combine(value) }
    combine(answer.value)
    combine(answer.standardError ?? -1)
    for value in answer.gradient ?? [] { combine(value) }
  }
}
