import GRDB

/// The tables of the store, in the steps in which they came about.
///
/// Text that users choose is stored as blobs: the database's own strings end at the first zero character. Times are
/// texts as `Timestamp` writes them. There are no foreign keys: jobs are deleted in one place, with all that is theirs.
enum Schema {
  /// Marks the file as ours: "Ritz" in ASCII.
  static let applicationID: UInt32 = 0x5269_747A

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 jobs, events, texts, sessions, tokens") { try $0.execute(sql: version1) }
    migrator.registerMigration("2 several interim results in a row") { try $0.execute(sql: version2) }
    return migrator
  }

  private static let version1 = """
    CREATE TABLE jobs (
      -- The order of submission.
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      owner BLOB NOT NULL,
      program BLOB NOT NULL,
      program_version BLOB NOT NULL,
      backend BLOB NOT NULL,
      session_id BLOB,
      -- JSON, a list of strings; NULL when there are none.
      tags BLOB,
      -- Seconds.
      maximum_execution_time INTEGER NOT NULL,
      is_private INTEGER NOT NULL,
      log_level BLOB,
      -- Hashes with spaces between them; NULL when there are none.
      texts TEXT,
      status TEXT NOT NULL,
      reason BLOB,
      reason_code INTEGER,
      failure_code BLOB,
      failure_message BLOB,
      attempt INTEGER NOT NULL DEFAULT 0,
      worker_deaths INTEGER NOT NULL DEFAULT 0,
      worker BLOB,
      created TEXT NOT NULL,
      running TEXT,
      ended TEXT,
      usage_seconds REAL NOT NULL DEFAULT 0,
      event_count INTEGER NOT NULL,
      -- How many interim results the current attempt has published, written again or not.
      published INTEGER NOT NULL DEFAULT 0,
      -- The last attempt of which a log event says that it differs from an earlier one.
      differing_attempt INTEGER NOT NULL DEFAULT 0
    );
    -- Within an owner by sequence, as listings are.
    CREATE INDEX jobs_owner ON jobs (owner);
    CREATE INDEX jobs_pending ON jobs (status) WHERE status IN ('Queued', 'Running');
    CREATE INDEX jobs_session ON jobs (session_id) WHERE session_id IS NOT NULL;

    CREATE TABLE tags (
      tag BLOB NOT NULL,
      job INTEGER NOT NULL,
      PRIMARY KEY (tag, job)
    ) WITHOUT ROWID;

    -- Which jobs need a text.
    CREATE TABLE text_uses (
      hash TEXT NOT NULL,
      job INTEGER NOT NULL,
      PRIMARY KEY (hash, job)
    ) WITHOUT ROWID;

    -- Either the bytes or the name of the file that holds them; both are NULL when there are no bytes.
    CREATE TABLE inputs (job INTEGER PRIMARY KEY, data BLOB, file TEXT);
    CREATE INDEX inputs_file ON inputs (file) WHERE file IS NOT NULL;
    CREATE TABLE results (job INTEGER PRIMARY KEY, data BLOB, file TEXT);
    CREATE INDEX results_file ON results (file) WHERE file IS NOT NULL;

    CREATE TABLE events (
      job INTEGER NOT NULL,
      number INTEGER NOT NULL,
      -- 0 status, 1 interim result, 2 log.
      kind INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      -- The status, or the stream.
      name BLOB,
      -- A reason's.
      code INTEGER,
      time TEXT,
      -- An interim result's place among those of its attempt, from 0.
      position INTEGER,
      -- A reason, a JSON text or a piece of a log.
      data BLOB,
      PRIMARY KEY (job, number)
    ) WITHOUT ROWID;
    CREATE INDEX events_position ON events (job, position) WHERE position IS NOT NULL;

    CREATE TABLE submissions (
      owner BLOB NOT NULL,
      key BLOB NOT NULL,
      body_hash TEXT NOT NULL,
      job INTEGER NOT NULL,
      PRIMARY KEY (owner, key)
    ) WITHOUT ROWID;
    CREATE INDEX submissions_job ON submissions (job);

    CREATE TABLE texts (
      hash TEXT PRIMARY KEY,
      -- The last time; before the bytes, so that it is found without reading them.
      sent TEXT NOT NULL,
      data BLOB
    );
    CREATE TABLE text_owners (
      owner BLOB NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (owner, hash)
    ) WITHOUT ROWID;

    CREATE TABLE sessions (
      id BLOB PRIMARY KEY,
      owner BLOB NOT NULL,
      state TEXT NOT NULL,
      accepts_jobs INTEGER NOT NULL,
      -- JSON of the whole.
      record BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX sessions_open ON sessions (state) WHERE state != 'closed';

    CREATE TABLE tokens (
      hash TEXT PRIMARY KEY,
      user BLOB NOT NULL,
      role TEXT NOT NULL,
      created TEXT NOT NULL
    ) WITHOUT ROWID;
    """
  /// A row may hold several interim results, one behind the other, a line feed between them; its number and position are
  /// those of the last.
  private static let version2 = "ALTER TABLE events ADD COLUMN count INTEGER NOT NULL DEFAULT 1"
}
