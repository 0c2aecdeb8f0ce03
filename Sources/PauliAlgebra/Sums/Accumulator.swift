import ComplexModule
import RealModule

/// A complex number as it is added up, which knows the scale of its rounding errors.
struct Accumulator: Sendable {
  /// Real part, imaginary part.
  private var sum = SIMD2<Double>.zero
  /// The sum of the magnitudes of what was added, for each part.
  private var magnitude = SIMD2<Double>.zero

  @inline(__always)
  mutating func add(_ value: Complex<Double>) {
    let value = SIMD2(value.real, value.imaginary)
    sum += value
    magnitude += SIMD2(value.x.magnitude, value.y.magnitude)
  }

  /// The number, without parts that are nothing but rounding errors; nil for zero.
  var coefficient: Complex<Double>? {
    let real = sum.x.magnitude <= 0x1p-46 * magnitude.x ? 0 : sum.x
    let imaginary = sum.y.magnitude <= 0x1p-46 * magnitude.y ? 0 : sum.y
    return real == 0 && imaginary == 0 ? nil : Complex(real, imaginary)
  }
}
