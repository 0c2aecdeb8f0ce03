import Foundation
import GRDB
import RuntimeAPI

extension String {
  /// Text as the database keeps it.
  var blob: Data { Data(utf8) }
}

extension Row {
  func text(_ column: Int) -> String {
    optionalText(column) ?? ""
  }

  func optionalText(_ column: Int) -> String? {
    let data: Data? = self[column]
    return data.map { String(decoding: $0, as: UTF8.self) }
  }

  func timestamp(_ column: Int) -> Timestamp? {
    let text: String? = self[column]
    return text.flatMap { Timestamp($0) }
  }
}
