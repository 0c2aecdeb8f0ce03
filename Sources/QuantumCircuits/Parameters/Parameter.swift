/// A named angle of a circuit, given a value when the circuit is bound.
///
/// Two parameters of the same name are the same parameter, in one circuit and across composed ones.
public struct Parameter: Hashable, Sendable {
  public let name: String

  public init(_ name: String) {
    self.name = name
  }

  /// `count` parameters `name[0]`, `name[1]`, …; none for a count that is not positive.
  public static func vector(_ name: String, count: Int) -> [Parameter] {
    (0..<max(0, count)).map { Parameter("\(name)[\($0)]") }
  }
}

extension Parameter: CustomStringConvertible {
  public var description: String { name }
}

/// Encoded as its name alone.
extension Parameter: Codable {
  public init(from decoder: any Decoder) throws {
    name = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

/// By name, with runs of digits compared as numbers: `θ[2]` comes before `θ[10]`.
extension Parameter: Comparable {
  public static func < (left: Parameter, right: Parameter) -> Bool {
    var a = Array(left.name.utf8)[...], b = Array(right.name.utf8)[...]
    while let first = a.first, let second = b.first {
      let digitsA = a.prefix(while: isDigit), digitsB = b.prefix(while: isDigit)
      if digitsA.isEmpty || digitsB.isEmpty {
        guard first == second else { return first < second }
        a.removeFirst()
        b.removeFirst()
      } else {
        let valueA = digitsA.drop { $0 == zero }, valueB = digitsB.drop { $0 == zero }
        guard valueA.elementsEqual(valueB) else {
          return valueA.count == valueB.count ? valueA.lexicographicallyPrecedes(valueB) : valueA.count < valueB.count
        }
        a = a.dropFirst(digitsA.count)
        b = b.dropFirst(digitsB.count)
      }
    }
    // Names that differ in leading zeros only still need an order.
    return a.count == b.count ? left.name < right.name : a.count < b.count
  }
}

private let zero = UInt8(ascii: "0")
private func isDigit(_ byte: UInt8) -> Bool { byte >= zero && byte <= zero + 9 }
