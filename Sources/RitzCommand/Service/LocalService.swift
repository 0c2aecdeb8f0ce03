import RuntimeClient

/// What this machine's user can come back to without typing a token.
enum LocalService {
  /// Saves a service whose token is known, as the default.
  ///
  /// - Returns: Where it is saved.
  static func save(_ url: String, token: String) throws -> String {
    let services = SavedServices()
    try services.add(SavedService(url: url, authentication: .bearer(token)))
    return services.path
  }

  /// Saves the service of a store that has just started; it becomes the default where there is none, or where the default
  /// was this store's before.
  ///
  /// - Parameter token: Of the first start; nil afterwards, when the one that was saved then goes on to be good.
  /// - Returns: Where it is saved; nil where its token is not known.
  static func save(url: String, token: String?, store: String) throws -> String? {
    let services = SavedServices()
    let all = try services.all()
    let before = all.last { $0.store == store }
    guard let authentication = token.map({ Authentication.bearer($0) }) ?? before?.authentication else { return nil }
    let isDefault = before?.isDefault ?? false || !all.contains(where: \.isDefault)
    try services.add(SavedService(url: url, authentication: authentication, isDefault: isDefault, store: store))
    return services.path
  }
}
