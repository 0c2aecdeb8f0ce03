import Ritz
import RuntimeClient

/// Where runs are made, and on which side of the wire their loop is.
enum Place {
  /// The loop is here; its evaluations are the backend's.
  case loop(any Backend)
  /// The loop is a job beside the backend.
  case job(RuntimeBackend)
}
