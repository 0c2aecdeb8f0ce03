internal import JSONSchemas

/// The numbers that both ends must agree on.
enum WorkerProtocol {
  static let version = 1
  /// Bytes of interim results that may be on the way at the start of a job.
  static let interimWindow = 1 << 20
}

/// The header of a message, read field by field; fields that are not asked for may be anything.
struct MessageFields {
  let type: String
  private let header: JSONObject

  init(_ header: JSONObject) throws(FrameError) {
    self.header = header
    guard let type = header["type"]?.stringValue else {
      throw .invalidField("type", message: "", allowed: "a string")
    }
    self.type = type
  }

  func has(_ field: String) -> Bool { header[field] != nil }

  func text(_ field: String) throws(FrameError) -> String {
    guard let value = header[field]?.stringValue else {
      throw .invalidField(field, message: type, allowed: "a string")
    }
    return value
  }

  func texts(_ field: String) throws(FrameError) -> [String] {
    guard let values = header[field]?.arrayValue else {
      throw .invalidField(field, message: type, allowed: "an array of strings")
    }
    var texts: [String] = []
    for value in values {
      guard let text = value.stringValue else {
        throw .invalidField(field, message: type, allowed: "an array of strings")
      }
      texts.append(text)
    }
    return texts
  }

  func count(_ field: String) throws(FrameError) -> Int {
    guard let value = header[field]?.intValue, value >= 0 else {
      throw .invalidField(field, message: type, allowed: "an integer of at least 0")
    }
    return value
  }

  func number(_ field: String) throws(FrameError) -> Double {
    guard let value = header[field]?.doubleValue, value.isFinite, value >= 0 else {
      throw .invalidField(field, message: type, allowed: "a finite number of at least 0")
    }
    return value
  }

  func requireVersion() throws(FrameError) {
    let version = try count("protocol")
    guard version == WorkerProtocol.version else {
      throw .unexpected("version \(version) of the protocol was offered; this is version \(WorkerProtocol.version)")
    }
  }
}
