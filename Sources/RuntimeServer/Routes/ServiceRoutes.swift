internal import Hummingbird
internal import RuntimeAPI
internal import RuntimeStore

/// Puts the routes of all resources together.
struct ServiceRoutes {
  /// Of the service; clients show it.
  static let version = "0.1.0"

  private let configuration: RuntimeServerConfiguration
  private let store: RuntimeStore
  private let scheduler: JobScheduler
  private let programs: ProgramCatalogue
  private let backend: OfferedBackend
  private let since = Timestamp.now().description

  init(
    configuration: RuntimeServerConfiguration, store: RuntimeStore, scheduler: JobScheduler, programs: ProgramCatalogue
  ) throws {
    self.configuration = configuration
    self.store = store
    self.scheduler = scheduler
    self.programs = programs
    backend = try OfferedBackend(memoryLimit: configuration.memoryLimit, since: since)
  }

  func responder() -> RouterResponder<ServiceRequestContext> {
    let bodies = RequestBodyReader(limit: configuration.maximumBodySize)
    let sessions = SessionDesk(store: store, scheduler: scheduler, configuration: configuration)
    let jobs = JobDesk(store: store, scheduler: scheduler)
    var routes = RouteTable()
    HealthRoutes(version: Self.version).add(to: &routes)
    BackendRoutes(backend: backend, scheduler: scheduler).add(to: &routes)
    InstanceRoutes(store: store).add(to: &routes)
    ProgramRoutes(programs: programs, since: since).add(to: &routes)
    TextRoutes(store: store, bodies: bodies).add(to: &routes)
    SubmissionRoutes(
      programs: programs, backend: backend, bodies: bodies, jobs: jobs, maximumWait: configuration.maximumWait
    ).add(to: &routes)
    JobRoutes(jobs: jobs, bodies: bodies).add(to: &routes)
    ResultRoutes(jobs: jobs, maximumWait: configuration.maximumWait, keepAlive: configuration.keepAliveInterval)
      .add(to: &routes)
    SessionRoutes(sessions: sessions, backend: backend, bodies: bodies).add(to: &routes)

    let router = Router(context: ServiceRequestContext.self)
    router.add(
      middleware: ServiceMiddleware(
        authenticator: Authenticator(store: store), errors: ErrorResponder(), openPaths: HealthRoutes.paths))
    routes.install(in: router)
    return router.buildResponder()
  }
}
