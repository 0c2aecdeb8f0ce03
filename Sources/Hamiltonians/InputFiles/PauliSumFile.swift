public import PauliAlgebra

/// Pauli sums in files: JSON, or a text with a term on each line.
public enum PauliSumFile {
  /// Reads a sum in any of its forms.
  ///
  /// - Text: lines `coefficient X0 Z3` (qubits named) or `coefficient XIZ` (rightmost letter is qubit 0); `I` alone is
  ///   the identity, `#` starts a comment, and a comment `# n_qubits 4` states the width.
  /// - JSON: `{"n_qubits", "terms"}` with terms `[coefficient, "X0 Z3"]` or `["XIZ", re, im]` (im may be left out). A key
  ///   `"convention": "character k acts on qubit k"` reverses the labels.
  public static func read(contentsOf path: String) throws(InputFileError) -> PauliSum {
    let bytes = try InputFile.bytes(contentsOf: path)
    let first = bytes.first { !InputFile.isBlank($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
      ? try json(bytes, path: path) : try text(bytes, path: path)
  }
}
