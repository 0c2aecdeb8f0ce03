/// What a call would take, told before any of it is done.
public struct ResourceEstimate: Hashable, Sendable {
  /// Of the widest circuit.
  public var qubitCount: Int
  /// How many basis states the largest state has amplitudes for: 2ⁿ, or those few that its circuit can reach.
  public var basisStateCount: Int
  /// Groups of strings that share their shots, over all observables of all pubs; nil where values are exact.
  public var groupCount: Int?
  /// Shots of the whole call at most; nil where values are exact.
  public var shots: Int?
  /// Shots of the whole call in states like random ones, roughly: what a precision mostly takes is far below the most.
  public var typicalShots: Int?
  /// Bytes of states and outcomes at once; `Int.max` where the number does not fit.
  public var bytes: Int
  /// How many bytes there may be.
  public var byteLimit: Int
  /// How many threads work at once.
  public var threadCount: Int
  /// Seconds of processor time, all threads together, with `typicalShots` shots; nil where it depends on outcomes what is done.
  ///
  /// Good to a factor of two or so: made of what the parts of the work take on this processor when nothing else runs.
  public var processorSeconds: Double?

  package init(
    qubitCount: Int, basisStateCount: Int, groupCount: Int? = nil, shots: Int? = nil, typicalShots: Int? = nil,
    bytes: Int, byteLimit: Int,
    threadCount: Int, processorSeconds: Double?
  ) {
    self.qubitCount = qubitCount
    self.basisStateCount = basisStateCount
    self.groupCount = groupCount
    self.shots = shots
    self.typicalShots = typicalShots
    self.bytes = bytes
    self.byteLimit = byteLimit
    self.threadCount = threadCount
    self.processorSeconds = processorSeconds
  }

  /// Whether the call would be refused for want of memory.
  public var fits: Bool { bytes <= byteLimit }

  /// From beginning to end, roughly; nil where it depends on outcomes what is done.
  public var seconds: Double? { processorSeconds.map { $0 / Double(threadCount) } }
}
