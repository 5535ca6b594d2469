import KubeModel
import LinuxSystem

/// The user's kubeconfig files, changed as `kubectl config` changes them: an entry in the file that holds it, a new one
/// in the first file that exists (client-go's `clientcmd.ModifyConfig`).
package struct KubeconfigSet: Sendable, Hashable {
  /// The files, in the order in which they count; never empty, and none of them a device.
  package let paths: [String]

  /// The files in force: `explicit` alone when it is given, or else those of the environment.
  ///
  /// Nil when there is none to change: no home, or `/dev/null`, with which scripts say that theirs is to be left alone.
  package init?(explicit: String?, environment: [String: String]) {
    var paths: [String] = []
    for path in explicit.map({ [$0] }) ?? Kubeconfig.defaultPaths(environment: environment)
    where !paths.contains(path) && !Self.isDevice(path) {
      paths.append(path)
    }
    guard !paths.isEmpty else { return nil }
    self.paths = paths
  }

  /// Adds a context with its cluster and user, or replaces those of the same name where they are, and makes it the
  /// current one.
  package func add(_ entry: KubeconfigEntry) throws(KubeconfigError) {
    let files = try read()
    for path in paths {
      let parts = Part.allCases.filter { place(of: $0, named: entry.name, in: files) == path }
      guard !parts.isEmpty else { continue }
      try KubeconfigWriter.change(path) { document in
        var whole = document
        entry.merge(into: &whole, setsCurrent: true)
        if parts.count == Part.allCases.count {
          document = whole
          return true
        }
        for part in parts { document[part.rawValue] = whole[part.rawValue] }
        return true
      }
    }
  }

  /// Removes the context with its cluster and user from every file that has any of them.
  package func remove(_ name: String) throws(KubeconfigError) {
    for path in paths { try KubeconfigWriter.remove(name, from: path) }
  }

  /// Finds out, before anything depends on it, whether `add` can work.
  ///
  /// - Throws: What `add` would throw: a file that is malformed, is no regular file, or cannot be written to.
  package func check(adding name: String) throws(KubeconfigError) {
    let files = try read()
    for path in Set(Part.allCases.map { place(of: $0, named: name, in: files) }) {
      if FileSystem.exists(path) {
        guard FileSystem.isWritable(path) else { throw .unwritable(path: path, why: "permission denied") }
        continue
      }
      var directory = Path.parent(path)
      while !FileSystem.exists(directory), directory != Path.parent(directory) { directory = Path.parent(directory) }
      guard FileSystem.isWritable(directory) else {
        throw .unwritable(path: path, why: "no file can be made in \(directory)")
      }
    }
  }

  /// What a context is made of; the names are those of the file's members.
  private enum Part: String, CaseIterable {
    case clusters, contexts, users
    case current = "current-context"
  }

  /// The file that holds the part, or else the first that exists, or else the last one.
  private func place(of part: Part, named name: String, in files: [KubeconfigFile]) -> String {
    let holder = files.first { file in
      part == .current
        ? file.document["current-context"]?.stringValue?.isEmpty == false : file.entry(name, of: part.rawValue) != nil
    }
    return (holder ?? files.first)?.path ?? paths[paths.count - 1]
  }

  /// The files that exist; all of them must be regular, since a pipe would be waited for.
  private func read() throws(KubeconfigError) -> [KubeconfigFile] {
    for path in paths { try KubeconfigWriter.requireRegular(path) }
    return try Kubeconfig(reading: paths).files
  }

  private static func isDevice(_ path: String) -> Bool {
    // What cannot be looked at is told when it is read.
    (try? FileSystem.status(path).kind) == .characterDevice
  }
}
