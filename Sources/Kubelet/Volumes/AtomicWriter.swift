import LinuxSystem

/// Writes a volume's files so that a reader sees all of the old ones or all of the new ones: they lie in a directory of
/// their own, `..data` is a link to it that is replaced by renaming, and the visible names are links through `..data`.
package struct AtomicWriter: Sendable {
  package let directory: String
  /// The group that is to read the files, for `fsGroup`.
  package var group: UInt32?

  package init(directory: String, group: UInt32? = nil) {
    self.directory = directory
    self.group = group
  }

  /// Makes the volume hold exactly `payload`; does nothing when it does already.
  ///
  /// True when something changed.
  @discardableResult
  package func write(_ payload: VolumePayload) throws -> Bool {
    try FileSystem.makeDirectory(directory, permissions: 0o755)
    let data = "\(directory)/..data"
    // No link means that nothing was written yet.
    let current = try? FileSystem.readLink(data)
    if let current, holds(payload, in: "\(directory)/\(current)") { return false }
    var number = 0
    while FileSystem.exists("\(directory)/..\(number)") { number += 1 }
    let next = "..\(number)"
    try FileSystem.makeDirectory("\(directory)/\(next)", permissions: 0o755)
    for (path, file) in payload.files {
      let target = "\(directory)/\(next)/\(path)"
      try FileSystem.makeDirectory(Path.parent(target), permissions: 0o755)
      let mode = group == nil ? file.mode : file.mode | 0o440
      let descriptor = try FileSystem.open(target, .replacing, permissions: mode)
      try descriptor.writeAll(file.content)
      try FileSystem.setPermissions(mode, of: target)
      if let group { try FileSystem.setOwner(target, group: group) }
    }
    let temporary = "\(directory)/..data_tmp"
    try FileSystem.remove(temporary)
    try FileSystem.makeLink(temporary, to: next)
    try FileSystem.rename(temporary, to: data)
    try linkNames(of: payload)
    if let current, current != next { try FileSystem.removeTree("\(directory)/\(current)") }
    return true
  }

  private func linkNames(of payload: VolumePayload) throws {
    let wanted = Set(payload.files.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
    let present = try FileSystem.list(directory).filter { !$0.hasPrefix("..") }
    for name in wanted.subtracting(present) { try FileSystem.makeLink("\(directory)/\(name)", to: "..data/\(name)") }
    for name in Set(present).subtracting(wanted) { try FileSystem.remove("\(directory)/\(name)") }
  }

  private func holds(_ payload: VolumePayload, in path: String) -> Bool {
    for (name, file) in payload.files {
      // What cannot be read is written anew.
      guard let content = try? FileSystem.read("\(path)/\(name)"), content == file.content else { return false }
    }
    return count(path) == payload.files.count
  }

  private func count(_ path: String) -> Int {
    // A directory that cannot be listed counts as empty, and is written anew.
    ((try? FileSystem.list(path)) ?? []).reduce(0) { sum, name in
      let status = try? FileSystem.status("\(path)/\(name)", followsLinks: false)
      return sum + (status?.kind == .directory ? count("\(path)/\(name)") : 1)
    }
  }
}
