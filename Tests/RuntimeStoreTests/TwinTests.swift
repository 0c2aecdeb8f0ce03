import Foundation
import RandomStreams
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import Testing

@Suite("The store does what plain values do")
struct TwinTests {
  /// What is drawn from; few, so that things meet.
  private static let owners = ["ada", "bob", ""]
  private static let tags = ["a", "b", "c\0c", "", "ü"]
  private static let programs = ["estimator", "vqe"]
  private static let sessions = ["s1", "s2", "s3"]
  private static let texts = ["one", "two", "three"].map { ContentHash(of: $0) }

  private var store: RuntimeStore
  private var clock: TestClock
  private var twin = Twin()
  private var generator: RandomStream

  /// Swift Testing makes suites without arguments.
  init() throws {
    clock = TestClock()
    generator = RandomStream(seed: 0)
    directory = FileManager.default.temporaryDirectory.appending(path: "ritz-store-\(UUID().uuidString)").path
    store = try Self.open(directory, clock)
  }

  private let directory: String

  private static func open(_ directory: String, _ clock: TestClock) throws -> RuntimeStore {
    try RuntimeStore(directory: directory, now: { clock.now() }, inlineLimit: 20, maximumPageCount: nil)
  }

  @Test(
    "whatever is done in whatever order, and when it is opened again in between", arguments: 0..<12 as Range<UInt64>)
  mutating func randomOperations(seed: UInt64) async throws {
    generator = RandomStream(seed: seed)
    for _ in 0..<150 { try await step() }
    try await compareAll()
    try await store.close()
    store = try Self.open(directory, clock)
    try await compareAll()
    try await store.close()
    try FileManager.default.removeItem(atPath: directory)
  }

  private mutating func step() async throws {
    switch Int.random(in: 0..<40, using: &generator) {
    case 0: try await reopen()
    case 1...2: try await delete()
    case 3...4: try await setTags()
    case 5: try await changeSession()
    case 6: try await putText()
    case 7...13: try await insert()
    case 14...19: try await start()
    case 20...27: try await publish()
    case 28...29: try await log()
    case 30...31: try await requeue()
    case 32...35: try await finish()
    case 36: try await cancel()
    default: try await list()
    }
  }

  private mutating func pick<C: Collection>(_ values: C) -> C.Element {
    values[values.index(values.startIndex, offsetBy: Int.random(in: 0..<values.count, using: &generator))]
  }

  private mutating func some<T>(_ values: [T]) -> [T] {
    values.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
  }

  /// Of a job that is there, mostly in that state, and rarely of one that is not.
  private mutating func id(_ status: JobStatus? = nil) -> JobID {
    let likely = twin.jobs.map(\.stored).filter { status == nil || $0.state.status == status }
    let jobs = likely.isEmpty || Int.random(in: 0..<8, using: &generator) == 0 ? twin.jobs.map(\.stored) : likely
    return jobs.isEmpty || Int.random(in: 0..<20, using: &generator) == 0
      ? JobID(time: 0, using: &generator) : pick(jobs).id
  }

  /// Mostly the right one.
  private mutating func attempt(_ id: JobID) -> Int {
    let attempt = twin.job(id)?.stored.attempt ?? 1
    return Int.random(in: 0..<10, using: &generator) == 0 ? attempt + pick([-1, 1]) : attempt
  }

  private mutating func data() -> Data {
    Data(String(repeating: pick("xyz"), count: pick([0, 1, 5, 20, 21, 300])).utf8)
  }

  private mutating func insert() async throws {
    var new = NewJob.test(
      owner: pick(Self.owners), program: pick(Self.programs), tags: some(Self.tags), texts: some(Self.texts))
    new.parameters = data()
    if Bool.random(using: &generator) { new.sessionID = pick(Self.sessions) }
    if Bool.random(using: &generator) { new.logLevel = pick(["", "INFO"]) }
    new.isPrivate = Bool.random(using: &generator)
    if Bool.random(using: &generator) {
      new.idempotency = .init(key: pick(["k1", "k2", "k\0", "k\0\0"]), bodyHash: pick(Self.texts))
    }
    let insertion = try await store.insert(new)
    let id: JobID? = if case .new(let job) = insertion { job.id } else { nil }
    #expect(twin.insert(new, id: id, at: clock.last) == insertion)
  }

  private mutating func start() async throws {
    let id = id(.queued), worker = pick(["w1", ""])
    let found = try await store.start(id, worker: worker)
    #expect(twin.start(id, worker: worker, at: clock.last) == found)
  }

  private mutating func publish() async throws {
    let id = id(.running), attempt = attempt(id)
    let first = (twin.job(id)?.published ?? 0) - (Int.random(in: 0..<5, using: &generator) == 0 ? 1 : 0)
    // Now and then more than a row of the table holds.
    let count = Int.random(in: 0..<20, using: &generator) == 0 ? 300 : Int.random(in: 0..<8, using: &generator)
    let results = (0..<count).map { _ in data() }
    // Attempts after the first mostly publish the same again.
    let earlier = twin.job(id)?.interimResults ?? []
    let mixed = results.enumerated().map { offset, result in
      let place = max(first, 0) + offset
      return place < earlier.count && Int.random(in: 0..<4, using: &generator) > 0 ? earlier[place] : result
    }
    let found = try await store.append(results: mixed, firstIndex: max(first, 0), attempt: attempt, to: id)
    #expect(
      twin.append(results: mixed, firstIndex: max(first, 0), attempt: attempt, to: id).map(\.number) == Array(found))
  }

  private mutating func log() async throws {
    let id = id(.running), attempt = attempt(id)
    let logs = [JobEvent.LogText(stream: pick(["stdout", "stderr"]), text: pick(["", "a\0b\n", "ü"]))]
    let found = try await store.append(logs: logs, attempt: attempt, to: id)
    #expect(twin.append(logs: logs, attempt: attempt, to: id).map(\.number) == Array(found))
  }

  private mutating func requeue() async throws {
    let id = id(.running), attempt = attempt(id)
    let cause: RequeueCause = pick([.workerDied, .serverStopped])
    let found = try await store.requeue(id, attempt: attempt, reason: "r\0r", cause: cause, usageSeconds: 0.25)
    let expected = twin.requeue(
      id, attempt: attempt, reason: "r\0r", cause: cause, usage: 0.25, at: clock.last)
    #expect(found == expected)
  }

  private mutating func finish() async throws {
    let id = id(.running), attempt = attempt(id)
    let outcome: JobOutcome = pick([
      .completed(data()), .completed(data()), .cancelled(), .cancelled(reason: "Ran too long", reasonCode: 1305),
      .failed(reason: "", reasonCode: 1517, JobFailure(code: "invalid-pub", message: "a\0b")),
    ])
    let found = try await store.finish(id, attempt: attempt, outcome: outcome, usageSeconds: 0.5)
    #expect(twin.finish(id, attempt: attempt, outcome: outcome, usage: 0.5, at: clock.last) == found)
  }

  private mutating func cancel() async throws {
    let id = id(.queued), reason = pick([nil, "No longer needed"])
    let found = try await store.cancelQueued(id, reason: reason)
    #expect(twin.cancelQueued(id, reason: reason, at: clock.last) == found)
  }

  private mutating func setTags() async throws {
    let id = id(), tags = some(Self.tags + Self.tags)
    let found = try await store.setTags(tags, of: id)
    #expect(twin.setTags(tags, of: id) == found)
  }

  private mutating func delete() async throws {
    let id = id()
    let found = try await store.delete(id)
    #expect(twin.delete(id) == found)
  }

  private mutating func changeSession() async throws {
    let id = pick(Self.sessions), owner = pick(Self.owners)
    if let session = twin.sessions[id] {
      let found = try await store.updateSession(id, owner: owner) { $0.acceptsJobs.toggle() }
      if session.owner == owner { twin.sessions[id]?.acceptsJobs.toggle() }
      #expect(found == (session.owner == owner ? twin.sessions[id] : nil))
    } else {
      let session = StoredSession(
        id: id, owner: owner, backend: "statevector", mode: .batch, maximumTime: 1, interactiveTime: 1, activeTime: 1,
        started: clock.now())
      try await store.insert(session)
      twin.sessions[id] = session
    }
  }

  private mutating func putText() async throws {
    let text = pick(["one", "two", "three"]), owner = pick(Self.owners)
    try await store.put(Data(text.utf8), hash: ContentHash(of: text), owner: owner)
    twin.texts.insert([owner, ContentHash(of: text).description])
  }

  private mutating func list() async throws {
    var filter = JobFilter(
      owner: pick([nil] + Self.owners), limit: pick([-1, 0, 1, 3, 100]), offset: pick([-1, 0, 0, 2]))
    filter.tags = some(Self.tags)
    filter.isPending = pick([nil, nil, true, false])
    filter.program = pick([nil, "vqe", "vqe\0"])
    filter.backend = pick([nil, nil, "statevector", "other"])
    filter.sessionID = pick([nil, nil, "s1"])
    filter.oldestFirst = Bool.random(using: &generator)
    if let job = twin.jobs.randomElement(using: &generator) {
      filter.createdAfter = pick([nil, nil, job.stored.created])
      filter.createdBefore = pick([nil, nil, job.stored.created])
    }
    #expect(try await store.jobs(filter) == twin.page(filter))
  }

  private mutating func reopen() async throws {
    try await store.close()
    store = try Self.open(directory, clock)
    let found = try await store.recover()
    #expect(twin.recover(at: clock.last) == found)
  }

  private func compareAll() async throws {
    let page = try await store.jobs(JobFilter(owner: nil, limit: .max, oldestFirst: true))
    #expect(page.jobs == twin.jobs.map(\.stored))
    for job in twin.jobs {
      let id = job.stored.id
      #expect(try await store.job(id, owner: job.stored.owner) == job.stored)
      #expect(try await store.job(id, owner: "eve") == nil)
      #expect(try await store.events(of: id) == job.events)
      #expect(try await store.parameters(of: id) == job.parameters)
      #expect(try await store.result(of: id) == job.result)
      let logs = job.events.compactMap { if case .log(let log) = $0.content { log.text } else { nil } }
      #expect(try await store.logs(of: id) == logs.joined())
    }
    for (id, session) in twin.sessions { #expect(try await store.session(id, owner: nil) == session) }
    for owner in Self.owners {
      let missing = Self.texts.filter { !twin.texts.contains([owner, $0.description]) }
      #expect(try await store.missingTexts(Self.texts, owner: owner) == missing)
    }
    let files = try ["inputs", "results"].map {
      try FileManager.default.contentsOfDirectory(atPath: "\(directory)/\($0)")
    }
    #expect(files[0].count == twin.jobs.count { $0.parameters.count > 20 })
    #expect(files[1].count == twin.jobs.count { ($0.result?.count ?? 0) > 20 })
  }
}
