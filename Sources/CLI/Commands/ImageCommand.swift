import ArgumentParser
import KubeModel
import LinuxSystem
import OrderedCollections

/// `localkube image`: recipes, which stand in for container images.
struct ImageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Show and add recipes, which stand in for container images.",
    subcommands: [ImagePullCommand.self, ImageListCommand.self, ImageShowCommand.self, ImageAddCommand.self])
}

/// The user's recipes: YAML files in `$LOCALKUBE_HOME/recipes`.
struct RecipeDirectory {
  let path: String

  init(_ cluster: ClusterOptions) throws {
    path = Path.join(try cluster.homeDirectory(), "recipes")
  }

  /// The names of the recipes, sorted.
  func names() throws -> [String] {
    guard FileSystem.exists(path) else { return [] }
    return try FileSystem.list(path).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// Where a recipe is; throws for a name that is no file name.
  func file(_ name: String) throws -> String {
    guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
      throw CommandFailure.usage("\"\(name)\" cannot be a recipe's name: it must be a file name without slashes")
    }
    return Path.join(path, "\(name).yaml")
  }
}

/// `localkube image list`.
struct ImageListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the recipes that were added.")

  @OptionGroup var cluster: ClusterOptions

  func run() throws {
    let names = try RecipeDirectory(cluster).names()
    guard !names.isEmpty else {
      return Console.complain("No recipes were added; the built-in ones show this machine's programs.")
    }
    for name in names { try Console.line(name) }
  }
}

/// `localkube image show`.
struct ImageShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a recipe.")

  @OptionGroup var cluster: ClusterOptions

  @Argument(help: "The recipe")
  var name: String

  func run() throws {
    let file = try RecipeDirectory(cluster).file(name)
    guard FileSystem.exists(file) else {
      throw CommandFailure("there is no recipe \"\(name)\"; see: localkube image list")
    }
    try Console.write(try FileSystem.readText(file))
  }
}

/// `localkube image add`.
struct ImageAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a recipe from a YAML file, or replace it.",
    discussion: """
      A recipe says which of this machine's programs stand in for an image. All but images is optional:

        images: [quay.io/example/web, "example/web-*"]   # a name without its tag, or with it; * is any characters
        files:                                           # what is added to this machine's programs
        - {path: /usr/bin/web, host: /home/me/web}       # a file of this machine
        - {path: /usr/bin/tool, program: tool}           # a program looked up on PATH
        - {path: /etc/web.conf, text: "port 80", mode: 0644}
        - {path: /usr/bin/w, link: web}
        entrypoint: [web]                                # as in an image: command and args of a pod win over them
        command: [--listen, ":80"]
        env: {MODE: local}
        workingDirectory: /srv
        user: 0
        group: 0

      Pods that wait for the image start at once.
      """)

  @OptionGroup var cluster: ClusterOptions

  @Argument(help: "The recipe's name, which images are matched by")
  var name: String

  @Option(name: [.customShort("f"), .long], help: "The recipe's file, or - for standard input")
  var filename: String

  func run() throws {
    let recipes = try RecipeDirectory(cluster)
    let file = try recipes.file(name)
    let text = try ManifestReader.text(of: filename)
    do {
      guard try JSONValue(yaml: text).objectValue != nil else {
        throw CommandFailure("\(filename) is no recipe: it must be a YAML map")
      }
    } catch let error as YAMLParseError {
      throw CommandFailure("\(filename) is not valid YAML: \(error)")
    }
    try FileSystem.makeDirectory(recipes.path, permissions: 0o700)
    try FileSystem.write(text: text, to: file, permissions: 0o600)
    try Console.line("recipe \"\(name)\" added")
  }
}
