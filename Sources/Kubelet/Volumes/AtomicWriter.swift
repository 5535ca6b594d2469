package import KubeModel
import LinuxSystem

/// Writes a volume's files so that a reader sees all of the old ones or all of the new ones: they lie in a directory of
/// their own, `..data` is a link to it that is replaced by renaming, and the visible names are links through `..data`.
///
/// A container that has the volume may be changing it meanwhile, whatever its mount allows: nothing in the volume leads
/// this writer out of it, and what it did not make itself, such as mount points, it leaves alone.
package struct AtomicWriter: Sendable {
  private static let data = "..data"
  private static let temporary = "..data_tmp"

  package let directory: String
  /// The group that is to read the files, for `fsGroup`.
  package var group: UInt32?
  /// The ids that files can be given to.
  package var ids: ClosedRange<UInt32>

  package init(directory: String, group: UInt32? = nil, ids: ClosedRange<UInt32> = 0...UInt32.max) {
    self.directory = directory
    self.group = group
    self.ids = ids
  }

  /// Makes the volume hold exactly `payload`; does nothing when it does already.
  ///
  /// - Parameters:
  ///   - mountPoints: Relative paths at which other volumes are mounted: directories that are made first.
  ///   - now: The time that the new directory is named after.
  /// - Returns: Whether something changed.
  /// - Throws: `ConfigurationError` for paths that a volume cannot have, `SystemError`.
  @discardableResult
  package func write(_ payload: VolumePayload, mountPoints: [String] = [], now: Timestamp) throws -> Bool {
    let files = try payload.filesByPlainPath()
    let volume = try open()
    for place in mountPoints { _ = try volume.makeDirectory(place) }
    let current = try current(in: volume)
    let before = try current.map { try paths(in: volume.directory($0)) } ?? []
    if let current, Set(files.keys) == before, try holds(files, in: volume.directory(current)) { return false }
    let next = "..\(Self.name(of: now)).\(UInt32.random(in: 0 ... .max))"
    do {
      try fill(try volume.makeDirectory(next), with: files)
      try show(files.keys, in: volume)
      try volume.remove(Self.temporary)
      try volume.makeLink(Self.temporary, to: next)
      try volume.rename(Self.temporary, to: Self.data)
    } catch {
      // Best effort: what is left is swept with the next change.
      try? volume.removeTree(next)
      throw error
    }
    let kept = Set(files.keys.map(Self.visibleName))
    for name in Set(before.map(Self.visibleName)).subtracting(kept)
    where try volume.status(name)?.kind == .link { try volume.remove(name) }
    // The one before, and those of attempts that were cut off.
    for name in try volume.list() where name.hasPrefix("..") && name != Self.data && name != next {
      try volume.removeTree(name)
    }
    return true
  }

  /// Opens the volume's directory, made if missing; nobody but the control plane can change what is above it.
  private func open() throws(SystemError) -> RootedDirectory {
    let isNew = !FileSystem.exists(directory)
    try FileSystem.makeDirectory(directory, permissions: 0o777)
    let volume = try RootedDirectory(directory)
    if isNew {
      if let group { try volume.setOwner(group: group) }
      try volume.setPermissions(group == nil ? 0o777 : 0o2777)
    }
    return volume
  }

  /// The directory that `..data` names; nil when there is none, or none that this writer made.
  private func current(in volume: borrowing RootedDirectory) throws(SystemError) -> String? {
    guard let name = try volume.readLink(Self.data), name.hasPrefix(".."), name.count > 2, !name.contains("/"),
      try volume.status(name)?.kind == .directory
    else { return nil }
    return name
  }

  private func fill(_ directory: consuming RootedDirectory, with files: [String: VolumePayload.File])
    throws(SystemError)
  {
    if group != nil { try give(directory) }
    for (path, file) in files {
      let parts = path.split(separator: "/")
      var parent = try directory.directory(".")
      for part in parts.dropLast() {
        parent = try parent.makeDirectory(String(part))
        if group != nil { try give(parent) }
      }
      // Where there is one id, everything has it already.
      let user = file.user.flatMap { ids.count > 1 && ids.contains($0) ? $0 : nil }
      try parent.create(
        String(parts.last ?? ""), content: file.content,
        permissions: group == nil ? file.mode & 0o7777 : file.mode & 0o7777 | 0o440, user: user, group: group)
    }
  }

  private func give(_ directory: borrowing RootedDirectory) throws(SystemError) {
    try directory.setOwner(group: group)
    try directory.setPermissions(0o2755)
  }

  /// Makes the visible names; one that something else has stays what it is.
  private func show(_ paths: some Sequence<String>, in volume: borrowing RootedDirectory) throws(SystemError) {
    for name in Set(paths.map(Self.visibleName)) {
      let target = "\(Self.data)/\(name)"
      switch try volume.status(name)?.kind {
      case nil: try volume.makeLink(name, to: target)
      case .link where try volume.readLink(name) != target:
        try volume.remove(name)
        try volume.makeLink(name, to: target)
      default: break
      }
    }
  }

  private func holds(
    _ files: [String: VolumePayload.File], in directory: consuming RootedDirectory
  ) -> Bool {
    for (path, file) in files {
      // What cannot be read is written anew.
      guard let content = try? directory.read(path, limit: file.content.count), content == file.content else {
        return false
      }
    }
    return true
  }

  /// The relative paths of the files below a directory.
  private func paths(in directory: consuming RootedDirectory, below prefix: String = "") throws(SystemError)
    -> Set<String>
  {
    var found: Set<String> = []
    for name in try directory.list() {
      if try directory.status(name)?.kind == .directory {
        // Nobody but this writer makes directories here, and it makes few.
        guard prefix.utf8.count < 4_096 else { continue }
        found.formUnion(try paths(in: directory.directory(name), below: "\(prefix)\(name)/"))
      } else {
        found.insert("\(prefix)\(name)")
      }
    }
    return found
  }

  private static func visibleName(_ path: String) -> String {
    path.split(separator: "/", maxSplits: 1).first.map(String.init) ?? path
  }

  /// The time as the kubelet writes it into the name of such a directory.
  private static func name(of moment: Timestamp) -> String {
    String(moment.text(fractionDigits: 0).dropLast().map { "-T:".contains($0) ? "_" : $0 })
  }
}
