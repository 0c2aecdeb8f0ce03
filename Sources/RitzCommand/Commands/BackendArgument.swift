import ArgumentParser
import Foundation
import Ritz
import RuntimeAPI
import RuntimeClient

/// `local` or `URL[#NAME]`.
enum BackendArgument: Hashable {
  case local
  /// A backend of the service at `url`; its only one where the name is nil.
  case service(url: String, name: String?)

  init(_ text: String) throws {
    if text == "local" {
      self = .local
      return
    }
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
      throw ValidationError(
        "'\(text)' is no backend; local, and the URL of a service such as http://127.0.0.1:8000, are.")
    }
    self = .service(url: parts[0], name: parts.count > 1 ? parts[1] : nil)
  }
}

/// Where circuits run.
struct PlaceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where circuits run: local, the simulator in this process, or a runtime service by its URL (default: local).",
      valueName: "local|url[#name]"),
    transform: BackendArgument.init)
  var backend: BackendArgument = .local
}

/// Which part of a run the service has.
enum ModeArgument: String, CaseIterable, ExpressibleByArgument {
  case session
  case perIteration = "per-iteration"
  case program
}

extension BackendArgument {
  /// Where runs on this backend are made.
  ///
  /// - Parameters:
  ///   - mode: Of services only.
  ///   - usesSector: Of the local backend only.
  func place(mode: ModeArgument?, usesSector: Bool) async throws -> Place {
    if self == .local { return .loop(try LocalBackend(memoryLimit: nil, usesSector: usesSector)) }
    // A job that was submitted must be told when the user loses interest, so from here on the command itself ends.
    Interruption.prepareToReport()
    let (service, name) = try await service()
    do {
      switch mode ?? .session {
      case .session: return .loop(try await service.backend(name, mode: .session))
      case .perIteration: return .loop(try await service.backend(name, mode: .perIteration))
      case .program: return .job(try await service.backend(name))
      }
    } catch {
      throw Failure.about(service.url, error)
    }
  }

  /// For a call that stands alone: a queued job on a service.
  func backend() async throws -> any Backend {
    switch try await place(mode: self == .local ? nil : .perIteration, usesSector: true) {
    case .loop(let backend): backend
    case .job(let backend): backend
    }
  }

  /// The service, and the backend's name there.
  ///
  /// - Throws: ``Failure`` for a service that is not saved, and for one with several backends where none is named.
  func service() async throws -> (RuntimeService, backend: String) {
    guard case .service(let url, let name) = self else {
      throw Failure(.usage, "local is no service; name one by its URL")
    }
    let service = try await SavedService.reachable(url)
    if let name { return (service, name) }
    let names: [String]
    do {
      names = try await service.backends().map(\.name)
    } catch {
      throw Failure.about(url, error)
    }
    guard names.count == 1 else {
      throw Failure(
        .work, "\(url): has \(count(names.count, "backend")); name one as \(url)#NAME (ritz backends lists them)")
    }
    return (service, names[0])
  }
}
