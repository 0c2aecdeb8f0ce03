/// What a call would take, told before any of it is done.
public struct ResourceEstimate: Hashable, Sendable {
  /// Of the widest circuit.
  public var qubitCount = 0
  /// How many basis states the largest state has amplitudes for: 2ⁿ, or those few that its circuit can reach; `Int.max` where
  /// the number does not fit.
  public var basisStateCount = 0
  /// Groups of strings that share their shots, over all observables of all pubs; nil where values are exact.
  public var groupCount: Int?
  /// Shots of the whole call at most; nil where values are exact.
  public var shots: Int?
  /// Shots of the whole call in states like random ones, roughly: what a precision mostly takes is far below the most.
  public var typicalShots: Int?
  /// Bytes of states and outcomes at once; `Int.max` where the number does not fit.
  public var bytes = 0
  /// How many bytes there may be.
  public var byteLimit: Int
  /// How many threads work at once, at most.
  public var threadCount = 1
  /// Seconds from beginning to end with `typicalShots` shots; nil where it depends on outcomes what is done.
  ///
  /// Good to a factor of two or so: made of what the parts of the work take on this processor when nothing else runs.
  public var seconds: Double? = 0
  /// Seconds of processor time, those of all threads together.
  public var processorSeconds: Double? = 0

  package init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// Whether there may be as many bytes.
  public var fits: Bool { bytes <= byteLimit }

  /// Adds what another call takes that is made after this one.
  package mutating func append(_ other: ResourceEstimate) {
    func sum<T>(_ left: T?, _ right: T?, _ add: (T, T) -> T) -> T? {
      guard let left, let right else { return left ?? right }
      return add(left, right)
    }
    func total(_ left: Int, _ right: Int) -> Int {
      let (total, overflow) = left.addingReportingOverflow(right)
      return overflow ? .max : total
    }
    qubitCount = max(qubitCount, other.qubitCount)
    basisStateCount = max(basisStateCount, other.basisStateCount)
    groupCount = sum(groupCount, other.groupCount, total)
    shots = sum(shots, other.shots, total)
    typicalShots = sum(typicalShots, other.typicalShots, total)
    bytes = max(bytes, other.bytes)
    threadCount = max(threadCount, other.threadCount)
    // Here, nil is more than any number.
    seconds = seconds.flatMap { seconds in other.seconds.map { seconds + $0 } }
    processorSeconds = processorSeconds.flatMap { seconds in other.processorSeconds.map { seconds + $0 } }
  }
}
