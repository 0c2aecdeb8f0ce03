internal import CStateVectorKernels
internal import PauliAlgebra

/// A Hermitian Pauli sum between the basis states of a sector: R + iM, R real and symmetric, M real and antisymmetric.
struct SectorObservable: Sendable {
  /// The elements above the diagonal, row by row.
  private struct Triangle: Sendable {
    var rows: [Int] = [0]
    var columns: [Int32] = []
    var values: [Double] = []
  }

  private let diagonal: [Double]
  private let real: Triangle
  /// nil where it is zero.
  private let imaginary: Triangle?

  var elementCount: Int { real.values.count + (imaginary?.values.count ?? 0) }

  /// - Parameters:
  ///   - elementCount: How many elements it may have.
  ///   - work: What finding them may cost, as ``SectorLimit/work`` counts it; less afterwards by what it has cost.
  /// - Returns: nil where that is not enough.
  init?(_ sum: PauliSum, states: ReachableStates, elementCount: Int, work: inout Int) {
    let groups = sum.xMaskGroups
    work -= states.count * (groups.count * states.lookupCost)
    guard work >= 0 else { return nil }
    var diagonal = [Double](repeating: 0, count: states.count)
    var real = Triangle()
    var imaginary = Triangle()
    // The elements of a row, of which two groups may have the same column.
    var row = [(column: Int32, re: Double, im: Double)]()
    for (position, name) in states.names.enumerated() {
      row.removeAll(keepingCapacity: true)
      for group in groups {
        guard let other = states.position(of: name ^ group.x), other >= position else { continue }
        let value = group.element(at: name)
        work -= group.z.count
        if other == position {
          diagonal[position] += value
        } else if group.oddY {
          // value is that of ⟨other|M|position⟩.
          row.append((other, 0, -value))
        } else {
          row.append((other, value, 0))
        }
      }
      for element in row {
        if element.re != 0 {
          real.columns.append(element.column)
          real.values.append(element.re)
        }
        if element.im != 0 {
          imaginary.columns.append(element.column)
          imaginary.values.append(element.im)
        }
      }
      real.rows.append(real.values.count)
      imaginary.rows.append(imaginary.values.count)
      guard real.values.count + imaginary.values.count <= elementCount, work >= 0 else { return nil }
    }
    self.diagonal = diagonal
    self.real = real
    self.imaginary = imaginary.values.isEmpty ? nil : imaginary
  }

  /// ⟨state|O|state⟩.
  func expectation(in state: SectorState) -> Double {
    var sum = 0.0
    for plane in state.planes {
      for (k, value) in diagonal.enumerated() { sum += value * plane[k] * plane[k] }
      sum += 2 * csv_sparse_element(plane, plane, real.rows, real.columns, real.values, diagonal.count)
    }
    if let imaginary, let im = state.imaginary {
      let (rows, columns, values) = (imaginary.rows, imaginary.columns, imaginary.values)
      sum -=
        2
        * (csv_sparse_element(state.real, im, rows, columns, values, diagonal.count)
          - csv_sparse_element(im, state.real, rows, columns, values, diagonal.count))
    }
    return sum
  }

  /// Writes O|state⟩ to `result`.
  func apply(to state: SectorState, into result: SectorState) {
    for (plane, out) in zip(state.planes, result.planes) {
      for (k, value) in diagonal.enumerated() { out[k] = value * plane[k] }
      csv_sparse_accumulate(out, plane, real.rows, real.columns, real.values, diagonal.count, 1, 1)
    }
    // For a real state the imaginary part of the result is never looked at: everything that follows is real.
    if let imaginary, let im = state.imaginary, let out = result.imaginary {
      let (rows, columns, values) = (imaginary.rows, imaginary.columns, imaginary.values)
      csv_sparse_accumulate(result.real, im, rows, columns, values, diagonal.count, -1, -1)
      csv_sparse_accumulate(out, state.real, rows, columns, values, diagonal.count, 1, -1)
    }
  }
}

extension PauliGroup {
  /// ⟨name ⊕ x|G|name⟩, without the factor i of strings with an odd number of Y.
  fileprivate func element(at name: UInt64) -> Double {
    var sum = 0.0
    for (z, coefficient) in zip(z, coefficients) {
      let isNegative = ((x & z).nonzeroBitCount >> 1 + (name & z).nonzeroBitCount) & 1 != 0
      sum += isNegative ? -coefficient : coefficient
    }
    return sum
  }
}
