internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import JSONSchemas
internal import RuntimeAPI
internal import RuntimeStore

/// How much of the service a user has used in this month; there is no limit.
struct InstanceRoutes {
  let store: RuntimeStore

  private static let serviceCRN = HTTPField.Name("Service-CRN")

  func add(to routes: inout RouteTable) {
    routes.on(.get, "/instances/usage") { request, context in
      let month = Self.month(of: Date())
      let seconds = try await store.usageSeconds(of: context.user, since: Timestamp(month.start))
      return try .json(
        Usage(
          instance: Self.serviceCRN.flatMap { request.headers[$0] } ?? "ritz", consumed: seconds,
          period: Usage.Period(start: Timestamp(month.start).description, end: Timestamp(month.end).description)))
    }
  }

  /// The calendar month in UTC.
  private static func month(of date: Date) -> DateInterval {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.dateInterval(of: .month, for: date) ?? DateInterval(start: date, duration: 0)
  }

  private struct Usage: Encodable {
    struct Period: Encodable {
      var start: String
      var end: String

      enum CodingKeys: String, CodingKey {
        case start = "start_time"
        case end = "end_time"
      }
    }

    var instance: String
    var plan = "ritz"
    /// Seconds that workers were busy with the user's jobs.
    var consumed: Double
    var isLimitReached = false
    var period: Period

    enum CodingKeys: String, CodingKey {
      case instance = "instance_id"
      case plan = "plan_id"
      case consumed = "usage_consumed_seconds"
      case isLimitReached = "usage_limit_reached"
      case period = "usage_period"
    }
  }
}
