import Foundation
import Testing

extension RuntimeCommandTests {
  @Suite("ritz login, backends, programs") struct LoginTests {
    @Test("a token that the service knows is saved, from the command line or standard input, and never printed")
    func login() async throws {
      let service = try await Service()
      for (token, input) in [(service.token, nil), ("-", service.token + "\n")] {
        let home = try Scratch()
        let environment = Service.environment(in: home)
        func run(_ arguments: [String], input: String? = nil) async throws -> Tool.Outcome {
          try await Tool.Running(arguments, in: Tool.molecules, environment: environment, input: input).outcome()
        }
        let before = try await run(["backends"])
        expectFailure(before, status: 64)
        #expect(before.errors.contains("ritz login"))
        let outcome = try await run(["login", service.url, "--token", token], input: input)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!(outcome.output + outcome.errors).contains(service.token))
        #expect(try await run(["backends"]).status == 0)
      }
    }

    @Test("a token that the service does not know is refused and not saved")
    func wrongToken() async throws {
      let service = try await Service()
      let home = try Scratch()
      let environment = Service.environment(in: home)
      let outcome = try await Tool.Running(
        ["login", service.url, "--token", "guess"], in: Tool.molecules, environment: environment
      ).outcome()
      expectFailure(outcome, status: 1)
      #expect(!outcome.errors.contains("guess"))
      let after = try await Tool.Running(["backends"], in: Tool.molecules, environment: environment).outcome()
      expectFailure(after, status: 64)
    }

    @Test("a service that does not answer is one line and status 1, soon")
    func unreachable() async throws {
      let service = try await Service()
      try await service.end()
      let outcome = try await service.run("backends")
      expectFailure(outcome, status: 1)
      #expect(outcome.errors.contains("Nobody answers at \(service.url)"), "\(outcome.errors)")
      #expect(outcome.seconds < 5)
    }

    @Test("URLs that are none are wrong usage", arguments: ["ftp://example.org", "example", ""])
    func noURL(url: String) async throws {
      let scratch = try Scratch()
      let outcome = try await Tool.Running(
        ["login", url, "--token", "x"], in: Tool.molecules, environment: Service.environment(in: scratch)
      ).outcome()
      expectFailure(outcome, status: 64)
    }

    @Test("lists the backend and the native programs with their schemas")
    func lists() async throws {
      let service = try await Service()
      let backends = try await service.run("backends", "--json").json()
      let devices = try #require(backends["devices"] as? [[String: Any]])
      #expect(devices.map { $0["name"] as? String } == ["statevector"])
      #expect(try await service.run("backends").output.contains("statevector"))

      let programs = try await service.run("programs", "ls", "--json").json()
      let ids = try #require(programs["programs"] as? [[String: Any]]).compactMap { $0["id"] as? String }
      #expect(Set(ids).isSuperset(of: ["estimator", "estimator-gradient", "sampler", "vqe"]))
      #expect(try await service.run("programs", "ls").output.contains("vqe"))
      let program = try await service.run("programs", "show", "vqe", "--json").json()
      #expect((program["spec"] as? [String: Any])?["parameters"] is [String: Any])
      #expect(try await service.run("programs", "show", "vqe").output.contains("hamiltonian"))
      let unknown = try await service.run("programs", "show", "nothing")
      expectFailure(unknown, status: 1)
      #expect(unknown.errors.contains("nothing"))
    }
  }
}
