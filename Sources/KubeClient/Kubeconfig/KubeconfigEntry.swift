package import KubeModel

/// What localkube adds to a user's kubeconfig: a cluster, a user and a context, all with one name.
package struct KubeconfigEntry: Sendable, Hashable {
  package let name: String
  /// The URL of the API.
  package let server: String
  package let certificateAuthority: [UInt8]
  package let clientCertificate: [UInt8]
  package let clientKey: [UInt8]
  package let namespace: String

  package init(
    name: String, server: String, certificateAuthority: [UInt8], clientCertificate: [UInt8], clientKey: [UInt8],
    namespace: String = "default"
  ) {
    self.name = name
    self.server = server
    self.certificateAuthority = certificateAuthority
    self.clientCertificate = clientCertificate
    self.clientKey = clientKey
    self.namespace = namespace
  }

  /// A kubeconfig with nothing but this entry: what stands in the profile's directory.
  package var document: JSONValue {
    var document: JSONValue = ["apiVersion": "v1", "kind": "Config"]
    merge(into: &document, setsCurrent: true)
    return document
  }

  /// Adds the entry to a kubeconfig, or replaces the one of the same name; everything else stays.
  package func merge(into document: inout JSONValue, setsCurrent: Bool) {
    if document["apiVersion"] == nil { document["apiVersion"] = "v1" }
    if document["kind"] == nil { document["kind"] = "Config" }
    Self.set(
      "clusters", name, "cluster",
      [
        "certificate-authority-data": .string(Base64.encode(certificateAuthority)),
        "server": .string(server),
      ], in: &document)
    Self.set(
      "contexts", name, "context",
      ["cluster": .string(name), "namespace": .string(namespace), "user": .string(name)], in: &document)
    Self.set(
      "users", name, "user",
      [
        "client-certificate-data": .string(Base64.encode(clientCertificate)),
        "client-key-data": .string(Base64.encode(clientKey)),
      ], in: &document)
    if setsCurrent { document["current-context"] = .string(name) }
  }

  /// Removes the cluster, user and context called `name`; the current context is unset when it is this one.
  ///
  /// Returns whether there was anything to remove.
  package static func remove(_ name: String, from document: inout JSONValue) -> Bool {
    let before = document
    for section in ["clusters", "contexts", "users"] {
      guard let entries = document[section]?.arrayValue else { continue }
      document[section] = .array(entries.filter { $0["name"]?.stringValue != name })
    }
    if document["current-context"]?.stringValue == name { document["current-context"] = "" }
    return document != before
  }

  private static func set(
    _ section: String, _ name: String, _ key: String, _ value: JSONValue, in document: inout JSONValue
  ) {
    var entries = document[section]?.arrayValue ?? []
    var entry: JSONValue = ["name": .string(name)]
    entry[key] = value
    if let index = entries.firstIndex(where: { $0["name"]?.stringValue == name }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
    document[section] = .array(entries)
  }
}
