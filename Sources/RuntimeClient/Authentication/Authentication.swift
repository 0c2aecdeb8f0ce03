/// How a client shows a service who it is.
public enum Authentication: Hashable, Sendable {
  /// A token of the service.
  case bearer(String)
  /// An API key, exchanged at an identity service for tokens that are renewed before they end.
  ///
  /// - Parameters:
  ///   - instance: The cloud resource name of the service instance, sent as `Service-CRN`.
  ///   - url: The identity service; `/identity/token` is below it.
  case iam(apiKey: String, instance: String, url: String = "https://iam.cloud.ibm.com")
}

extension Authentication: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The kind alone: secrets are not for logs.
  public var description: String {
    switch self {
    case .bearer: "bearer(…)"
    case .iam(_, let instance, let url): "iam(apiKey: …, instance: \(instance), url: \(url))"
    }
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: []) }
}
