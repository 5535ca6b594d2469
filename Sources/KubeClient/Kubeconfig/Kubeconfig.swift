import KubeModel
import LinuxSystem

/// The kubeconfig files in force, read as kubectl reads them: of entries with the same name the first file's counts.
package struct Kubeconfig: Sendable, Hashable {
  /// A context with everything that it names.
  package struct Context: Sendable, Hashable {
    package let name: String
    /// The namespace of commands that name none.
    package let namespace: String
    package let configuration: ClientConfiguration
  }

  package let files: [KubeconfigFile]

  package init(files: [KubeconfigFile]) { self.files = files }

  /// Reads the files that exist; all of them must be readable.
  package init(reading paths: [String]) throws(KubeconfigError) {
    var files: [KubeconfigFile] = []
    for path in paths {
      if let file = try KubeconfigFile.read(path) { files.append(file) }
    }
    self.init(files: files)
  }

  /// The files that kubectl would read: those of `KUBECONFIG`, or `~/.kube/config`.
  package static func defaultPaths(environment: [String: String]) -> [String] {
    if let listed = environment["KUBECONFIG"], !listed.isEmpty {
      return listed.split(separator: ":").map(String.init)
    }
    return environment["HOME"].map { ["\($0)/.kube/config"] } ?? []
  }

  /// The name of the current context, if a file sets one.
  package var currentContext: String? {
    files.lazy.compactMap { $0.document["current-context"]?.stringValue }.first { !$0.isEmpty }
  }

  /// The names of all contexts.
  package var contextNames: [String] { files.flatMap { $0.names(of: "contexts") } }

  /// Resolves a context, the current one when `name` is nil, with the files that it names read.
  package func context(_ name: String? = nil) throws(KubeconfigError) -> Context {
    guard let name = name ?? currentContext else { throw .noContext }
    guard let (context, _) = find(name, in: "contexts") else { throw .unknownContext(name, known: contextNames) }
    let members = context["context"] ?? .emptyObject
    guard let clusterName = members["cluster"]?.stringValue,
      let (cluster, clusterFile) = find(clusterName, in: "clusters")
    else { throw .incomplete(context: name, why: "its cluster is not in the kubeconfig") }
    let server = cluster["cluster"]?["server"]?.stringValue ?? ""
    guard var configuration = ClientConfiguration(server: server) else {
      throw .incomplete(context: name, why: "the server \"\(server)\" of cluster \"\(clusterName)\" is no URL")
    }
    try read(cluster["cluster"] ?? .emptyObject, from: clusterFile, into: &configuration)
    if let userName = members["user"]?.stringValue, !userName.isEmpty {
      guard let (user, userFile) = find(userName, in: "users") else {
        throw .incomplete(context: name, why: "its user \"\(userName)\" is not in the kubeconfig")
      }
      try read(user: user["user"] ?? .emptyObject, of: name, from: userFile, into: &configuration)
    }
    let namespace = members["namespace"]?.stringValue ?? ""
    return Context(
      name: name, namespace: namespace.isEmpty ? "default" : namespace, configuration: configuration)
  }

  private func find(_ name: String, in section: String) -> (JSONValue, KubeconfigFile)? {
    for file in files {
      if let entry = file.entry(name, of: section) { return (entry, file) }
    }
    return nil
  }

  private func read(
    _ cluster: JSONValue, from file: KubeconfigFile, into configuration: inout ClientConfiguration
  ) throws(KubeconfigError) {
    guard configuration.tls != nil else { return }
    configuration.tls?.certificateAuthority = try bytes(cluster, "certificate-authority", file)
    configuration.tls?.skipsVerification = cluster["insecure-skip-tls-verify"]?.boolValue ?? false
    configuration.tls?.serverName = cluster["tls-server-name"]?.stringValue
  }

  private func read(
    user: JSONValue, of context: String, from file: KubeconfigFile, into configuration: inout ClientConfiguration
  ) throws(KubeconfigError) {
    guard user["exec"] == nil, user["auth-provider"] == nil else {
      throw .incomplete(context: context, why: "its user needs a credential plugin, which only kubectl can run")
    }
    if let path = user["tokenFile"]?.stringValue {
      configuration.token = String(decoding: try contents(path, file), as: UTF8.self).trimmed
    } else {
      configuration.token = user["token"]?.stringValue
    }
    guard configuration.tls != nil else { return }
    configuration.tls?.clientCertificate = try bytes(user, "client-certificate", file)
    configuration.tls?.clientKey = try bytes(user, "client-key", file)
  }

  /// The bytes of `key`-data, which kubectl prefers, or of the file that `key` names.
  private func bytes(
    _ members: JSONValue, _ key: String, _ file: KubeconfigFile
  ) throws(KubeconfigError) -> [UInt8]? {
    if let text = members["\(key)-data"]?.stringValue, !text.isEmpty {
      guard let bytes = Base64.decode(text) else { throw .malformed(path: file.path, why: "\(key)-data is no base64") }
      return bytes
    }
    guard let path = members[key]?.stringValue, !path.isEmpty else { return nil }
    return try contents(path, file)
  }

  /// The bytes of a file; a relative path starts at the kubeconfig's directory.
  private func contents(_ path: String, _ file: KubeconfigFile) throws(KubeconfigError) -> [UInt8] {
    let path = path.hasPrefix("/") ? path : Path.join(Path.parent(file.path), path)
    do {
      return try FileSystem.read(path)
    } catch {
      throw .unreadable(path: path, why: SystemError.text(error.number))
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
