public import Logging
public import RuntimePrograms
public import RuntimeWorkers

/// Where a service listens, where it keeps its jobs, and what it allows.
public struct RuntimeServerConfiguration: Sendable {
  /// A name or an address of this machine.
  public var host: String
  /// 0 takes any that is free.
  public var port: Int
  /// Made if it is not there; one server at a time may hold it.
  public var storeDirectory: String
  /// How many jobs run at the same time.
  public var workerCount: Int
  /// The most resident memory that one worker may take, in bytes; nil for no limit.
  public var memoryLimit: Int?
  /// How a worker is started.
  public var executor: any Executor
  /// What the service offers to run.
  public var programs: [ProgramMetadata]
  /// The largest body of a request, in bytes.
  public var maximumBodySize = 64 << 20
  /// How many jobs one user may have queued or running.
  public var maximumPendingJobs = 10_000
  /// The longest that a request may wait for a job to end, in seconds.
  public var maximumWait = 60
  /// How often a silent stream of events says that it is alive.
  public var keepAliveInterval: Duration = .seconds(15)
  /// How long a dedicated session may be without a job before its worker is given back.
  public var interactiveTime: Duration = .seconds(60)
  /// How long a session lasts that does not ask for a time, and the most it may ask for.
  public var maximumSessionTime: Duration = .seconds(8 * 3600)
  /// The user whom the token of the first start belongs to.
  public var firstUser = "admin"
  /// What session times and keep-alives are measured with.
  public var clock: any Clock<Duration> = ContinuousClock()
  public var logger: Logger

  public init(
    host: String = "127.0.0.1", port: Int, storeDirectory: String, workerCount: Int, memoryLimit: Int? = nil,
    executor: any Executor, programs: [ProgramMetadata] = NativePrograms.all.map(\.metadata), logger: Logger
  ) {
    self.host = host
    self.port = port
    self.storeDirectory = storeDirectory
    self.workerCount = workerCount
    self.memoryLimit = memoryLimit
    self.executor = executor
    self.programs = programs
    self.logger = logger
  }
}
