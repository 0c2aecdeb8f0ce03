/// Inputs with long texts that a host may keep beside the job, where later jobs find them by their hashes.
package protocol TextualInputs: Encodable {
  /// Puts in the place of each text what `hash` makes of it; nil leaves the text where it is.
  mutating func replaceTexts(_ hash: (String) -> String?)
}
