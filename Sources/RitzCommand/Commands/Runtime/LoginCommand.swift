import ArgumentParser
import Foundation
import RuntimeClient

/// `ritz login`: saves the token of a service.
struct LoginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Save the URL and token of a service for this user, and make it the default.",
    discussion: "The token is shown to the service before it is saved, in a file that nobody else can read.")

  @Argument(help: "The service, such as http://127.0.0.1:8000.")
  var url: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A token of the service; - reads it from standard input.", valueName: "token"))
  var token: String

  func run() async throws {
    let token = try self.token == "-" ? Self.readToken() : self.token
    let service: RuntimeService
    do {
      service = try RuntimeService(url: url, authentication: .bearer(token), retries: SavedService.haste)
      _ = try await service.backends()
    } catch {
      throw Failure.about(url, error)
    }
    let path = try LocalService.save(service.url, token: token)
    Console.printResult("\(service.url): logged in; saved in \(path) as the default")
  }

  private static func readToken() throws -> String {
    guard let token = readLine()?.trimmingCharacters(in: .whitespaces), !token.isEmpty else {
      throw Failure(.usage, "standard input: is empty; --token - reads the token from there")
    }
    return token
  }
}
