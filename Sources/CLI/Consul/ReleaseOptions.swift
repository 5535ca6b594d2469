import ArgumentParser
import Consul
import KubeModel
import LinuxSystem

/// Which release a command is about.
struct ReleaseOptions: ParsableArguments {
  @Argument(help: "The chart; localkube has one: consul")
  var chart: String

  @Option(help: "The release's name")
  var name: String = "consul"

  func validate() throws {
    guard chart == "consul" else {
      throw ValidationError("there is no chart \"\(chart)\"; localkube has one: consul (helm installs others)")
    }
  }
}

/// The values of a release.
struct ValueOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .long],
    help: "A file of values, several with commas between them, - for standard input; the last one wins")
  var values: [String] = []

  @Option(name: .customLong("set"), help: "A value, as in server.replicas=5; wins over files")
  var settings: [String] = []

  @Option(name: .customLong("set-string"), help: "A value that stays a text")
  var texts: [String] = []

  @Option(name: .customLong("set-file"), help: "A value that is the content of a file, as in server.extraConfig=FILE")
  var fileSettings: [String] = []

  /// The user's values in one tree, none if there are none.
  func overrides() throws -> [JSONValue] {
    let names = values.flatMap { $0.split(separator: ",").map(String.init) }
    let files = try names.flatMap { try Self.read($0) }
    do {
      var contents = try fileSettings.flatMap { try SetExpression.files($0) }
      for index in contents.indices { contents[index].content = try Self.text(of: contents[index].file) }
      return [try ChartValues.combined(files: files, settings: settings, texts: texts, contents: contents)]
    } catch let error as CommandFailure {
      throw error
    } catch {
      throw CommandFailure.usage("\(error)")
    }
  }

  private static func text(of path: String) throws -> String {
    do {
      return try FileSystem.readText(path, limit: 8 << 20)
    } catch {
      throw CommandFailure("\(path) cannot be read: \(SystemError.text(error.number))")
    }
  }

  private static func read(_ path: String) throws -> [JSONValue] {
    let text = path == "-" ? try ManifestReader.text(of: path) : try text(of: path)
    do {
      return try JSONValue.yamlDocuments(text)
    } catch {
      throw CommandFailure("\(path) is no YAML: \(error)")
    }
  }
}
