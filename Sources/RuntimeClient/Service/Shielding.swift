/// Does something to its end though the task that wants it may be cancelled, and waits for it a limited time.
func shielded(for limit: Duration, _ work: @escaping @Sendable () async -> Void) async {
  let (ends, end) = AsyncStream<Void>.makeStream()
  Task {
    await work()
    end.finish()
  }
  let timer = Task {
    try? await Task.sleep(for: limit)
    end.finish()
  }
  // In a task of its own, for in a cancelled one nothing waits.
  await Task { for await _ in ends {} }.value
  timer.cancel()
}

/// The value of a task that goes on when the caller is cancelled, who then leaves at once.
func abandonableValue<T: Sendable>(of task: Task<T, any Error>) async throws -> T {
  let (values, continuation) = AsyncThrowingStream<T, any Error>.makeStream()
  Task {
    do {
      continuation.yield(try await task.value)
      continuation.finish()
    } catch {
      continuation.finish(throwing: error)
    }
  }
  for try await value in values { return value }
  throw CancellationError()
}
