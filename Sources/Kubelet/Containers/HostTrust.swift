package import LinuxSystem
package import SandboxRuntime

/// What containers see of the machine's trust store: certificates of authorities, and never a private key.
///
/// Programs look for authorities in a bundle (curl, Go) or in a directory of hashed names (OpenSSL, Python). Below
/// `/etc` such a directory may have private keys beside it or in it, and a container's root reads what root reads. So
/// containers see a copy of what is public there, made once and again when the machine's directory has changed.
package struct HostTrust: Sendable {
  private static let directories = [
    "/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted/pem", "/etc/ca-certificates/extracted",
  ]
  private static let files = [
    "/etc/ssl/openssl.cnf", "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/openssl.cnf",
    "/etc/pki/tls/cert.pem",
  ]
  private static let mostBytes = 4 << 20
  private static let keyMark = Array("PRIVATE KEY".utf8)

  private let directory: String
  private let root: String

  /// - Parameters:
  ///   - directory: Where the copies are kept.
  ///   - root: What stands before the paths on the machine; empty but in tests.
  package init(directory: String, root: String = "") {
    self.directory = directory
    self.root = root
  }

  /// Read-only mounts of what is there.
  ///
  /// - Throws: When a copy cannot be made.
  package func mounts() throws(SystemError) -> [Mount] {
    var mounts: [Mount] = []
    for path in Self.directories {
      // What is not there, or is not for everybody, is not shown.
      guard let status = try? FileSystem.status(root + path), status.kind == .directory else { continue }
      let copy = Path.join(directory, path.dropFirst().map { $0 == "/" ? "-" : String($0) }.joined())
      let current = "\(copy)-\(status.modifiedAt)"
      if !FileSystem.exists(current) { try makeCopy(of: root + path, at: current) }
      mounts.append(Mount(.host(path: current), at: path, isReadOnly: true))
    }
    for path in Self.files where publicContent(of: root + path) != nil {
      mounts.append(Mount(.host(path: root + path), at: path, isReadOnly: true))
    }
    return mounts
  }

  private func makeCopy(of source: String, at place: String) throws(SystemError) {
    try FileSystem.makeDirectory(directory)
    let fresh = try FileSystem.makeTemporaryDirectory(in: directory, prefix: ".new-")
    try FileSystem.setPermissions(0o755, of: fresh)
    for name in try FileSystem.list(source) { try copy(Path.join(source, name), to: Path.join(fresh, name)) }
    do { try FileSystem.rename(fresh, to: place) } catch {
      try FileSystem.removeTree(fresh)
      // Another container's start was faster.
      guard FileSystem.exists(place) else { throw error }
    }
  }

  private func copy(_ source: String, to place: String) throws(SystemError) {
    if let target = try? FileSystem.readLink(source), !target.contains("/") {
      // A name beside it: one that is not shown leaves a link to nothing.
      return try FileSystem.makeLink(place, to: target)
    }
    // A link to nothing has nothing to show.
    guard let real = try? FileSystem.realPath(source) else { return }
    // Containers have the machine's /usr.
    if real.hasPrefix("/usr/") { return try FileSystem.makeLink(place, to: real) }
    guard let bytes = publicContent(of: real) else { return }
    try FileSystem.open(place, .replacing).writeAll(bytes)
  }

  /// What a file holds that everybody on the machine may read and that holds no private key; nil for any other.
  private func publicContent(of path: String) -> [UInt8]? {
    guard let status = try? FileSystem.status(path), status.kind == .file, status.permissions & 0o004 != 0,
      let bytes = try? FileSystem.read(path, limit: Self.mostBytes)
    else { return nil }
    return Self.hasKey(bytes) ? nil : bytes
  }

  private static func hasKey(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= keyMark.count else { return false }
    return bytes.indices.dropLast(keyMark.count - 1).contains { start in
      bytes[start] == keyMark[0] && bytes[start..<start + keyMark.count].elementsEqual(keyMark)
    }
  }
}
