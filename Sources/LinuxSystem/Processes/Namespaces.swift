private import CLinux
private import Glibc

/// Namespaces of the calling thread.
package enum Namespaces {
  /// A descriptor of one of the caller's namespaces: `net`, `ipc`, `uts`, `pid`, `mnt`, `user`.
  package static func current(_ name: String) throws(SystemError) -> OwnedDescriptor {
    try FileSystem.open("/proc/thread-self/ns/\(name)", .reading)
  }

  /// Moves the caller into new namespaces.
  package static func unshare(_ kinds: NamespaceKinds) throws(SystemError) {
    try checked("unshare") { lk_unshare(kinds.rawValue) }
  }

  /// Moves the caller into the namespace behind a descriptor.
  package static func enter(_ descriptor: Int32, _ kinds: NamespaceKinds) throws(SystemError) {
    try checked("setns") { lk_setns(descriptor, kinds.rawValue) }
  }

  /// Sets the host name of the caller's UTS namespace.
  package static func setHostname(_ name: String) throws(SystemError) {
    try checked("sethostname", name) { unsafe lk_set_hostname(name, name.utf8.count) }
  }

  /// Mounts, see mount(2); an empty type or data is none.
  package static func mount(
    source: String, target: String, type: String = "", flags: MountFlags = [], data: String = ""
  ) throws(SystemError) {
    try checked("mount", target) {
      unsafe lk_mount(source, target, type.isEmpty ? nil : type, flags.rawValue, data.isEmpty ? nil : data)
    }
  }

  /// Shows a file of the host in this mount namespace so that it can be used, but neither its owner nor its mode
  /// changed, whoever gets hold of it.
  package static func makeUnchangeable(_ path: String) throws(SystemError) {
    try checked("mount", path) { unsafe lk_make_unchangeable(path) }
  }

  /// Takes the mount at `target` away, at the latest when nothing uses it.
  package static func unmount(_ target: String) throws(SystemError) {
    try checked("umount2", target) { unsafe lk_unmount(target) }
  }
}
