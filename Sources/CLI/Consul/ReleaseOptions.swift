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
  @Option(name: [.customShort("f"), .long], help: "A file of values; the last one wins")
  var values: [String] = []

  @Option(name: .customLong("set"), help: "A value, as in server.replicas=5; wins over files")
  var settings: [String] = []

  @Option(name: .customLong("set-string"), help: "A value that stays a text")
  var texts: [String] = []

  /// The user's values in one tree, none if there are none.
  func overrides() throws -> [JSONValue] {
    let files = try values.flatMap { try Self.read($0) }
    do {
      return [try ChartValues.combined(files: files, settings: settings, texts: texts)]
    } catch {
      throw CommandFailure.usage("\(error)")
    }
  }

  private static func read(_ path: String) throws -> [JSONValue] {
    let text: String
    do {
      text = try FileSystem.readText(path, limit: 8 << 20)
    } catch {
      throw CommandFailure("\(path) cannot be read: \(SystemError.text(error.number))")
    }
    do {
      return try JSONValue.yamlDocuments(text)
    } catch {
      throw CommandFailure("\(path) is no YAML: \(error)")
    }
  }
}
