public import ComplexModule
public import RealModule

/// A number that matrices and vectors are made of: `Double` or `Complex<Double>`, and no other type.
///
/// An element is stored as one or two doubles, the layout that BLAS and LAPACK read.
public protocol MatrixScalar: SignedNumeric, Hashable, Codable, Sendable {
  /// Whether an element is a pair (re, im) of doubles rather than one double.
  static var isComplex: Bool { get }
  init(_ real: Double)
  var real: Double { get }
  var conjugate: Self { get }
  /// |x|², exact up to rounding, without a square root.
  var lengthSquared: Double { get }
  var isFinite: Bool { get }
}

extension Double: MatrixScalar {
  public static var isComplex: Bool { false }
  public var real: Double { self }
  public var conjugate: Double { self }
  public var lengthSquared: Double { self * self }
}

extension Complex<Double>: MatrixScalar {
  public static var isComplex: Bool { true }
}
