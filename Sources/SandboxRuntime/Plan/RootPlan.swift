import LinuxSystem

/// The root file system of a container as a list of steps.
///
/// A file system in memory is the root. Programs come from the host through overlayfs. Everything is prepared below
/// `path` while the host is in sight; host files are taken hold of there; after the pivot, paths lead nowhere else.
struct RootPlan: Hashable {
  private let rootFileSystem: RootFileSystem
  private let mounts: [Mount]
  /// Whether device nodes that a container makes, or finds in volumes, open there (a privileged container).
  private let permitsDevices: Bool
  private let host: HostFacts
  /// Where the new root is mounted at first.
  let path: String
  private(set) var layerDirectories = ["root", "var", "tmp"]
  private(set) var stepsBeforePivot: [ChildStep] = []
  private(set) var stepsAfterPivot: [ChildStep] = []
  /// What must come when every directory exists.
  private(set) var finalSteps: [ChildStep] = []
  private var slots = 0

  init(_ rootFileSystem: RootFileSystem, mounts: [Mount], permitsDevices: Bool = false, host: HostFacts) {
    self.rootFileSystem = rootFileSystem
    self.mounts = mounts
    self.permitsDevices = permitsDevices
    self.host = host
    path = Path.join(rootFileSystem.layer, "root")
    addRoot()
    addPrograms()
    addKernelFileSystems()
    addDevices()
    addFiles()
    addMounts()
    addReadOnly()
  }

  private mutating func addRoot() {
    stepsBeforePivot.append(.mount(source: "root", target: path, type: "tmpfs", flags: [.noDevices], data: "mode=755"))
    for name in ["etc", "home", "media", "mnt", "opt", "run", "srv", "usr", "dev", "proc", "sys", "var", "tmp"] {
      stepsBeforePivot.append(.directory(inRoot(name), permissions: 0o755))
    }
    stepsBeforePivot.append(.directory(inRoot("root"), permissions: 0o700))
    // What may grow large is on disk, in the layer.
    for name in ["var", "tmp"] {
      stepsBeforePivot.append(
        .mount(source: inLayer(name), target: inRoot(name), type: "", flags: [.bind], data: ""))
      if !permitsDevices { stepsBeforePivot.append(.restrict(inRoot(name), .noDevices)) }
    }
    stepsBeforePivot.append(.permissions(inRoot("tmp"), 0o1777))
    for name in ["cache", "lib", "local", "log", "opt", "spool", "tmp"] {
      stepsBeforePivot.append(.directory(inRoot("var/" + name), permissions: 0o755))
    }
    stepsBeforePivot.append(.permissions(inRoot("var/tmp"), 0o1777))
    stepsBeforePivot.append(.link(inRoot("var/run"), target: "/run"))
  }

  private mutating func addPrograms() {
    addLayer()
    addOverlay("usr")
    for entry in host.topLevel {
      switch entry {
      case .link(let name, let target): stepsBeforePivot.append(.link(inRoot(name), target: target))
      case .directory(let name):
        stepsBeforePivot.append(.directory(inRoot(name), permissions: 0o755))
        addOverlay(name)
      }
    }
  }

  /// Puts the files below `/usr` into the layer before overlayfs shows it.
  ///
  /// Without root, the host's directories belong to a user that does not exist inside, and nothing can be created in
  /// them through overlayfs; directories that the layer brings along belong to the container's root.
  private mutating func addLayer() {
    if host.isRootless {
      layerDirectories += ["bin", "lib", "local/bin", "local/lib", "local/share", "sbin", "share"].map {
        "upper/usr/" + $0
      }
    }
    for file in rootFileSystem.files {
      guard let name = placeInPrograms(file.path) else { continue }
      let place = inLayer("upper/" + name)
      switch file.content {
      case .bytes(let bytes): stepsBeforePivot.append(.file(place, content: bytes, permissions: file.mode))
      case .host: stepsBeforePivot.append(.file(place, content: [], permissions: file.mode))
      case .link(let target): stepsBeforePivot.append(.link(place, target: target))
      }
    }
  }

  /// The path below the root of a file that belongs below `/usr`, through links such as `/bin`; nil for others.
  private func placeInPrograms(_ path: String) -> String? {
    guard let plain = Path.normalized(path) else { return nil }
    let parts = plain.split(separator: "/", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    if parts[0] == "usr" { return String(plain.dropFirst()) }
    for case .link(let name, let target) in host.topLevel where name == parts[0] {
      guard let place = Path.normalized("/" + target), place.hasPrefix("/usr/") else { return nil }
      return Path.join(String(place.dropFirst()), String(parts[1]))
    }
    return nil
  }

  private mutating func addOverlay(_ name: String) {
    let upper = "upper/" + name
    let work = "work/" + name
    layerDirectories += [upper, work]
    // volatile: the layer is never used again after the container, so nothing of it need be synced.
    let data =
      "lowerdir=\(Self.escaped("/" + name)),upperdir=\(Self.escaped(inLayer(upper))),"
      + "workdir=\(Self.escaped(inLayer(work))),volatile" + (host.isRootless ? ",userxattr" : "")
    stepsBeforePivot.append(
      .mount(source: "overlay", target: inRoot(name), type: "overlay", flags: [.noDevices], data: data))
  }

  private mutating func addKernelFileSystems() {
    let guarded: MountFlags = [.noSetUserID, .noDevices, .noExecution]
    stepsBeforePivot.append(.mount(source: "proc", target: inRoot("proc"), type: "proc", flags: guarded, data: ""))
    for name in [
      "asound", "acpi", "kcore", "keys", "latency_stats", "timer_list", "timer_stats", "sched_debug", "scsi",
    ] {
      stepsBeforePivot.append(.optionally(.hide(inRoot("proc/" + name))))
    }
    for name in ["bus", "fs", "irq", "sys", "sysrq-trigger"] {
      let place = inRoot("proc/" + name)
      stepsBeforePivot.append(.optionally(.mount(source: place, target: place, type: "", flags: [.bind], data: "")))
      stepsBeforePivot.append(.optionally(.makeReadOnly(place)))
    }
    // Shows the devices of the pod's network. A kernel that refuses it leaves an empty directory.
    stepsBeforePivot.append(
      .optionally(
        .mount(source: "sysfs", target: inRoot("sys"), type: "sysfs", flags: guarded.union(.readOnly), data: "")))
    stepsBeforePivot.append(.optionally(.hide(inRoot("sys/firmware"))))
  }

  private mutating func addDevices() {
    stepsBeforePivot.append(
      .mount(
        source: "dev", target: inRoot("dev"), type: "tmpfs",
        flags: permitsDevices ? [.noSetUserID, .noExecution] : [.noSetUserID, .noDevices, .noExecution],
        data: "mode=755,size=65536k"))
    for name in ["null", "zero", "full", "random", "urandom", "tty"] {
      stepsBeforePivot.append(.device(inRoot("dev/" + name), hostPath: "/dev/" + name))
    }
    for name in ["pts", "shm", "mqueue"] {
      stepsBeforePivot.append(.directory(inRoot("dev/" + name), permissions: 0o755))
    }
    stepsBeforePivot.append(
      .mount(
        source: "devpts", target: inRoot("dev/pts"), type: "devpts", flags: [.noSetUserID, .noExecution],
        data: "newinstance,ptmxmode=0666,mode=0620" + (host.groups.contains(5) ? ",gid=5" : "")))
    stepsBeforePivot.append(
      .mount(
        source: "shm", target: inRoot("dev/shm"), type: "tmpfs", flags: [.noSetUserID, .noDevices, .noExecution],
        data: "mode=1777,size=65536k"))
    stepsBeforePivot.append(
      .optionally(
        .mount(
          source: "mqueue", target: inRoot("dev/mqueue"), type: "mqueue",
          flags: [.noSetUserID, .noDevices, .noExecution], data: "")))
    let links = [
      ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
      ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx"),
    ]
    for (name, target) in links { stepsBeforePivot.append(.link(inRoot("dev/" + name), target: target)) }
  }

  private mutating func addFiles() {
    for path in host.shownConfiguration { show(path, at: path, isReadOnly: true) }
    for file in rootFileSystem.files {
      let isInLayer = placeInPrograms(file.path) != nil
      switch file.content {
      case .host(let path): show(path, at: file.path, isReadOnly: true)
      case .bytes where isInLayer, .link where isInLayer: break
      case .bytes(let bytes):
        stepsAfterPivot.append(.file(file.path, content: bytes, permissions: file.mode))
      case .link(let target): stepsAfterPivot.append(.link(file.path, target: target))
      }
    }
  }

  private mutating func addMounts() {
    for mount in mounts {
      switch mount.source {
      case .host(let path):
        show(
          path, below: mount.subPath, at: mount.destination, isReadOnly: mount.isReadOnly,
          receivesMounts: mount.receivesHostMounts)
      case .memory(let size):
        stepsAfterPivot.append(.directory(mount.destination, permissions: 0o755))
        stepsAfterPivot.append(
          .mount(
            source: "tmpfs", target: mount.destination, type: "tmpfs", flags: [.noSetUserID, .noDevices],
            data: "mode=1777" + (size.map { ",size=\($0)" } ?? "")))
        if mount.isReadOnly { stepsAfterPivot.append(.makeReadOnly(mount.destination)) }
      }
    }
  }

  private mutating func addReadOnly() {
    guard rootFileSystem.isReadOnly else { return }
    var places = ["/", "/usr", "/var", "/tmp"]
    for case .directory(let name) in host.topLevel { places.append("/" + name) }
    let covered = Set(mounts.compactMap { Path.normalized($0.destination) })
    finalSteps = places.filter { !covered.contains($0) }.map { .makeReadOnly($0) }
  }

  private mutating func show(
    _ path: String, below part: String? = nil, at place: String, isReadOnly: Bool, receivesMounts: Bool = false
  ) {
    stepsBeforePivot.append(.takeTree(slot: slots, path: path, below: part))
    stepsAfterPivot.append(
      .putTree(
        slot: slots, path: place, isReadOnly: isReadOnly, receivesMounts: receivesMounts,
        permitsDevices: permitsDevices))
    slots += 1
  }

  private func inRoot(_ name: String) -> String { Path.join(path, name) }
  private func inLayer(_ name: String) -> String { Path.join(rootFileSystem.layer, name) }

  /// A path in overlayfs's options, where colons part lower directories and commas options.
  static func escaped(_ path: String) -> String {
    var text = ""
    for character in path {
      if character == "\\" || character == ":" || character == "," { text.append("\\") }
      text.append(character)
    }
    return text
  }
}
