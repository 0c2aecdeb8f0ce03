extension JSONValue {
  /// What `value` encodes.
  ///
  /// `Data` becomes base64, the keys of dictionaries stand in order, and NaN is held as it is.
  /// - Throws: What the type's `encode(to:)` throws; `EncodingError` where it encodes two things in one place.
  public init(encoding value: some Encodable) throws {
    self = try JSONValue.encoding(value, at: .root)
  }

  /// A Swift value that decodes itself from this one.
  ///
  /// Numbers are taken where they fit without loss: `2.0` as an integer, but neither `2.5` nor 300 as an `Int8`.
  /// - Throws: `DecodingError` with the coding path.
  public func decoded<T: Decodable>(as type: T.Type = T.self) throws -> T {
    try decoded(as: type, at: .root)
  }
}
