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

  /// The overrides in the order in which they apply.
  func overrides() throws -> [JSONValue] {
    var overrides: [JSONValue] = []
    for path in values { overrides += try Self.read(path) }
    do {
      overrides += try settings.map { try SetExpression.parse($0) }
      overrides += try texts.map { try SetExpression.parse($0, asText: true) }
    } catch {
      throw CommandFailure.usage("\(error)")
    }
    return overrides
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
