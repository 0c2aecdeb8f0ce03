import ArgumentParser

/// `ritz jobs`: what a service has run and is running.
struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List, show, follow, cancel and delete the jobs of a service.",
    subcommands: [
      JobsList.self, JobsShow.self, JobsResult.self, JobsWatch.self, JobsLogs.self, JobsCancel.self, JobsRemove.self,
    ])
}

/// A job as commands take it.
struct JobArgument: ParsableArguments {
  @Argument(help: "The job, by its id.")
  var id: String
}
