/// A creation operator a†_mode or an annihilation operator a_mode.
public struct LadderOperator: Hashable, Sendable, Codable {
  public var mode: Int
  public var isCreation: Bool

  public init(mode: Int, isCreation: Bool) {
    self.mode = mode
    self.isCreation = isCreation
  }

  public static func creation(_ mode: Int) -> LadderOperator { LadderOperator(mode: mode, isCreation: true) }
  public static func annihilation(_ mode: Int) -> LadderOperator { LadderOperator(mode: mode, isCreation: false) }

  public var adjoint: LadderOperator { LadderOperator(mode: mode, isCreation: !isCreation) }
}

extension LadderOperator: CustomStringConvertible {
  /// The mode, with a caret for creation: "3^" or "3".
  public var description: String { isCreation ? "\(mode)^" : "\(mode)" }
}

extension LadderOperator: Comparable {
  /// Normal order: creation before annihilation, and higher modes first among either.
  public static func < (left: LadderOperator, right: LadderOperator) -> Bool {
    left.isCreation != right.isCreation ? left.isCreation : left.mode > right.mode
  }
}
