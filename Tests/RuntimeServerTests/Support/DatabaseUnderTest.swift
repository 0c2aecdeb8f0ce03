import GRDB

/// A service's database from the side: what is in the way of the service there.
struct DatabaseUnderTest {
  private let queue: DatabaseQueue

  init(of server: ServerUnderTest) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: "\(server.directory)/ritz.sqlite", configuration: configuration)
  }

  private func execute(_ sql: String) throws {
    try queue.unsafeReentrantWrite { try $0.execute(sql: sql) }
  }

  /// Lets the service's writes wait, at most for the seconds that its store does.
  func lock() throws { try execute("BEGIN IMMEDIATE") }

  func unlock() throws { try execute("COMMIT") }

  /// Lets writes fail that would cancel a job.
  func refuseCancellations() throws {
    try execute(
      """
      CREATE TRIGGER refusal BEFORE UPDATE OF status ON jobs WHEN NEW.status = 'Cancelled'
      BEGIN SELECT RAISE(ABORT, 'not today'); END
      """)
  }

  func allowCancellations() throws { try execute("DROP TRIGGER refusal") }

  /// Lets the store take jobs for sessions that are closed.
  func acceptJobs() throws { try execute("UPDATE sessions SET accepts_jobs = 1") }
}
