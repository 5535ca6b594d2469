/// One step of a new process on its way from clone to exec, as a value: what a container's set-up consists of.
///
/// The steps are carried out in order by C code that makes system calls only. Paths are those that the child sees at
/// that step: the parent's before `.pivot`, the new root's after it, so that nothing in the new root can lead a later
/// step outside.
package enum ChildStep: Sendable, Hashable {
  /// Enters the namespaces of these kinds behind a namespace's descriptor, or a process's for several at once.
  ///
  /// A PID namespace is entered by later children only; see `.birth`.
  case join(descriptor: Int32, NamespaceKinds)
  /// A directory, with those above it; no error when it is there.
  case directory(String, permissions: UInt32)
  /// A file with this content, with the directories above it; replaced when it is there.
  case file(String, content: [UInt8], permissions: UInt32)
  /// A symbolic link, with the directories above it; replaces a file that is there.
  case link(String, target: String)
  /// A device of the host, shown so that it can be used, but neither its owner nor its mode changed.
  case device(String, hostPath: String)
  /// mount(2).
  case mount(source: String, target: String, type: String, flags: MountFlags, data: String)
  /// Takes hold of a file or directory with what is mounted below it, to be put somewhere later.
  ///
  /// `below` names a part of the directory at `path`; it is found by descriptors that never leave that, whoever changes
  /// what is there meanwhile, and made as directories with the mode of `path` where it is missing.
  case takeTree(slot: Int, path: String, below: String? = nil)
  /// Puts what was taken at `path`, which is created like the source when it is missing; devices in it do not open
  /// unless they are permitted.
  case putTree(slot: Int, path: String, isReadOnly: Bool, receivesMounts: Bool, permitsDevices: Bool = false)
  /// Sets the first four flags (read-only, no set-user-id, no devices, no execution) on the mount at `path`.
  case restrict(String, MountFlags)
  /// Makes the mount at `path` read-only, not those below it.
  case makeReadOnly(String)
  /// Makes a directory the root and lets go of the old one.
  case pivot(String)
  /// The permission bits of a path.
  case permissions(String, UInt32)
  /// Covers a file or a directory with an empty one, if it is there.
  case hide(String)
  /// Lets go of the keys of whoever started the cluster: a session keyring of its own (keyrings(7)).
  case keyring
  /// Refuses new namespaces, entering others' and the kernel's keyrings from now on, whatever is executed.
  case confine
  /// Takes the program's user, groups and capabilities.
  case identity
  /// Goes on as a child in the PID namespace that was joined: the first step that its processes may see.
  case birth
  /// Changes the working directory.
  case workingDirectory(String)
  /// Connects the program's standard streams.
  case streams
  /// Opens a new terminal through this `ptmx`, reports both ends, makes it the session's and the standard streams.
  case terminal(ptmx: String)
  /// Starts a session.
  case session
  /// Rules out gaining privileges by exec.
  case noNewPrivileges
  /// Executes the program: the last step.
  case execute
  /// A step whose failure is passed over.
  indirect case optionally(ChildStep)

  /// What the step is called when it fails.
  package var stage: String {
    switch self {
    case .join: "join namespaces"
    case .directory(let path, _): "mkdir \(path)"
    case .file(let path, _, _): "write \(path)"
    case .link(let path, _): "link \(path)"
    case .device(let path, _): "device \(path)"
    case .mount(_, let target, _, _, _): "mount \(target)"
    case .takeTree(_, let path, nil): "open \(path)"
    case .takeTree(_, _, let part?): "subPath \(part)"
    case .putTree(_, let path, _, _, _): "mount \(path)"
    case .restrict(let path, _): "remount \(path)"
    case .makeReadOnly(let path): "remount \(path)"
    case .pivot: "pivot_root"
    case .permissions(let path, _): "chmod \(path)"
    case .hide(let path): "hide \(path)"
    case .keyring: "keyctl"
    case .confine: "seccomp"
    case .identity: "set user, groups and capabilities"
    case .birth: "join processes"
    case .workingDirectory(let path): "chdir \(path)"
    case .streams: "connect streams"
    case .terminal: "open terminal"
    case .session: "setsid"
    case .noNewPrivileges: "no_new_privs"
    case .execute: "execve"
    case .optionally(let step): step.stage
    }
  }
}

/// Kinds of namespaces, with the bits of clone(2).
package struct NamespaceKinds: OptionSet, Sendable, Hashable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package static let mount = NamespaceKinds(rawValue: 0x0002_0000)
  package static let cgroup = NamespaceKinds(rawValue: 0x0200_0000)
  package static let hostname = NamespaceKinds(rawValue: 0x0400_0000)
  package static let ipc = NamespaceKinds(rawValue: 0x0800_0000)
  package static let user = NamespaceKinds(rawValue: 0x1000_0000)
  package static let process = NamespaceKinds(rawValue: 0x2000_0000)
  package static let network = NamespaceKinds(rawValue: 0x4000_0000)
}

/// Flags of mount(2).
package struct MountFlags: OptionSet, Sendable, Hashable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package static let readOnly = MountFlags(rawValue: 1)
  package static let noSetUserID = MountFlags(rawValue: 2)
  package static let noDevices = MountFlags(rawValue: 4)
  package static let noExecution = MountFlags(rawValue: 8)
  package static let bind = MountFlags(rawValue: 1 << 12)
  package static let recursive = MountFlags(rawValue: 1 << 14)
  package static let isPrivate = MountFlags(rawValue: 1 << 18)
  package static let receiving = MountFlags(rawValue: 1 << 19)
}
