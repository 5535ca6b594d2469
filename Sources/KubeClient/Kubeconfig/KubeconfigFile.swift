package import KubeModel
import LinuxSystem

/// One kubeconfig file as it is on disk; fields that localkube does not know stay as they are.
package struct KubeconfigFile: Sendable, Hashable {
  package let path: String
  package var document: JSONValue

  package init(path: String, document: JSONValue) {
    self.path = path
    self.document = document
  }

  /// Reads a file; nil when there is none.
  package static func read(_ path: String) throws(KubeconfigError) -> KubeconfigFile? {
    let text: String
    do {
      text = try FileSystem.readText(path)
    } catch {
      if error.number == SystemError.notFound { return nil }
      throw .unreadable(path: path, why: SystemError.text(error.number))
    }
    do {
      let document = try JSONValue.yamlDocuments(text).first ?? .emptyObject
      if document.objectValue != nil { return KubeconfigFile(path: path, document: document) }
    } catch {
      throw .malformed(path: path, why: error.description)
    }
    throw .malformed(path: path, why: "it is no YAML map")
  }

  /// The entry called `name` of `clusters`, `users` or `contexts`.
  func entry(_ name: String, of section: String) -> JSONValue? {
    document[section]?.arrayValue?.first { $0["name"]?.stringValue == name }
  }

  /// The names of a section's entries, in order.
  func names(of section: String) -> [String] {
    (document[section]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
  }
}
