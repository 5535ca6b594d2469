import ArgumentParser

/// The commands in the groups that the help shows them in.
///
/// A new command is a file in `Commands` and a line here.
enum CommandTable {
  static let groups: [CommandGroup] = [
    CommandGroup(name: "Objects:", subcommands: objects),
    CommandGroup(name: "Pods:", subcommands: pods),
    CommandGroup(name: "Workloads and nodes:", subcommands: workloads),
    CommandGroup(name: "Others:", subcommands: others),
  ]

  private static let objects: [any ParsableCommand.Type] = [
    GetCommand.self, DescribeCommand.self, ApplyCommand.self, CreateCommand.self, DeleteCommand.self,
    LabelCommand.self, AnnotateCommand.self, EventsCommand.self,
  ]
  private static let pods: [any ParsableCommand.Type] = [
    LogsCommand.self, ExecCommand.self, AttachCommand.self, CopyCommand.self, PortForwardCommand.self,
  ]
  private static let workloads: [any ParsableCommand.Type] = [
    ScaleCommand.self, RolloutCommand.self, NodeCommand.self, ServiceCommand.self, TopCommand.self,
  ]
  private static let others: [any ParsableCommand.Type] = [
    ImageCommand.self, ConfigCommand.self, CompletionCommand.self, VersionCommand.self,
  ]

  /// The names of all commands.
  static var names: [String] {
    (objects + pods + workloads + others).compactMap { $0.configuration.commandName }
  }
}
