import JSONSchemas
import NIOHTTP1
import RuntimeClient
import Synchronization
import Testing

@Suite("Access tokens are exchanged, renewed and shared")
struct CredentialsTests {
  /// An identity service and a service in one, which takes only the token of the last exchange.
  private final class Cloud: Sendable {
    let exchanges = Mutex(0)
    let accepted = Mutex<String?>(nil)
    let refusesKey: Bool

    init(refusesKey: Bool = false) { self.refusesKey = refusesKey }

    func reply(_ request: ReceivedRequest) async -> Reply {
      if request.path == "/identity/token" {
        if refusesKey {
          return .json(
            ["errorCode": "BXNIM0415E", "errorMessage": "Provided API key could not be found."], status: 400)
        }
        let number = exchanges.withLock { count in
          count += 1
          return count
        }
        accepted.withLock { $0 = "Bearer token\(number)" }
        return .json(["access_token": .string("token\(number)"), "expires_in": 3600, "token_type": "Bearer"])
      }
      let isKnown = accepted.withLock { $0 != nil && $0 == request.headers.first(name: "Authorization") }
      return isKnown ? .json(["devices": []]) : .answer(401)
    }
  }

  private static func service(_ server: ScriptedServer, _ time: ScriptedTime = ScriptedTime()) throws -> RuntimeService
  {
    try server.service(time, authentication: .iam(apiKey: "a/b c", instance: "crn:v1:x::", url: server.url))
  }

  @Test("a key is exchanged once, and the instance is named")
  func exchange() async throws {
    let cloud = Cloud()
    try await ScriptedServer.run(cloud.reply) { server in
      let service = try Self.service(server)
      for _ in 0..<3 { _ = try await service.backends() }
      #expect(cloud.exchanges.withLock { $0 } == 1)
      let exchange = try #require(server.requests.first)
      #expect(exchange.method == "POST")
      #expect(exchange.headers.first(name: "Content-Type") == "application/x-www-form-urlencoded")
      let form = String(decoding: exchange.body, as: UTF8.self)
      #expect(form.contains("grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=a%2Fb%20c"))
      let call = try #require(server.requests.last)
      #expect(call.headers.first(name: "Service-CRN") == "crn:v1:x::")
      #expect(call.headers.first(name: "Authorization") == "Bearer token1")
    }
  }

  @Test("a token is renewed at 80 % of its life")
  func renewal() async throws {
    let (cloud, time) = (Cloud(), ScriptedTime())
    try await ScriptedServer.run(cloud.reply) { server in
      let service = try Self.service(server, time)
      _ = try await service.backends()
      time.advance(by: .seconds(2879))
      _ = try await service.backends()
      #expect(cloud.exchanges.withLock { $0 } == 1)
      time.advance(by: .seconds(2))
      _ = try await service.backends()
      #expect(cloud.exchanges.withLock { $0 } == 2)
    }
  }

  @Test("a token that is refused is renewed once")
  func refused() async throws {
    let cloud = Cloud()
    try await ScriptedServer.run(cloud.reply) { server in
      let service = try Self.service(server)
      _ = try await service.backends()
      cloud.accepted.withLock { $0 = nil }
      _ = try await service.backends()
      #expect(cloud.exchanges.withLock { $0 } == 2)
    }
    try await ScriptedServer.run({ request in
      request.path == "/identity/token" ? .json(["access_token": "t", "expires_in": 60]) : .answer(401)
    }) { server in
      let error = await #expect(throws: RuntimeError.self) { try await Self.service(server).backends() }
      #expect(error?.code == .unauthorized)
      #expect(server.requests.count == 4)
    }
  }

  @Test("tasks that need one at the same time share an exchange")
  func shared() async throws {
    let cloud = Cloud()
    try await ScriptedServer.run(cloud.reply) { server in
      let service = try Self.service(server)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<10 { group.addTask { _ = try await service.backends() } }
        try await group.waitForAll()
      }
      #expect(cloud.exchanges.withLock { $0 } == 1)
    }
  }

  @Test("a key that is refused says why")
  func wrongKey() async throws {
    try await ScriptedServer.run(Cloud(refusesKey: true).reply) { server in
      let error = await #expect(throws: RuntimeError.self) { try await Self.service(server).backends() }
      #expect(error?.code == .unauthorized && error?.message.contains("Provided API key could not be found.") == true)
      #expect(server.requests.count == 1)
    }
  }
}
