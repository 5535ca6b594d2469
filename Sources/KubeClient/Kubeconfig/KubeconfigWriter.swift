import Glibc
import KubeModel
import LinuxSystem

/// Changes kubeconfig files that belong to the user: other contexts and unknown fields stay, the file is replaced in
/// one step, and kubectl's lock file is honoured.
package enum KubeconfigWriter {
  /// Adds a context, or replaces the one of the same name, and makes it the current one.
  package static func add(
    _ entry: KubeconfigEntry, to path: String, setsCurrent: Bool = true
  ) throws(KubeconfigError) {
    try change(path) { document in
      entry.merge(into: &document, setsCurrent: setsCurrent)
      return true
    }
  }

  /// Removes a context with its cluster and user; a missing file or entry is no error.
  package static func remove(_ name: String, from path: String) throws(KubeconfigError) {
    guard FileSystem.exists(path) else { return }
    try change(path) { document in KubeconfigEntry.remove(name, from: &document) }
  }

  /// Sets the namespace of a context, the current one when `context` is nil.
  package static func setNamespace(
    _ namespace: String, context: String?, in path: String
  ) throws(KubeconfigError) {
    try change(path) { document in
      let wanted = context ?? document["current-context"]?.stringValue
      let contexts = document["contexts"]?.arrayValue ?? []
      document["contexts"] = .array(
        contexts.map { entry in
          guard entry["name"]?.stringValue == wanted else { return entry }
          var entry = entry
          var members = entry["context"] ?? .emptyObject
          members["namespace"] = .string(namespace)
          entry["context"] = members
          return entry
        })
      return true
    }
  }

  /// The file that is changed: the first of the listed ones that exists, or else the last one, as client-go decides.
  package static func target(environment: [String: String]) -> String? {
    let paths = Kubeconfig.defaultPaths(environment: environment)
    return paths.first(where: FileSystem.exists) ?? paths.last
  }

  private static func change(
    _ given: String, _ body: (inout JSONValue) -> Bool
  ) throws(KubeconfigError) {
    var path = given
    do {
      // A link stays a link: what it points at is replaced.
      if FileSystem.exists(given) { path = try FileSystem.realPath(given) }
      try FileSystem.makeDirectory(Path.parent(path), permissions: 0o700)
    } catch {
      throw .unwritable(path: path, why: SystemError.text(error.number))
    }
    try lock(path)
    let outcome: Result<Void, KubeconfigError>
    do throws(KubeconfigError) {
      var document = try KubeconfigFile.read(path)?.document ?? .emptyObject
      if body(&document) { try replace(path, document) }
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    try unlock(path)
    try outcome.get()
  }

  private static func replace(_ path: String, _ document: JSONValue) throws(KubeconfigError) {
    do {
      // A new file is the user's alone, since it holds a key; one that exists keeps its mode.
      let permissions = FileSystem.exists(path) ? try FileSystem.status(path).permissions : 0o600
      try FileSystem.write(text: document.yamlText, to: path, permissions: permissions)
    } catch {
      throw .unwritable(path: path, why: SystemError.text(error.number))
    }
  }

  /// Makes kubectl's lock file, waiting up to two seconds for another program to remove its own.
  ///
  /// It is a link because making one fails when the name is taken, in one step.
  private static func lock(_ path: String) throws(KubeconfigError) {
    let deadline = ContinuousClock.now + .seconds(2)
    while true {
      do {
        return try FileSystem.makeLink("\(path).lock", to: "localkube")
      } catch {
        guard error.number == EEXIST else { throw .unwritable(path: path, why: SystemError.text(error.number)) }
      }
      guard ContinuousClock.now < deadline else { throw .locked(path: path) }
      usleep(20_000)
    }
  }

  private static func unlock(_ path: String) throws(KubeconfigError) {
    do {
      try FileSystem.remove("\(path).lock")
    } catch {
      throw .unwritable(path: "\(path).lock", why: SystemError.text(error.number))
    }
  }
}
