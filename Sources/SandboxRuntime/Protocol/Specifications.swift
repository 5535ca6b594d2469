/// What a sandbox is made from.
package struct SandboxSpecification: Sendable, Hashable {
  /// Unique over the cluster's life; for a pod, its uid.
  package var id: String
  package var hostname: String
  /// The sandbox's address on the cluster's bridge; nil shares the cluster's network namespace (`hostNetwork`).
  package var address: IPv4Address?
  /// Kernel settings of the sandbox's namespaces, `net.core.somaxconn` for example.
  package var sysctls: [String: String]
  /// File systems in memory that its containers share; they go with the sandbox.
  package var memoryVolumes: [MemoryVolume]

  package init(
    id: String, hostname: String, address: IPv4Address?, sysctls: [String: String] = [:],
    memoryVolumes: [MemoryVolume] = []
  ) {
    self.id = id
    self.hostname = hostname
    self.address = address
    self.sysctls = sysctls
    self.memoryVolumes = memoryVolumes
  }
}

/// A file system in memory at a directory of the host, which only sandboxd and its containers see there.
package struct MemoryVolume: Sendable, Hashable {
  /// The directory, made if missing; nobody but the control plane may change what is above it.
  package var path: String
  /// The most bytes that it holds; nil takes the kernel's default, half of the memory.
  package var size: UInt64?
  /// The group that it belongs to, with the set-group-id bit; nil leaves it to the container's root.
  package var group: UInt32?

  package init(path: String, size: UInt64?, group: UInt32? = nil) {
    self.path = path
    self.size = size
    self.group = group
  }
}

/// What a container is made from.
package struct ContainerSpecification: Sendable, Hashable {
  /// Unique over the cluster's life; a restarted container has a new id.
  package var id: String
  /// The sandbox that it runs in.
  package var sandbox: String
  package var rootFileSystem: RootFileSystem
  /// Mounted in this order over the root file system.
  package var mounts: [Mount]
  package var process: ProcessSpecification
  /// The file to which output goes, each line as `<RFC 3339 time with nanoseconds> stdout|stderr F|P <text>`, the
  /// format that container runtimes write for the kubelet.
  ///
  /// Its directory must exist.
  package var logPath: String
  /// Whether standard input stays open for `attach` (`stdin: true`); otherwise it is `/dev/null`.
  package var keepsStandardInput: Bool
  /// Whether the first attached client's end of input ends the container's too (`stdinOnce`).
  package var closesStandardInputOnce: Bool
  /// The running container whose PID namespace it joins; nil has one of its own.
  package var joinsProcessesOf: String?

  package init(
    id: String, sandbox: String, rootFileSystem: RootFileSystem, mounts: [Mount] = [], process: ProcessSpecification,
    logPath: String, keepsStandardInput: Bool = false, closesStandardInputOnce: Bool = false,
    joinsProcessesOf: String? = nil
  ) {
    self.id = id
    self.sandbox = sandbox
    self.rootFileSystem = rootFileSystem
    self.mounts = mounts
    self.process = process
    self.logPath = logPath
    self.keepsStandardInput = keepsStandardInput
    self.closesStandardInputOnce = closesStandardInputOnce
    self.joinsProcessesOf = joinsProcessesOf
  }
}

/// The root file system of a container: the host's `/usr` under a layer of the container's own, with fresh `/proc`,
/// `/dev`, `/tmp`, `/run` and an `/etc` that holds exactly `files`' entries below `/etc`.
package struct RootFileSystem: Sendable, Hashable {
  /// A file to be put into the root file system before the process starts.
  package struct File: Sendable, Hashable {
    /// What the file holds.
    package enum Content: Sendable, Hashable {
      /// These bytes.
      case bytes([UInt8])
      /// What this file of the host holds; it is shown through a bind mount, not copied.
      case host(path: String)
      /// A symbolic link.
      case link(target: String)
    }

    /// An absolute path in the container.
    ///
    /// Paths below `/bin`, `/sbin`, `/lib` and `/lib64` mean those below `/usr`.
    package var path: String
    package var content: Content
    package var mode: UInt32

    package init(path: String, content: Content, mode: UInt32 = 0o644) {
      self.path = path
      self.content = content
      self.mode = mode
    }
  }

  /// A directory of the host, existing and empty at first, that holds the container's writable layer.
  package var layer: String
  package var files: [File]
  package var isReadOnly: Bool

  package init(layer: String, files: [File], isReadOnly: Bool = false) {
    self.layer = layer
    self.files = files
    self.isReadOnly = isReadOnly
  }
}

/// One mount in a container.
package struct Mount: Sendable, Hashable {
  /// Where a mount comes from.
  package enum Source: Sendable, Hashable {
    /// A file or directory of the host, bound with what is mounted below it.
    case host(path: String)
    /// Memory, with at most this many bytes; nil takes the kernel's default.
    case memory(size: UInt64?)
  }

  package var source: Source
  /// The part of a host directory that is meant; nil means all of it.
  ///
  /// It is made as a directory with the mode of the source where it is missing. Symbolic links on the way may lead
  /// around below the source, and never out of it; see `ChildStep.takeTree`.
  package var subPath: String?
  /// An absolute path in the container; created, as a file or directory like its source, if missing.
  package var destination: String
  package var isReadOnly: Bool
  /// Whether mounts pass from the host to the container (`HostToContainer`).
  package var receivesHostMounts: Bool

  package init(
    _ source: Source, subPath: String? = nil, at destination: String, isReadOnly: Bool = false,
    receivesHostMounts: Bool = false
  ) {
    self.source = source
    self.subPath = subPath
    self.destination = destination
    self.isReadOnly = isReadOnly
    self.receivesHostMounts = receivesHostMounts
  }
}

/// A process to be started.
package struct ProcessSpecification: Sendable, Hashable {
  /// The program, looked up in the `PATH` of `environment` inside the container when it has no slash, and its
  /// arguments.
  package var arguments: [String]
  /// `NAME=value` entries, in order.
  package var environment: [String]
  /// Created if missing, as container runtimes do.
  package var workingDirectory: String
  package var user: UInt32
  package var group: UInt32
  package var supplementaryGroups: [UInt32]
  /// Names such as `CAP_NET_BIND_SERVICE`; what is not named is dropped.
  package var capabilities: [String]
  package var noNewPrivileges: Bool
  /// Whether the process has a terminal, which is then its standard input, output and error.
  package var hasTerminal: Bool

  package init(
    arguments: [String], environment: [String] = [], workingDirectory: String = "/", user: UInt32 = 0,
    group: UInt32 = 0, supplementaryGroups: [UInt32] = [],
    capabilities: [String] = ProcessSpecification.defaultCapabilities,
    noNewPrivileges: Bool = false, hasTerminal: Bool = false
  ) {
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
    self.group = group
    self.supplementaryGroups = supplementaryGroups
    self.capabilities = capabilities
    self.noNewPrivileges = noNewPrivileges
    self.hasTerminal = hasTerminal
  }

  /// What container engines leave to a container unless it asks for more or less.
  package static let defaultCapabilities = [
    "CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD",
    "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
  ]
}

/// A further process in a running container.
package struct ExecSpecification: Sendable, Hashable {
  /// Unique over the cluster's life.
  package var id: String
  package var container: String
  package var process: ProcessSpecification
  package var wantsStandardInput: Bool

  package init(id: String, container: String, process: ProcessSpecification, wantsStandardInput: Bool = false) {
    self.id = id
    self.container = container
    self.process = process
    self.wantsStandardInput = wantsStandardInput
  }
}
