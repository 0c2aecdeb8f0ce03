/// Reads an FCIDUMP from bytes in one pass. What the file claims is checked before memory is taken for it.
struct FCIDumpReader {
  var scanner: ByteScanner
  let path: String

  /// One line of the file, kept until the end so that a contradiction can name both lines.
  private struct Record {
    var value: Double
    var line: Int32
    var i: UInt8, j: UInt8, k: UInt8, l: UInt8
  }

  mutating func read() throws(InputFileError) -> FCIDump {
    let header = try FCIDumpHeader(&scanner, path: path)
    let records = try records(orbitalCount: header.orbitalCount)
    var integrals = MolecularIntegrals(orbitalCount: header.orbitalCount, repeating: .nan)
    var coreEnergy: Double?
    var orbitalEnergies: [Int: Double] = [:]
    for record in records {
      let (i, j, k, l) = (Int(record.i) - 1, Int(record.j) - 1, Int(record.k) - 1, Int(record.l) - 1)
      let known: Double
      switch (i >= 0, j >= 0, k >= 0, l >= 0) {
      case (true, true, true, true):
        known = integrals[i, j, k, l]
        if known.isNaN { integrals[i, j, k, l] = record.value }
      case (true, true, false, false):
        known = integrals[i, j]
        if known.isNaN { integrals[i, j] = record.value }
      case (true, false, false, false):
        known = orbitalEnergies[i] ?? .nan
        orbitalEnergies[i] = known.isNaN ? record.value : known
      default:
        known = coreEnergy ?? .nan
        coreEnergy = known.isNaN ? record.value : known
      }
      guard known.isNaN || Self.agree(known, record.value) else { throw contradiction(of: record, in: records) }
    }
    guard let coreEnergy else {
      throw InputFileError(
        path: path, line: max(1, scanner.line - 1),
        message: "the file ends without a core energy; a line 'value 0 0 0 0' is needed, with 0.0 where there is none")
    }
    integrals.replaceMissingByZero()
    do {
      let molecule = try Molecule(
        integrals: integrals, coreEnergy: coreEnergy, alphaCount: header.alphaCount, betaCount: header.betaCount,
        orbitalSymmetries: header.orbitalSymmetries)
      return FCIDump(
        molecule, wavefunctionSymmetry: header.wavefunctionSymmetry, orbitalEnergies: orbitalEnergies)
    } catch {
      throw InputFileError(path: path, message: error.description)
    }
  }

  /// Programs print 10 to 18 digits, and list both (ij|kl) and (kl|ij) from separate sums.
  private static func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-8 * max(1, abs(a), abs(b)) }

  private mutating func records(orbitalCount: Int) throws(InputFileError) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(min((scanner.bytes.count - scanner.position) / 24, 1 << 26))
    while true {
      scanner.skipSeparatorsAndLines()
      if scanner.isAtEnd { return records }
      let token = scanner.token()
      let value = try value(token)
      let i = try index(orbitalCount), j = try index(orbitalCount)
      let k = try index(orbitalCount), l = try index(orbitalCount)
      scanner.skipSeparators()
      guard scanner.isAtEnd || scanner.current == UInt8(ascii: "\n") else {
        throw failure("\(scanner.quoted(scanner.token())) after four indices; a line is 'value i j k l'")
      }
      guard i > 0 || (j == 0 && k == 0 && l == 0), j > 0 || (k == 0 && l == 0), (k > 0) == (l > 0) else {
        throw failure("indices \(i) \(j) \(k) \(l); i j k l, i j 0 0, i 0 0 0 or 0 0 0 0 are allowed")
      }
      records.append(
        Record(
          value: value, line: Int32(truncatingIfNeeded: scanner.line), i: UInt8(i), j: UInt8(j), k: UInt8(k),
          l: UInt8(l)))
    }
  }

  private func value(_ token: Range<Int>) throws(InputFileError) -> Double {
    guard let value = scanner.number(token) else {
      if token.contains(where: { scanner.bytes[$0] == UInt8(ascii: "(") }) {
        throw failure("\(scanner.quoted(token)) is a complex number; only real orbitals are read")
      }
      throw failure("\(scanner.quoted(token)) is no number; a line is 'value i j k l' with a finite value")
    }
    guard value.isFinite else { throw failure("\(scanner.quoted(token)) is too large for a number") }
    return value
  }

  private mutating func index(_ orbitalCount: Int) throws(InputFileError) -> Int {
    scanner.skipSeparators()
    let token = scanner.token()
    guard !token.isEmpty else {
      let ends = scanner.isAtEnd ? "the file ends within the line" : "the line ends too early"
      throw failure("\(ends); a line is 'value i j k l'")
    }
    guard let index = scanner.integer(token) else {
      throw failure("\(scanner.quoted(token)) is no orbital; an integer in 0...\(orbitalCount) is allowed")
    }
    guard 0...orbitalCount ~= index else {
      throw failure("orbital \(index) in a file with NORB = \(orbitalCount); 0...\(orbitalCount) is allowed")
    }
    return index
  }

  private func contradiction(of record: Record, in records: [Record]) -> InputFileError {
    let first = records.first { Self.key($0) == Self.key(record) } ?? record
    return InputFileError(
      path: path, line: Int(record.line),
      message: "\(record.value) contradicts \(first.value) of line \(first.line) for the same integral; "
        + "repeated values must agree to 1e-8")
  }

  /// Equal for records of the same integral.
  private static func key(_ record: Record) -> [UInt8] {
    let first = [record.i, record.j].sorted(by: >), second = [record.k, record.l].sorted(by: >)
    return first.lexicographicallyPrecedes(second) ? second + first : first + second
  }

  private func failure(_ message: String) -> InputFileError {
    InputFileError(path: path, line: scanner.line, message: message)
  }
}
