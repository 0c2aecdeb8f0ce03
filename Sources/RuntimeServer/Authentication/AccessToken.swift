internal import Foundation

/// What a client shows to be let in; the service keeps only its hash.
///
/// A token has 256 bits of chance, so nothing slower than SHA-256 is needed to keep it from being guessed.
struct AccessToken {
  /// 256 bits of chance in 43 characters that stand in a URL as they are.
  let text: String

  init(using generator: inout some RandomNumberGenerator) {
    let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    text = Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
