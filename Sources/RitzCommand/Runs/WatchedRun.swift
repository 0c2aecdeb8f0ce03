import Ritz
import RuntimeClient

/// A variational run that shows where it is on a terminal: iteration, energy, change.
struct WatchedRun {
  let task: VariationalTask
  /// The exact energy, if known.
  let exact: Double?

  /// Makes the run wherever it is made.
  func run(_ vqe: VQE, at place: Place) async throws -> RunResult {
    switch place {
    case .loop(let backend): RunResult(try await run(vqe, on: backend))
    case .job(let backend): try await submit(vqe, to: backend)
    }
  }

  /// Makes the run with its loop here.
  func run(
    _ vqe: VQE, on backend: some Backend, checkpoint: CheckpointPolicy? = nil, resuming: VQECheckpoint? = nil
  ) async throws -> VQEResult {
    let display = display(of: vqe)
    defer { display.clear() }
    do {
      return try await vqe.run(on: backend, checkpoint: checkpoint, resuming: resuming) { progress in
        display.show(progress.step, best: progress.bestEnergy, progress.elapsed)
      }
    } catch {
      throw Failure.about(task.path, error)
    }
  }

  /// Makes the run as one job, which is cancelled when this task is; then the best it has published is the result.
  private func submit(_ vqe: VQE, to backend: RuntimeBackend) async throws -> RunResult {
    let display = display(of: vqe)
    defer { display.clear() }
    let clock = ContinuousClock()
    let started = clock.now
    var published: [VQEInterimResult] = []
    do {
      let job = try await vqe.submit(to: backend)
      do {
        for try await step in job.interimResults {
          published.append(step)
          display.show(step, started.duration(to: clock.now))
        }
        return RunResult(try await job.result())
      } catch  where error is CancellationError || Task.isCancelled {
        // The task is cancelled, and what it awaits with it; the job is told by one that is not.
        await Task { try? await job.cancel() }.value
        let elapsed = started.duration(to: clock.now)
        guard let result = RunResult(interrupted: published, of: vqe, elapsed: elapsed) else {
          throw CancellationError()
        }
        return result
      }
    } catch let failure as ProgramFailure {
      // The same words and the same status as where the loop is here.
      throw Failure.about(task.path, failure.backendError)
    } catch {
      throw Failure.about(task.path, error)
    }
  }

  private func display(of vqe: VQE) -> RunDisplay {
    if Console.isWatched { Console.note(task.summary(type(of: vqe.optimizer).name)) }
    return RunDisplay(isSampled: vqe.shots != nil || vqe.precision != nil, exact: exact)
  }
}
