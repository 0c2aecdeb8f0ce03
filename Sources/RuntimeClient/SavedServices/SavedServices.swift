public import Foundation
internal import JSONSchemas

/// A service that somebody has logged in to.
public struct SavedService: Hashable, Sendable {
  public var url: String
  public var authentication: Authentication
  /// Whether it is meant where no address is given.
  public var isDefault: Bool
  /// The directory of its store, for a service that this user runs on this machine: its token goes on to be good when it
  /// comes back at another address, or after another one at its own.
  public var store: String?

  public init(url: String, authentication: Authentication, isDefault: Bool = true, store: String? = nil) {
    self.url = url
    self.authentication = authentication
    self.isDefault = isDefault
    self.store = store
  }
}

/// The services that a user of this machine has logged in to, in a file that only this user can read.
///
/// The file is `services.json` in the folder that the environment's `RITZ_CONFIG` names, else in `ritz` below
/// `XDG_CONFIG_HOME`, else in `~/.config/ritz`. It is replaced as a whole: a reader sees the old or the new one.
public struct SavedServices: Sendable {
  public let path: String

  /// - Parameter folder: nil takes the one of the environment.
  public init(
    folder: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    path = (folder ?? Self.folder(environment)) + "/services.json"
  }

  private static func folder(_ environment: [String: String]) -> String {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let folder = value("RITZ_CONFIG") { return folder }
    if let folder = value("XDG_CONFIG_HOME") { return folder + "/ritz" }
    return (value("HOME") ?? NSHomeDirectory()) + "/.config/ritz"
  }

  /// Every saved service, in the order of their addition.
  ///
  /// - Throws: ``RuntimeError`` with code `saved-services` for a file that is there and cannot be read.
  public func all() throws -> [SavedService] {
    try contents()
  }

  /// The service at an address, or the default one.
  ///
  /// - Throws: ``RuntimeError`` with code `saved-services` where there is none, with the next step.
  public func service(_ url: String? = nil) throws -> SavedService {
    let services = try contents()
    guard let url else {
      if let service = services.last(where: \.isDefault) ?? services.first { return service }
      throw RuntimeError(
        .savedServices, "No service is saved in \(path).",
        solution: "Log in with `ritz login URL --token TOKEN`, or start a service with `ritz serve`.")
    }
    let base = try serviceBase(url)
    if let service = services.last(where: { (try? serviceBase($0.url)) == base }) { return service }
    let known = services.isEmpty ? "None is." : "Those are: \(services.map(\.url).joined(separator: ", "))."
    throw RuntimeError(
      .savedServices, "The service at \(serviceAddress(of: base)) is not saved in \(path). \(known)",
      solution: "Log in with `ritz login \(serviceAddress(of: base)) --token TOKEN`.")
  }

  /// Saves a service, in place of what was saved for its store or, but for services with another store, its address.
  ///
  /// - Throws: ``RuntimeError`` for an address that is none, or a file that cannot be written.
  public func add(_ service: SavedService) throws {
    let base = try serviceBase(service.url)
    try update { services in
      if service.isDefault {
        for index in services.indices { services[index].isDefault = false }
      }
      // What was added last is what an address means; what another store had there before is kept for its next start.
      services.removeAll { other in
        if let store = service.store, let otherStore = other.store { return store == otherStore }
        return (try? serviceBase(other.url)) == base
      }
      services.append(service)
    }
  }

  /// Forgets the service at an address; false if it was not saved.
  @discardableResult
  public func remove(_ url: String) throws -> Bool {
    let base = try serviceBase(url)
    var found = false
    try update { services in
      let count = services.count
      services.removeAll { (try? serviceBase($0.url)) == base }
      found = services.count < count
    }
    return found
  }

  // MARK: - The file

  private func update(_ change: (inout [SavedService]) -> Void) throws {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw RuntimeError(.savedServices, "The folder \(folder) cannot be made: \(error.localizedDescription)")
    }
    // One process at a time reads, changes and writes.
    let lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw failure("cannot be locked: \(String(cString: strerror(errno)))") }
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure("cannot be locked: \(String(cString: strerror(errno)))") }
    }
    var services = try contents()
    change(&services)
    try write(document(services).bytes)
  }

  private func failure(_ what: String, solution: String? = nil) -> RuntimeError {
    RuntimeError(.savedServices, "The file of saved services \(path) \(what).", solution: solution)
  }

  /// To a temporary file, synced, renamed.
  private func write(_ bytes: [UInt8]) throws {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max))"
    let file = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("cannot be written: \(String(cString: strerror(errno)))") }
    var rest = bytes[...]
    var problem: Int32 = 0
    while !rest.isEmpty && problem == 0 {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { problem = errno }
    }
    if problem == 0, fsync(file) != 0 { problem = errno }
    close(file)
    if problem == 0, rename(temporary, path) != 0 { problem = errno }
    if problem != 0 {
      unlink(temporary)
      throw failure("cannot be written: \(String(cString: strerror(problem)))")
    }
  }

  private func contents() throws -> [SavedService] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    guard let data = FileManager.default.contents(atPath: path) else { throw failure("cannot be read") }
    let repair = "Remove it and log in again with `ritz login URL --token TOKEN`."
    let value: JSONValue
    do {
      value = try JSONValue(parsing: data)
    } catch {
      throw failure("is no JSON: \(error)", solution: repair)
    }
    guard let entries = value["services"]?.arrayValue else {
      throw failure("has no list \"services\"", solution: repair)
    }
    return try entries.enumerated().map { index, entry in
      guard let service = SavedService(entry, isDefault: entry["url"] == value["default"]) else {
        throw failure(
          "has an entry that cannot be read: services[\(index)]; url and token are allowed, or url, api_key and instance",
          solution: repair)
      }
      return service
    }
  }

  private func document(_ services: [SavedService]) -> JSONValue {
    var document = JSONObject()
    if let url = services.first(where: \.isDefault)?.url { document["default"] = .string(url) }
    document["services"] = .array(services.map(\.entry))
    return .object(document)
  }
}

extension SavedService {
  /// An entry of the file; nil for anything else.
  fileprivate init?(_ entry: JSONValue, isDefault: Bool) {
    guard let members = entry.objectValue, let url = members["url"]?.stringValue else { return nil }
    func text(_ key: String) -> String? { members[key]?.stringValue }
    let authentication: Authentication
    switch Set(members.keys).subtracting(["store"]) {
    case ["url", "token"]:
      guard let token = text("token") else { return nil }
      authentication = .bearer(token)
    case ["url", "api_key", "instance", "identity_url"]:
      guard let key = text("api_key"), let instance = text("instance"), let identity = text("identity_url") else {
        return nil
      }
      authentication = .iam(apiKey: key, instance: instance, url: identity)
    case ["url", "api_key", "instance"]:
      guard let key = text("api_key"), let instance = text("instance") else { return nil }
      authentication = .iam(apiKey: key, instance: instance)
    default: return nil
    }
    self.init(url: url, authentication: authentication, isDefault: isDefault, store: text("store"))
  }

  fileprivate var entry: JSONValue {
    var entry: JSONObject = ["url": .string(url)]
    switch authentication {
    case .bearer(let token):
      entry["token"] = .string(token)
    case .iam(let key, let instance, let identity):
      entry["api_key"] = .string(key)
      entry["instance"] = .string(instance)
      entry["identity_url"] = .string(identity)
    }
    if let store { entry["store"] = .string(store) }
    return .object(entry)
  }
}
