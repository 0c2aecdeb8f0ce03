import Ritz
import RuntimeClient

/// The end of a command without a result: its status and its one line.
struct Failure: Error {
  /// Why, by the status of the process.
  enum Kind: Int32 {
    case work = 1
    case usage = 64
    case input = 65
    case interrupted = 130
  }

  let kind: Kind
  /// `what was found; what is allowed`, preceded by file and line where there are any.
  let message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// What an error of a library means at the command line.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case is CancellationError: self.init(.interrupted, "interrupted before there was a result")
    default: self.init(Self.kind(of: error), String(describing: error))
    }
  }

  /// `error` with the file that it is about, where it does not name one itself.
  static func about(_ path: String, _ error: any Error) -> any Error {
    switch error {
    case is Failure, is InputFileError, is CancellationError, VQEError.unreadableFile, VQEError.unwritableFile:
      error
    default:
      Failure(kind(of: error), "\(path): \(error)")
    }
  }

  private static func kind(of error: any Error) -> Kind {
    switch error {
    case is InputFileError: .input
    case is MoleculeError, is AnsatzError: .usage
    case let error as VQEError: kind(of: error)
    case let error as OptimizationError: kind(of: error)
    case let error as ExactSpectrumError: kind(of: error)
    case let error as BackendError where error.code == .invalidOption || error.code == .invalidInput: .usage
    case let error as RuntimeError where error.code == .savedServices || error.code == .invalidURL: .usage
    default: .work
    }
  }

  private static func kind(of error: VQEError) -> Kind {
    switch error {
    case .unreadableFile, .otherProblem, .otherSectorChoice, .notHermitian: .input
    case .unwritableFile: .work
    default: .usage
    }
  }

  private static func kind(of error: OptimizationError) -> Kind {
    switch error {
    case .invalidSetting, .unknownOptimizer: .usage
    case .corruptState, .replayDiffers: .input
    default: .work
    }
  }

  private static func kind(of error: ExactSpectrumError) -> Kind {
    switch error {
    case .impossibleSector, .stateCount, .encodingMismatch, .notConserved, .outsideReducedSpace: .usage
    default: .work
    }
  }
}

extension BackendError.Code {
  /// What a program refuses of its inputs before it asks a backend for anything.
  fileprivate static let invalidInput = BackendError.Code(description: ProgramFailure.invalidInput)
}
