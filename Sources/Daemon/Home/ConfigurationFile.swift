import KubeModel
import LinuxSystem

/// A profile's `config.yaml`.
package struct ConfigurationFile {
  private let path: String

  /// A file that cannot be used.
  package struct DamagedError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "\(path) cannot be used (\(reason)): mend it or move it aside, then start again" }
  }

  package init(_ profile: Profile) { path = profile.configuration }

  /// The settings; those of a new profile when there is no file.
  package func read() throws -> ClusterConfiguration {
    guard FileSystem.exists(path) else { return ClusterConfiguration() }
    let text = try FileSystem.readText(path, limit: 1 << 20)
    do {
      return ClusterConfiguration(json: try JSONValue.yamlDocuments(text).first ?? .emptyObject)
    } catch {
      throw DamagedError(path: path, reason: "\(error)")
    }
  }

  /// Replaces the settings.
  package func write(_ configuration: ClusterConfiguration) throws {
    try FileSystem.makeDirectory(Path.parent(path), permissions: 0o700)
    try FileSystem.write(text: configuration.json.yamlText, to: path, permissions: 0o600)
  }

  /// Keeps the port of the API for the next start.
  package func remember(apiPort: Int) throws {
    var configuration = try read()
    guard configuration.apiPort != apiPort else { return }
    configuration.apiPort = apiPort
    try write(configuration)
  }
}
