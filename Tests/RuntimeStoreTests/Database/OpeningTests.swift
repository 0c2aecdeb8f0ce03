import Foundation
import GRDB
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import TestSupport
import Testing

@Suite("Opening a store")
struct OpeningTests {
  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  private func write(_ bytes: Data, _ directory: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try bytes.write(to: URL(filePath: "\(directory)/ritz.sqlite"))
  }

  @Test("makes a directory that only its user can read")
  func permissions() async throws {
    try await withTemporaryDirectory { path in
      let store = try RuntimeStore(directory: "\(path)/a/b")
      _ = try await store.insertJob()
      #expect(try mode("\(path)/a/b") == 0o700)
      for name in ["ritz.sqlite", "ritz.sqlite-wal", "ritz.sqlite-shm", "lock"] {
        #expect(try mode("\(path)/a/b/\(name)") == 0o600, "\(name)")
      }
      try await store.close()
    }
  }

  @Test("takes a directory and a database that are there, empty")
  func empty() async throws {
    try await withTemporaryDirectory { path in
      try write(Data(), path)
      let store = try RuntimeStore(directory: path)
      #expect(try await store.insertJob().state.status == .queued)
      try await store.close()
    }
  }

  @Test("is refused while another store has the directory, and the message says who")
  func inUse() async throws {
    try await withTemporaryDirectory { path in
      let store = try RuntimeStore(directory: path)
      let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: path) }
      #expect(error?.code == .inUse)
      #expect(
        error?.message
          == "The store at \(path) is in use by process \(getpid()). Stop that server, or use another directory.")
      _ = try await store.insertJob()
      try await store.close()
      let again = try RuntimeStore(directory: path)
      #expect(try await again.jobs(JobFilter(owner: nil)).total == 1)
      try await again.close()
    }
  }

  @Test("brings a store of the first version up to date, with its jobs and events")
  func firstVersion() async throws {
    try await withTemporaryDirectory { path in
      let store = try RuntimeStore(directory: path)
      let id = try await store.startJob()
      for (place, text) in ["0", "1", "2"].enumerated() {
        try await store.append(results: [Data(text.utf8)], firstIndex: place, attempt: 1, to: id)
      }
      let events = try await store.events(of: id)
      try await store.close()
      try await DatabaseQueue(path: "\(path)/ritz.sqlite").write { database in
        try database.execute(sql: "ALTER TABLE events DROP COLUMN count")
        try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1 %'")
      }
      let again = try RuntimeStore(directory: path)
      let isSame = try await again.events(of: id) == events
      #expect(isSame)
      _ = try await again.requeue(id, attempt: 1, reason: "", cause: .serverStopped)
      _ = try await again.start(id, worker: "w")
      let results = ["0", "1", "2", "3", "4"].map { Data($0.utf8) }
      let new = try await again.append(results: results, firstIndex: 0, attempt: 2, to: id)
      #expect(try await again.contents(of: id, new) == [.interimResult("3"), .interimResult("4")])
      try await again.close()
    }
  }

  /// In a process of its own: what is closed twice is somebody else's the second time.
  @Test("closes nothing twice when it is refused")
  func descriptors() async throws {
    try await withTemporaryDirectory { path in
      let process = Process()
      process.executableURL = URL(filePath: try BuiltExecutable.path("StoreForTests"))
      process.arguments = ["refusals", path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let words = try output.fileHandleForReading.readToEnd()
      #expect(words == Data("stolen 0\n".utf8))
    }
  }

  @Test("is refused while another process has the directory, and not after its death")
  func otherProcess() async throws {
    try await withTemporaryDirectory { path in
      let process = Process()
      process.executableURL = URL(filePath: try BuiltExecutable.path("StoreForTests"))
      process.arguments = ["hold", path]
      let output = Pipe()
      process.standardOutput = output
      process.standardInput = Pipe()
      try process.run()
      #expect(try output.fileHandleForReading.read(upToCount: 5) == Data("open\n".utf8))
      let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: path) }
      #expect(error?.code == .inUse)
      #expect(error?.message.contains("process \(process.processIdentifier)") == true)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let store = try RuntimeStore(directory: path)
      try await store.close()
    }
  }

  @Test(
    "is refused when the file is no database, which is left as it is",
    arguments: [Data("x".utf8), Data("SQLite format 3\0".utf8), Data(repeating: 7, count: 9000)])
  func foreignFile(bytes: Data) async throws {
    try await withTemporaryDirectory { path in
      try write(bytes, path)
      let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: path) }
      #expect(error?.code == .notAStore)
      #expect(error?.message.contains("\(path)/ritz.sqlite is no SQLite database") == true)
      #expect(FileManager.default.contents(atPath: "\(path)/ritz.sqlite") == bytes)
    }
  }

  @Test("is refused when the database is another program's, which is left as it is", arguments: [0, 42])
  func foreignDatabase(applicationID: Int) async throws {
    try await withTemporaryDirectory { path in
      try write(Data(), path)
      let queue = try DatabaseQueue(path: "\(path)/ritz.sqlite")
      try await queue.write { database in
        try database.execute(sql: "PRAGMA application_id = \(applicationID); CREATE TABLE jobs (x)")
      }
      try queue.close()
      let bytes = FileManager.default.contents(atPath: "\(path)/ritz.sqlite")
      let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: path) }
      #expect(error?.code == .notAStore)
      #expect(error?.message.contains("another program (application id \(applicationID))") == true)
      #expect(FileManager.default.contents(atPath: "\(path)/ritz.sqlite") == bytes)
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: path)) == ["ritz.sqlite", "lock"])
    }
  }

  @Test(
    "is refused where a new store's folders hold files, which are left as they are", arguments: ["inputs", "results"])
  func foreignFolder(name: String) async throws {
    try await withTemporaryDirectory { path in
      let folder = "\(path)/\(name)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data([1]).write(to: URL(filePath: "\(folder)/mine"))
      for _ in 0..<2 {
        let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: path) }
        #expect(error?.code == .notAStore)
        #expect(error?.message.hasPrefix("\(folder) holds files and there is no store beside it") == true)
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: path)) == [name, "lock"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["mine"])
      }
      // An empty folder is nobody's.
      try FileManager.default.removeItem(atPath: "\(folder)/mine")
      try await RuntimeStore(directory: path).close()
    }
  }

  @Test("is refused when a later version wrote the database")
  func newer() async throws {
    try await withTemporaryDirectory { path in
      try await RuntimeStore(directory: path).close()
      let queue = try DatabaseQueue(path: "\(path)/ritz.sqlite")
      try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 something else')") }
      try queue.close()
      let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: path) }
      #expect(error?.code == .newerVersion)
      #expect(error?.message.contains("a later version") == true)
    }
  }

  @Test("is refused, or its use is, when the database is damaged", arguments: [100, 4096, 8192, 20_000])
  func damaged(from offset: Int) async throws {
    try await withTemporaryDirectory { path in
      let first = try RuntimeStore(directory: path)
      for _ in 0..<50 { _ = try await first.insertJob() }
      try await first.close()
      var bytes = try #require(FileManager.default.contents(atPath: "\(path)/ritz.sqlite"))
      bytes.replaceSubrange(offset..., with: Data(repeating: 0xA5, count: bytes.count - offset))
      try write(bytes, path)
      let error = await #expect(throws: StoreError.self) {
        let store = try RuntimeStore(directory: path)
        do {
          _ = try await store.recover()
          _ = try await store.insertJob()
        } catch {
          // Files that are removed while they are open may meet others' in SQLite, which knows them by their inodes.
          try await store.close()
          throw error
        }
      }
      #expect(error?.code == .corrupt, "\(error as Any)")
    }
  }

  @Test("is refused where no directory can be made")
  func notADirectory() async throws {
    try await withTemporaryDirectory { path in
      try Data().write(to: URL(filePath: path))
      for directory in [path, "\(path)/store"] {
        let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: directory) }
        #expect(error?.code == .notWritable)
        #expect(error?.message.contains(directory) == true)
      }
      let error = #expect(throws: StoreError.self) { try RuntimeStore(directory: "/proc/self") }
      #expect(error?.code == .notWritable)
    }
  }

  @Test("is over when it is closed")
  func closed() async throws {
    try await withTemporaryDirectory { path in
      let store = try RuntimeStore(directory: path)
      let id = try await store.insertJob().id
      try await store.close()
      for body in [
        { _ = try await store.insertJob() }, { _ = try await store.job(id, owner: nil) },
        { _ = try await store.start(id, worker: "w") },
      ] as [() async throws -> Void] {
        let error = await #expect(throws: StoreError.self) { try await body() }
        #expect(error?.code == .closed)
        #expect(error?.message == "The store at \(path) has been closed.")
      }
      try await store.close()
    }
  }

  @Test("is over at one moment, though many write: what was acknowledged is there", arguments: 0..<3)
  func closedBetweenWrites(round: Int) async throws {
    try await withTemporaryDirectory { path in
      let store = try RuntimeStore(directory: path)
      // Large enough for checkpoints to be under way.
      let parameters = String(repeating: "1", count: 100_000)
      let written = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<120 {
          group.addTask {
            do {
              if number == 60 + 20 * round { try await store.close() }
              _ = try await store.insertJob(parameters: parameters)
              return true
            } catch let error as StoreError where error.code == .closed {
              return false
            }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      let again = try RuntimeStore(directory: path)
      #expect(try await again.jobs(JobFilter(owner: nil)).total == written)
      try await again.close()
    }
  }
}
