internal import NIOCore
internal import Foundation
internal import JSONSchemas
internal import RuntimePrograms
internal import Synchronization

/// A job on a service.
struct RemoteJob: JobControl {
  let service: RuntimeService
  let id: String
  /// Whether the service is known to be one of ours.
  var isOurs = false

  func status() async throws -> JobStatus { try await service.standing(of: id).status }

  func result() async throws -> Data {
    do {
      return Data(try await service.finalAnswer(of: id, isOurs: isOurs).body.readableBytesView)
    } catch let error as RuntimeError where error.code == .jobCancelled {
      throw CancellationError()
    }
  }

  func logs() async throws -> String { try await service.logs(of: id) }

  func cancel() async throws {
    do {
      try await service.cancel(id)
    } catch let error as RuntimeError where error.code == .jobIsFinal || error.status == 409 {
      // It has ended, which is what was wanted.
    }
  }

  func interimResults(from index: Int) -> AsyncThrowingStream<Data, any Error> {
    let reader = InterimResultReader(service: service, id: id, skipping: max(0, index))
    return AsyncThrowingStream { try await reader.next() }
  }
}
