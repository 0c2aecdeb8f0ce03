internal import Foundation

/// The root of all paths of a service: its address with `/api/v1`, or as it is where it names a version already.
///
/// - Throws: ``RuntimeError`` with code `invalid-url`.
func serviceBase(_ url: String) throws -> String {
  var address = url
  while address.hasSuffix("/") { address.removeLast() }
  let parts = URLComponents(string: address)
  guard let parts, let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
    let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil
  else {
    throw RuntimeError(
      .invalidURL, "'\(url)' is no address of a service; one looks like http://127.0.0.1:8000 or https://HOST.")
  }
  let path = parts.path.split(separator: "/")
  return path.suffix(2) == ["api", "v1"] || path.last == "experimental" ? address : address + "/api/v1"
}
