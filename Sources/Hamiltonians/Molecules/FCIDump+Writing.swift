import FoundationEssentials

extension FCIDump {
  /// Writes the file's text, replacing a file that is there.
  public func write(to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// The file's text. Reading it gives back every bit of the integrals; those that are exactly zero are left out.
  public var text: String {
    let n = molecule.orbitalCount
    var text = " &FCI NORB=\(n),NELEC=\(molecule.electronCount),MS2=\(molecule.twiceSz),\n"
    if let symmetries = molecule.orbitalSymmetries {
      text += "  ORBSYM=" + symmetries.map { "\($0)," }.joined() + "\n"
    }
    if let wavefunctionSymmetry { text += "  ISYM=\(wavefunctionSymmetry),\n" }
    text += " &END\n"
    func append(_ value: Double, _ i: Int, _ j: Int, _ k: Int, _ l: Int) {
      let number = value.description  // the shortest text that reads back as the same number
      text += number.first == "-" ? "" : " "
      text += "\(number) \(i) \(j) \(k) \(l)\n"
    }
    for p in 0..<n {
      for q in 0...p {
        for r in 0...p {
          for s in 0...(r == p ? q : r) where molecule.integrals[p, q, r, s] != 0 {
            append(molecule.integrals[p, q, r, s], p + 1, q + 1, r + 1, s + 1)
          }
        }
      }
    }
    for p in 0..<n {
      for q in 0...p where molecule.integrals[p, q] != 0 { append(molecule.integrals[p, q], p + 1, q + 1, 0, 0) }
    }
    for (orbital, energy) in orbitalEnergies.sorted(by: { $0.key < $1.key }) { append(energy, orbital + 1, 0, 0, 0) }
    append(molecule.coreEnergy, 0, 0, 0, 0)
    return text
  }
}
