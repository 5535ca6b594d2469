import ArgumentParser

/// The commands in the groups that the help shows them in.
///
/// A new command is a file in `Commands` and a line here.
enum CommandTable {
  static let groups: [CommandGroup] = [
    CommandGroup(name: "Cluster:", subcommands: cluster),
    CommandGroup(name: "Releases:", subcommands: releases),
    CommandGroup(name: "Objects:", subcommands: objects),
    CommandGroup(name: "Pods:", subcommands: pods),
    CommandGroup(name: "Workloads and nodes:", subcommands: workloads),
    CommandGroup(name: "Others:", subcommands: others),
  ]

  private static let cluster: [any ParsableCommand.Type] = [
    UpCommand.self, DownCommand.self, StatusCommand.self, DeleteClusterCommand.self, DoctorCommand.self,
  ]
  private static let releases: [any ParsableCommand.Type] = [
    InstallCommand.self, UpgradeCommand.self, UninstallCommand.self, ListCommand.self, TemplateCommand.self,
    LeaderCommand.self,
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
    (cluster + releases + objects + pods + workloads + others).compactMap { $0.configuration.commandName }
  }
}
