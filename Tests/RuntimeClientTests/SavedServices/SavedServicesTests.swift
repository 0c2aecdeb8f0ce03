import Foundation
import RuntimeClient
import Testing

@Suite("Saved services are private, whole, and refused when they are not")
struct SavedServicesTests {
  private func inFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.path + "/ritz-saved-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  private let local = SavedService(url: "http://127.0.0.1:8000", authentication: .bearer("ritz_secret"))
  private let cloud = SavedService(
    url: "https://quantum.example.org/api/v1", authentication: .iam(apiKey: "key", instance: "crn:v1:x"),
    isDefault: false)

  @Test("what was added is there, by its address and as the default")
  func roundTrip() throws {
    try inFolder { folder in
      let saved = SavedServices(folder: folder)
      #expect(try saved.all().isEmpty)
      try saved.add(local)
      try saved.add(cloud)
      #expect(try SavedServices(folder: folder).all() == [local, cloud])
      #expect(try saved.service() == local)
      #expect(try saved.service("https://quantum.example.org") == cloud)
      #expect(try saved.service("http://127.0.0.1:8000/api/v1/") == local)
      // The same address again takes the place; another default takes the default.
      var renewed = cloud
      renewed.authentication = .bearer("other")
      renewed.isDefault = true
      try saved.add(renewed)
      #expect(try saved.all().map(\.isDefault) == [false, true])
      #expect(try saved.service() == renewed)
      #expect(try saved.remove("http://127.0.0.1:8000"))
      #expect(try !saved.remove("http://127.0.0.1:8000"))
      #expect(try saved.all() == [renewed])
    }
  }

  @Test("only the user can read the file, and nothing else is left in the folder")
  func permissions() throws {
    try inFolder { folder in
      let saved = SavedServices(folder: folder)
      for _ in 0..<3 { try saved.add(local) }
      let mode = try FileManager.default.attributesOfItem(atPath: saved.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      let folderMode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
      #expect(folderMode == 0o700)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["services.json", "services.json.lock"])
    }
  }

  @Test("several at a time lose nothing")
  func concurrent() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/ritz-saved-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<20 {
        group.addTask {
          try SavedServices(folder: folder).add(
            SavedService(url: "http://host\(index):8000", authentication: .bearer("\(index)")))
        }
      }
      try await group.waitForAll()
    }
    let services = try SavedServices(folder: folder).all()
    #expect(Set(services.map(\.url)).count == 20)
    #expect(services.count { $0.isDefault } == 1)
  }

  @Test(
    "a file that cannot be read is refused with its path, and left as it is",
    arguments: [
      "", "nonsense", "[]", "{}", #"{"services": 3}"#, #"{"services": [3]}"#, #"{"services": [{"url": "http://a"}]}"#,
      #"{"services": [{"url": "http://a", "token": 3}]}"#,
      #"{"services": [{"url": "http://a", "token": "x", "api_key": "y"}]}"#,
    ])
  func malformed(text: String) throws {
    try inFolder { folder in
      let saved = SavedServices(folder: folder)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try text.write(toFile: saved.path, atomically: true, encoding: .utf8)
      for call in [{ _ = try saved.service() }, { try saved.add(local) }, { _ = try saved.remove("http://a") }] {
        let error = #expect(throws: RuntimeError.self) { try call() }
        #expect(error?.code == .savedServices)
        #expect(error?.description.contains(saved.path) == true && error?.description.contains("ritz login") == true)
      }
      #expect(try String(contentsOfFile: saved.path, encoding: .utf8) == text)
    }
  }

  @Test("what is not saved leads to the login, and lists what is")
  func missing() throws {
    try inFolder { folder in
      let saved = SavedServices(folder: folder)
      let none = #expect(throws: RuntimeError.self) { try saved.service() }
      #expect(none?.description.contains("ritz serve") == true)
      try saved.add(local)
      let other = #expect(throws: RuntimeError.self) { try saved.service("http://elsewhere:1") }
      #expect(other?.description.contains("ritz login http://elsewhere:1") == true)
      #expect(other?.description.contains("http://127.0.0.1:8000") == true)
    }
  }

  @Test("the folder is the environment's")
  func folders() {
    func path(_ environment: [String: String]) -> String { SavedServices(environment: environment).path }
    #expect(path(["RITZ_CONFIG": "/a", "XDG_CONFIG_HOME": "/b", "HOME": "/c"]) == "/a/services.json")
    #expect(path(["RITZ_CONFIG": "", "XDG_CONFIG_HOME": "/b", "HOME": "/c"]) == "/b/ritz/services.json")
    #expect(path(["HOME": "/c"]) == "/c/.config/ritz/services.json")
  }

  @Test(
    "secrets are in no description", arguments: [Authentication.bearer("hush"), .iam(apiKey: "hush", instance: "i")])
  func secrets(authentication: Authentication) {
    var dumped = ""
    dump(authentication, to: &dumped)
    dump(SavedService(url: "http://a", authentication: authentication), to: &dumped)
    #expect(!(dumped + "\(authentication)" + String(reflecting: authentication)).contains("hush"))
  }
}
