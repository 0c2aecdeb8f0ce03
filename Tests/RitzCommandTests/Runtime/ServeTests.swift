import Foundation
import Testing

extension RuntimeCommandTests {
  @Suite("ritz serve") struct ServeTests {
    @Test("is ready in a second, prints its line of JSON, and ends with status 0", arguments: [SIGINT, SIGTERM])
    func line(signal: Int32) async throws {
      let started = ContinuousClock.now
      let service = try await Service()
      #expect(started.duration(to: .now) < .seconds(2))
      let line = try #require(try await service.process.firstLine())
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(Set(object.keys) == ["url", "token", "ca"])
      #expect(service.url.hasPrefix("http://127.0.0.1:"))
      #expect(!service.token.isEmpty)
      #expect(object["ca"] is NSNull)
      let outcome = try await service.end(signal)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      #expect(outcome.output.split(separator: "\n").count == 1)
    }

    @Test("shows its token on the first start only, and keeps it working")
    func token() async throws {
      let first = try await Service()
      try await first.end()
      let second = try await Service(scratch: first.scratch)
      #expect(second.token.isEmpty)
      let again = try await second.run("login", second.url, "--token", first.token)
      #expect(again.status == 0, "\(again.errors)")
    }

    @Test("a first start that cannot listen leaves the token to the next one")
    func tokenAfterFailure() async throws {
      let other = try await Service()
      let port = try #require(other.url.split(separator: ":").last)
      let scratch = try Scratch()
      expectFailure(try await Service.start(["--port", String(port)], in: scratch).outcome(), status: 1)
      let service = try await Service(scratch: scratch)
      #expect(!service.token.isEmpty)
      #expect(try await service.run("backends").status == 0)
    }

    @Test("saves URL and token for its user, where nobody else can read them")
    func saved() async throws {
      let service = try await Service()
      #expect(try await service.run("backends").status == 0)
      #expect(try await service.run("backends", "--service", service.url).status == 0)
      let folder = URL(fileURLWithPath: service.scratch.path("config"))
      let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "json" }
      #expect(!files.isEmpty)
      for file in files {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
      }
    }

    @Test("finds its user's token again when it starts at another port")
    func otherPort() async throws {
      let first = try await Service()
      try await first.end()
      let second = try await Service(scratch: first.scratch)
      #expect(second.url != first.url)
      let outcome = try await second.run("backends")
      #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("adds a second service and leaves the default as it is")
    func secondService() async throws {
      let first = try await Service()
      let running = try Service.start([], in: first.scratch, store: "other")
      let line = try #require(try await running.firstLine())
      let ready = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let url = try #require(ready["url"] as? String)
      _ = try await first.run("vqe", "h2_sto3g_r0.735.fcidump", "--backend", url, "--mode", "program")
      #expect(try await first.jobs().isEmpty)
      #expect(try await first.jobs("--service", url).count == 1)
      running.send(SIGTERM)
      #expect(try await running.outcome().status == 0)
    }

    @Test("tells people where it is, where its store is, and its token once")
    func text() async throws {
      let scratch = try Scratch()
      for isFirst in [true, false] {
        let running = try Service.start([], in: scratch, isJSON: false)
        _ = try await running.firstLine()
        running.send(SIGINT)
        let outcome = try await running.outcome()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("http://127.0.0.1:") && outcome.output.contains(scratch.path("store")))
        #expect(outcome.output.contains("token") == isFirst)
      }
    }

    @Test("a port in use, a store in use and a store that cannot be are one line and status 1")
    func refused() async throws {
      let service = try await Service()
      let port = try #require(service.url.split(separator: ":").last)
      let samePort = try Service.start(["--port", String(port)], in: service.scratch, store: "other")
      let sameStore = try Service.start([], in: service.scratch)
      let file = try service.scratch.file("file", "")
      let noStore = try Service.start([], in: service.scratch, store: "file/store")
      for (running, word) in [(samePort, String(port)), (sameStore, service.scratch.path("store")), (noStore, file)] {
        let outcome = try await running.outcome()
        expectFailure(outcome, status: 1)
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
        #expect(!outcome.errors.contains("errno") && !outcome.errors.contains("Error("), "\(outcome.errors)")
      }
    }

    @Test(
      "wrong usage is refused with status 64",
      arguments: [
        ["--port", "70000"], ["--workers", "0"], ["--memory-limit", "much"], ["--log-level", "loud"],
      ])
    func usage(arguments: [String]) async throws {
      let scratch = try Scratch()
      expectFailure(try await Service.start(arguments, in: scratch).outcome(), status: 64)
    }

    @Test("goes on with the jobs of its store after a kill")
    func restart() async throws {
      let first = try await Service()
      _ = try await first.run("vqe", "h2_sto3g_r0.735.fcidump", "--backend", first.url, "--mode", "program")
      let job = try await first.newestJob()
      try await first.end(SIGKILL)
      let second = try await Service(scratch: first.scratch)
      let watched = try await second.run("jobs", "watch", job, "--json")
      #expect(watched.status == 0, "\(watched.errors)")
      #expect(try watched.jsonLines().last?["event"] as? String == "status")
    }
  }
}
