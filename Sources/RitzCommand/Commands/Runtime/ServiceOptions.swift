import ArgumentParser
import RuntimeClient

/// Which saved service a command speaks to, and how it prints what it hears.
struct ServiceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The URL of a service that ritz serve or ritz login has saved (default: the one saved as default).",
      valueName: "url"))
  var service: String?

  @Flag(help: "Print JSON.")
  var json = false

  /// Asks the service, and names it in what goes wrong.
  ///
  /// - Parameter isPatient: Whether the service may be away for a while once it was there.
  func ask<Answer>(
    isPatient: Bool = false, _ question: (RuntimeService) async throws -> Answer
  ) async throws -> Answer {
    let service = isPatient ? try await SavedService.reachable(self.service) : try SavedService.hasty(self.service)
    do {
      return try await question(service)
    } catch {
      throw Failure.about(service.url, error)
    }
  }
}

extension SavedService {
  /// Who waits at a terminal wants to know soon that nobody answers.
  static let haste = RetryPolicy(budget: .seconds(1))

  /// A saved service that is given up when it does not answer for a second.
  ///
  /// - Throws: ``RuntimeError`` that names `ritz login` when the service is not saved.
  static func hasty(_ url: String?) throws -> RuntimeService {
    let saved = try SavedServices().service(url)
    return try RuntimeService(url: saved.url, authentication: saved.authentication, retries: haste)
  }

  /// A saved service that answers now, and that is waited for when it later does not for a while.
  static func reachable(_ url: String?) async throws -> RuntimeService {
    let service = try hasty(url)
    do {
      try await service.health()
    } catch {
      throw Failure.about(service.url, error)
    }
    return try RuntimeService.saved(url)
  }
}
