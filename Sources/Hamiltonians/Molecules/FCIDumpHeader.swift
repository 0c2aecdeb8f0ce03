/// The namelist at the start of an FCIDUMP file, checked for what a molecule needs.
struct FCIDumpHeader {
  var orbitalCount: Int
  var alphaCount: Int
  var betaCount: Int
  var orbitalSymmetries: [Int]?
  var wavefunctionSymmetry: Int?

  /// One key as it stands in the file.
  private struct Entry {
    var line: Int
    var values: [Range<Int>] = []
  }

  /// Symmetry labels beyond ORBSYM, which some programs write: they say nothing about the integrals.
  private static let labelKeys: Set<String> = ["SYML", "SYMLZ", "NPROP", "PROPBITLEN"]
  private static let understoodKeys = ["NORB", "NELEC", "MS2", "ORBSYM", "ISYM", "UHF", "IUHF", "TREL"]

  /// Reads from the first byte to the end of the namelist, in any spacing, with or without commas.
  init(_ scanner: inout ByteScanner, path: String) throws(InputFileError) {
    let entries = try Self.entries(&scanner, path: path)
    let fields = Fields(entries: entries, scanner: scanner, path: path)
    try fields.refuse(
      ifTrue: ["UHF", "IUHF"], because: "different orbitals for the two spins; only restricted orbitals are read")
    try fields.refuse(ifTrue: ["TREL"], because: "relativistic spinors; only real restricted orbitals are read")

    orbitalCount = try fields.requiredInteger("NORB", allowed: 1...MolecularIntegrals.largestOrbitalCount)
    let electrons = try fields.requiredInteger("NELEC", allowed: 0...2 * orbitalCount)
    let twiceSz = try fields.integer("MS2") ?? 0
    let line = entries["MS2"]?.line ?? entries["NELEC"]?.line
    guard abs(twiceSz) <= electrons, (electrons - twiceSz) % 2 == 0 else {
      throw InputFileError(
        path: path, line: line,
        message: "MS2 = \(twiceSz) is impossible with NELEC = \(electrons); "
          + "it is the number of unpaired electrons, "
          + (electrons % 2 == 0 ? "an even number in 0...\(electrons)" : "an odd number in 1...\(electrons)"))
    }
    alphaCount = (electrons + twiceSz) / 2
    betaCount = (electrons - twiceSz) / 2
    guard max(alphaCount, betaCount) <= orbitalCount else {
      throw InputFileError(
        path: path, line: line,
        message: "MS2 = \(twiceSz) with NELEC = \(electrons) puts \(max(alphaCount, betaCount)) electrons of one spin "
          + "into NORB = \(orbitalCount) orbitals; each holds one of a spin")
    }
    orbitalSymmetries = try fields.list("ORBSYM", count: orbitalCount)
    wavefunctionSymmetry = try fields.integer("ISYM")
  }

  private static func entries(
    _ scanner: inout ByteScanner, path: String
  ) throws(InputFileError) -> [String: Entry] {
    scanner.skipSeparatorsAndLines()
    let start = scanner.token()
    guard word(start.dropFirst(), scanner) == "FCI", isSigil(scanner.bytes[start.lowerBound]) else {
      throw InputFileError(
        path: path, line: scanner.line, message: "\(scanner.quoted(start)) starts no FCIDUMP; it begins with &FCI")
    }
    var entries: [String: Entry] = [:]
    var currentKey: String?
    while true {
      scanner.skipSeparatorsAndLines()
      guard let byte = scanner.current else {
        throw InputFileError(
          path: path, line: scanner.line, message: "the file ends within its header; &END or / closes a header")
      }
      if byte == UInt8(ascii: "/") {
        scanner.position += 1
        return entries
      }
      if isSigil(byte) {
        let token = scanner.token()
        if token.count == 1 || word(token.dropFirst(), scanner) == "END" { return entries }
        throw InputFileError(
          path: path, line: scanner.line, message: "\(scanner.quoted(token)) in the header; &END or / closes it")
      }
      if let key = key(&scanner) {
        guard understoodKeys.contains(key) || labelKeys.contains(key) else {
          throw InputFileError(
            path: path, line: scanner.line,
            message: "unknown key '\(key.prefix(32))'; \(understoodKeys.joined(separator: ", ")) are understood")
        }
        guard entries[key] == nil else {
          throw InputFileError(path: path, line: scanner.line, message: "\(key) stands here again; once is enough")
        }
        entries[key] = Entry(line: scanner.line)
        currentKey = key
        continue
      }
      let token = value(&scanner)
      guard let currentKey else {
        throw InputFileError(
          path: path, line: scanner.line, message: "\(scanner.quoted(token)) belongs to no key; write KEY=value")
      }
      entries[currentKey]?.values.append(token)
    }
  }

  /// A value: everything up to a separator or the end of the header.
  private static func value(_ scanner: inout ByteScanner) -> Range<Int> {
    let token = scanner.token()
    let end = token.first { scanner.bytes[$0] == UInt8(ascii: "/") || isSigil(scanner.bytes[$0]) } ?? token.upperBound
    // A token never starts with the end of the header here; a stray control character is a value of its own.
    scanner.position = max(end, token.lowerBound + 1)
    return token.lowerBound..<scanner.position
  }

  /// Steps over `KEY =` and returns the key in capitals; nil, without a step, where no key stands.
  private static func key(_ scanner: inout ByteScanner) -> String? {
    var ahead = scanner
    while let byte = ahead.current, isNameByte(byte) { ahead.position += 1 }
    let name = scanner.position..<ahead.position
    ahead.skipSeparatorsAndLines()
    guard let first = name.first, scanner.bytes[first] > UInt8(ascii: "9"), ahead.current == UInt8(ascii: "=") else {
      return nil
    }
    ahead.position += 1
    scanner = ahead
    return word(name, scanner)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isSigil(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "&") || byte == UInt8(ascii: "$") }

  private static func word(_ range: Range<Int>, _ scanner: ByteScanner) -> String {
    String(decoding: scanner.bytes[range], as: UTF8.self).uppercased()
  }

  /// Typed access to the keys.
  private struct Fields {
    var entries: [String: Entry]
    var scanner: ByteScanner
    var path: String

    func requiredInteger(_ key: String, allowed: ClosedRange<Int>) throws(InputFileError) -> Int {
      guard let value = try integer(key) else {
        throw InputFileError(path: path, line: scanner.line, message: "the header has no \(key); it is required")
      }
      guard allowed ~= value else {
        throw InputFileError(
          path: path, line: entries[key]?.line,
          message: "\(key) = \(value); \(allowed.lowerBound)...\(allowed.upperBound) is allowed")
      }
      return value
    }

    func integer(_ key: String) throws(InputFileError) -> Int? {
      guard let entry = entries[key] else { return nil }
      guard entry.values.count == 1, let value = scanner.integer(entry.values[0]) else {
        throw InputFileError(
          path: path, line: entry.line, message: "\(key) = \(shown(entry)); one integer is allowed")
      }
      return value
    }

    /// A list of integers, in which `3*1` stands for `1,1,1`.
    func list(_ key: String, count: Int) throws(InputFileError) -> [Int]? {
      guard let entry = entries[key] else { return nil }
      var values: [Int] = []
      for token in entry.values {
        let star = token.first { scanner.bytes[$0] == UInt8(ascii: "*") }
        let repeats = star.map { scanner.integer(token.lowerBound..<$0) ?? 0 } ?? 1
        guard repeats > 0, let value = scanner.integer((star.map { $0 + 1 } ?? token.lowerBound)..<token.upperBound)
        else {
          throw InputFileError(
            path: path, line: entry.line,
            message: "\(scanner.quoted(token)) in \(key); integers, one for each orbital, are allowed")
        }
        values += Array(repeating: value, count: min(repeats, count + 1))
        if values.count > count { break }
      }
      guard values.count == count else {
        let found = values.count > count ? "more than \(count)" : "\(values.count)"
        throw InputFileError(
          path: path, line: entry.line, message: "\(key) has \(found) entries; NORB = \(count) of them are needed")
      }
      return values
    }

    /// Throws where one of the Fortran logicals or integers is true.
    func refuse(ifTrue keys: [String], because reason: String) throws(InputFileError) {
      for key in keys {
        guard let entry = entries[key] else { continue }
        let text = entry.values.count == 1 ? word(entry.values[0], scanner).drop { $0 == "." }.prefix(1) : ""
        switch text {
        case "F", "0": continue
        case "T", "1":
          throw InputFileError(path: path, line: entry.line, message: "\(key) is true, which means \(reason)")
        default:
          throw InputFileError(
            path: path, line: entry.line, message: "\(key) = \(shown(entry)); .TRUE. or .FALSE. is allowed")
        }
      }
    }

    private func shown(_ entry: Entry) -> String {
      entry.values.isEmpty ? "nothing" : entry.values.prefix(4).map(scanner.quoted).joined(separator: " ")
    }
  }
}
