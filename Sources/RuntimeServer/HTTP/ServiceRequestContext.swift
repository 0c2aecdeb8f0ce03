internal import Hummingbird
internal import Logging
internal import NIOCore

/// What is known of a request beside the request: who sent it, and under which word the log speaks of it.
struct ServiceRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// Whose token came with the request; empty before that is known.
  var user = ""

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// A part of the path by its name in the route, percent signs resolved.
  func pathParameter(_ name: String) -> String {
    let text = parameters.get(name) ?? ""
    return percentDecoded(text[...], plusIsSpace: false) ?? text
  }
}
