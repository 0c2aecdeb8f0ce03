/// Where a variable is kept: among those of the program, or of the subroutine that is being executed.
struct Slot: Hashable, Sendable {
  var isGlobal: Bool
  var index: Int
}

/// Bits of the type `bit`, which measurements go to: numbers in one space, from the start of the program's or of the
/// subroutine's part of it.
struct BitPlace: Hashable, Sendable {
  var isGlobal: Bool
  var bits: [Int]
  /// Whether it is one bit rather than a row.
  var isSingle: Bool

  var type: ValueType { .bits(isSingle ? nil : bits.count) }
}

/// One step of a ``OpenQASMMachine``: most take their operands from a stack and leave their result there.
enum Instruction: Sendable {
  case push(Value)
  /// What a variable of a type has before it is given a value.
  case pushZero(ValueType)
  case pop
  case load(Slot)
  case store(Slot)
  case loadBits(BitPlace)
  case storeBits(BitPlace)
  /// The bits that as many selectors as the number on the stack name.
  case loadSelectedBits(BitPlace)
  case storeSelectedBits(BitPlace)
  /// The elements of a value that so many selectors behind it name.
  case select(count: Int)
  /// Gives elements of a variable that so many selectors name the value in front of these.
  case storeSelected(Slot, ValueType, count: Int)
  /// A range of indices, of the parts that are given.
  case makeRange(hasFirst: Bool, hasStep: Bool, hasLast: Bool)
  /// A list of so many indices.
  case makeList(Int)
  case makeArray(ValueType, [Int])
  case joinArrays(Int)
  case sign(UnaryOperator, ValueType)
  /// An operator and the type of its result; `isExact` refuses quotients of integers with a remainder.
  case combine(BinaryOperator, ValueType, isExact: Bool)
  case convert(ValueType)
  case call(BuiltinFunction, count: Int, ValueType)
  case count(dimension: Bool)

  case jump(Int)
  case jumpIfFalse(Int)
  /// Short circuits: the value stays when it decides, and so many instructions are passed over.
  case jumpKeeping(when: Bool, skipping: Int)
  case beginRange(Slot, exit: Int)
  case nextOfRange(Slot, body: Int)
  case beginElements(Slot, exit: Int)
  case nextElement(Slot, body: Int)

  case enter(subroutine: Int)
  /// Ends a subroutine, whose results are on the stack.
  case leave

  /// A gate whose qubits and angles were known when the program was read.
  case operation(Int)
  case gate(Int)
  /// Measures qubits on the stack into bits.
  case measure(BitPlace, isSelected: Bool)
  case discard
  case reset
  case selectQubits(count: Int)
  case joinQubits(Int)
  /// Refuses qubits that do not fit the type of a parameter or an alias.
  case checkQubits(ValueType)
  case end
}

/// An instruction and the place in the text that it comes from.
struct Step: Sendable {
  var instruction: Instruction
  var position: SourcePosition
}

extension Instruction {
  /// Whether it takes the same time however long the values are that lie on the stack.
  var copiesNothing: Bool {
    switch self {
    case .push, .pop, .load, .jump, .jumpIfFalse, .jumpKeeping, .operation, .end: true
    default: false
    }
  }

  /// The same instruction that goes on somewhere else.
  func jumping(to target: Int) -> Instruction {
    switch self {
    case .jump: .jump(target)
    case .jumpIfFalse: .jumpIfFalse(target)
    case .beginRange(let slot, _): .beginRange(slot, exit: target)
    case .beginElements(let slot, _): .beginElements(slot, exit: target)
    default: self
    }
  }
}
