import Glibc
import KubeModel
import LinuxSystem

/// Changes one kubeconfig file that belongs to the user: other contexts and unknown fields stay, and kubectl's lock file
/// is honoured.
///
/// The file is written in place, as kubectl does it, so that it keeps its owner, mode and links, and so that a file
/// which is mounted into a container can be changed. Only regular files are written to.
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

  /// Reads the file, lets `body` change it, and writes it when that returns true, all under kubectl's lock.
  static func change(_ path: String, _ body: (inout JSONValue) -> Bool) throws(KubeconfigError) {
    try requireRegular(path)
    do {
      try FileSystem.makeDirectory(Path.parent(path), permissions: 0o700)
    } catch {
      throw .unwritable(path: path, why: SystemError.text(error.number))
    }
    let isLocked = try lock(path)
    let outcome: Result<Void, KubeconfigError>
    do throws(KubeconfigError) {
      let file = try KubeconfigFile.read(path)
      var document = file?.document ?? .emptyObject
      if body(&document) { try write(document, over: file, path) }
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    if isLocked { try unlock(path) }
    try outcome.get()
  }

  /// Refuses what is there and no regular file: a device or a directory never becomes one, and a pipe is not waited for.
  static func requireRegular(_ path: String) throws(KubeconfigError) {
    let kind: FileStatus.Kind
    do {
      kind = try FileSystem.status(path).kind
    } catch {
      if error.number == SystemError.notFound { return }
      throw .unreadable(path: path, why: SystemError.text(error.number))
    }
    guard kind == .file else { throw .irregular(path: path) }
  }

  private static func write(
    _ document: JSONValue, over file: KubeconfigFile?, _ path: String
  ) throws(KubeconfigError) {
    let text = document.yamlText
    // What says the same already is not touched, so that a file which cannot be written to does no harm.
    guard text != file?.document.yamlText else { return }
    do {
      let previous = file == nil ? [] : try FileSystem.read(path)
      // A new file is the user's alone, since it holds a key.
      try FileSystem.overwrite(path, with: Array(text.utf8), previous: previous, permissions: 0o600)
    } catch {
      throw .unwritable(path: path, why: SystemError.text(error.number))
    }
  }

  /// Makes kubectl's lock file, waiting up to two seconds for another program to remove its own.
  ///
  /// It is a link because making one fails when the name is taken, in one step. False when nobody can make one: the
  /// directory of a file that is mounted into a container may be closed to all.
  private static func lock(_ path: String) throws(KubeconfigError) -> Bool {
    let deadline = ContinuousClock.now + .seconds(2)
    while true {
      do {
        try FileSystem.makeLink("\(path).lock", to: "localkube")
        return true
      } catch {
        switch error.number {
        case EEXIST: break
        case EROFS, EACCES, EPERM: return false
        default: throw .unwritable(path: path, why: SystemError.text(error.number))
        }
      }
      guard ContinuousClock.now < deadline else { throw .locked(path: path) }
      BackgroundProcess.pause(milliseconds: 20)
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
