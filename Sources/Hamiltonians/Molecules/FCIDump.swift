/// The contents of an FCIDUMP file: the integrals of a molecule as quantum-chemistry programs write them.
///
/// `FCIDump(contentsOf: "lih.fcidump").molecule` is the molecule. The header names NORB, NELEC and MS2 (and ORBSYM, ISYM,
/// UHF); each line below it is `value i j k l` with orbitals counted from 1: (ij|kl) where all four are given, h(i,j)
/// as `i j 0 0`, the energy of an orbital as `i 0 0 0`, the core energy as `0 0 0 0`.
/// - Note: Knowles and Handy, Comput. Phys. Commun. 54, 75 (1989).
public struct FCIDump: Sendable, Equatable {
  public var molecule: Molecule
  /// ISYM, the irreducible representation that the writing program computed; it restricts nothing here.
  public var wavefunctionSymmetry: Int?
  /// The orbital energies that the file lists, by orbital counted from 0; they take no part in the Hamiltonian.
  public var orbitalEnergies: [Int: Double]

  public init(_ molecule: Molecule, wavefunctionSymmetry: Int? = nil, orbitalEnergies: [Int: Double] = [:]) {
    self.molecule = molecule
    self.wavefunctionSymmetry = wavefunctionSymmetry
    self.orbitalEnergies = orbitalEnergies
  }

  /// Reads a file strictly: what is not understood is refused with its line, never skipped.
  public init(contentsOf path: String) throws(InputFileError) {
    try self.init(bytes: InputFile.bytes(contentsOf: path), path: path)
  }

  /// Reads the text of a file; `name` stands for the file in messages.
  public init(parsing text: String, name: String = "FCIDUMP") throws(InputFileError) {
    try self.init(bytes: InputFile.text(Array(text.utf8), path: name), path: name)
  }

  init(bytes: [UInt8], path: String) throws(InputFileError) {
    let result = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(InputFileError) in
        var reader = FCIDumpReader(scanner: ByteScanner(bytes), path: path)
        return try reader.read()
      }
    }
    self = try result.get()
  }
}
