/// Elements in a box of any number of dimensions, last index fastest.
///
/// A shape of `[]` is a single element; a zero in the shape makes it empty.
public struct ShapedArray<Element> {
  /// The length of each dimension.
  public let shape: [Int]
  /// The elements, row by row.
  public private(set) var elements: [Element]

  /// Arranges elements in a box.
  ///
  /// - Throws: ``BackendError`` when the shape does not hold exactly `elements.count` elements.
  public init(shape: [Int], elements: [Element]) throws(BackendError) {
    guard shape.allSatisfy({ $0 >= 0 }), Self.elementCount(of: shape) == elements.count else {
      throw BackendError(
        .invalidPub, "\(elements.count) elements do not fill a box of shape \(shape); give the product of its lengths.")
    }
    self.shape = shape
    self.elements = elements
  }

  /// A single element, of shape `[]`.
  public init(_ element: Element) {
    shape = []
    elements = [element]
  }

  /// A row of elements, of shape `[elements.count]`.
  public init(row elements: [Element]) {
    shape = [elements.count]
    self.elements = elements
  }

  package init(uncheckedShape shape: [Int], elements: [Element]) {
    self.shape = shape
    self.elements = elements
  }

  public var count: Int { elements.count }

  /// The element at a position in row-major order.
  public subscript(position: Int) -> Element { elements[position] }

  public func map<T>(_ transform: (Element) throws -> T) rethrows -> ShapedArray<T> {
    ShapedArray<T>(uncheckedShape: shape, elements: try elements.map(transform))
  }

  /// The product of the lengths, or nil where it overflows.
  static func elementCount(of shape: [Int]) -> Int? {
    // Before the product of the other lengths can overflow.
    if shape.contains(0) { return 0 }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      count = product
    }
    return count
  }
}

extension ShapedArray: Sendable where Element: Sendable {}
extension ShapedArray: Equatable where Element: Equatable {}

extension ShapedArray: Codable where Element: Codable {
  private enum CodingKeys: String, CodingKey { case shape, elements }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      shape: container.decode([Int].self, forKey: .shape), elements: container.decode([Element].self, forKey: .elements)
    )
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shape, forKey: .shape)
    try container.encode(elements, forKey: .elements)
  }
}

/// How two shapes broadcast against each other, by NumPy's rule: aligned at the last dimension, a length of 1 stretches.
///
/// An outcome has at most ``maximumCount`` elements.
public struct Broadcast: Hashable, Sendable {
  /// The shape of the outcome.
  public let shape: [Int]
  /// For each element of the outcome, the position in the left operand.
  public let left: [Int]
  /// For each element of the outcome, the position in the right operand.
  public let right: [Int]

  /// 2²⁶ elements; their positions alone take a gibibyte.
  public static let maximumCount = 1 << 26

  /// - Throws: ``BackendError`` for negative lengths, shapes that do not broadcast, and an outcome that is too large.
  public init(_ leftShape: [Int], _ rightShape: [Int]) throws(BackendError) {
    let rank = max(leftShape.count, rightShape.count)
    let paddedLeft = Array(repeating: 1, count: rank - leftShape.count) + leftShape
    let paddedRight = Array(repeating: 1, count: rank - rightShape.count) + rightShape
    guard (leftShape + rightShape).allSatisfy({ $0 >= 0 }) else {
      throw BackendError(.invalidPub, "Shapes \(leftShape) and \(rightShape) were given; no length may be negative.")
    }
    var shape: [Int] = []
    for (l, r) in zip(paddedLeft, paddedRight) {
      guard l == r || l == 1 || r == 1 else {
        throw BackendError(
          .invalidPub,
          "Shapes \(leftShape) and \(rightShape) do not broadcast; aligned at the last dimension, lengths must be equal or 1."
        )
      }
      shape.append(l == 1 ? r : l)
    }
    guard let count = ShapedArray<Int>.elementCount(of: shape), count <= Self.maximumCount else {
      throw BackendError(
        .invalidPub,
        "Shapes \(leftShape) and \(rightShape) broadcast to \(shape); at most \(Self.maximumCount) elements are allowed."
      )
    }
    self.shape = shape
    left = Self.positions(of: paddedLeft, in: shape)
    right = Self.positions(of: paddedRight, in: shape)
  }

  /// Row-major positions in an operand of shape `operand` for every element of the broadcast `shape`.
  private static func positions(of operand: [Int], in shape: [Int]) -> [Int] {
    guard !shape.contains(0) else { return [] }
    var positions = [0]
    for (length, stretched) in zip(operand, shape) {
      positions = positions.flatMap { start in
        (0..<stretched).map { start * length + (length == 1 ? 0 : $0) }
      }
    }
    return positions
  }
}
