import KubeModel
import LinuxSystem
package import SandboxRuntime

/// Puts together what sandboxd is to start for a container.
package struct ContainerBuilder: Sendable {
  package var environment: ContainerEnvironment
  package var etc: EtcFiles
  package var paths: PodPaths
  package var volumes: [String: PreparedVolume]
  /// The ids that exist in sandboxes.
  package var ids: ClosedRange<UInt32>
  /// What containers see of the host's `/etc`.
  package var sharedEtc: [Mount]

  package init(
    environment: ContainerEnvironment, etc: EtcFiles, paths: PodPaths, volumes: [String: PreparedVolume],
    ids: ClosedRange<UInt32>, sharedEtc: [Mount]
  ) {
    self.environment = environment
    self.etc = etc
    self.paths = paths
    self.volumes = volumes
    self.ids = ids
    self.sharedEtc = sharedEtc
  }

  /// What to start, and what the user should know about it.
  ///
  /// - Parameter target: The running container whose processes it sees (`targetContainerName`).
  package func build(
    _ record: ContainerRecord, image: ResolvedImage, target: ContainerIdentifier? = nil
  ) throws -> (specification: ContainerSpecification, notes: [String]) {
    let container = record.container
    let pod = environment.fields.pod
    let identity = try ContainerIdentity(container: container, pod: pod, image: image, ids: ids)
    let given = try environment.variables(of: container)
    var variables = Variables()
    variables["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    for (name, value) in image.environment.sorted(by: { $0.key < $1.key }) { variables[name] = value }
    variables["HOSTNAME"] = etc.sandboxHostname(of: pod, node: environment.fields.nodeName)
    variables.merge(given)
    if variables["HOME"] == nil { variables["HOME"] = identity.user == 0 ? "/root" : "/" }
    if container.tty == true, variables["TERM"] == nil { variables["TERM"] = "xterm" }

    let process = ProcessSpecification(
      arguments: try arguments(of: container, image: image, variables: given), environment: variables.entries,
      workingDirectory: container.workingDir.flatMap { $0.isEmpty ? nil : $0 } ?? image.workingDirectory,
      user: identity.user, group: identity.group, supplementaryGroups: identity.supplementaryGroups,
      capabilities: identity.capabilities, noNewPrivileges: identity.noNewPrivileges,
      hasTerminal: container.tty ?? false)
    let id = ContainerIdentifier(podUID: pod.uid, container: record.name, attempt: record.attempt)
    let specification = ContainerSpecification(
      id: id.text, sandbox: pod.uid,
      rootFileSystem: RootFileSystem(
        layer: paths.layer(record.name, record.attempt), files: etcFiles(pod, identity, image) + image.files,
        isReadOnly: container.securityContext?.readOnlyRootFilesystem ?? false),
      mounts: try mounts(of: record, variables: given), process: process,
      logPath: paths.log(record.name, record.attempt), keepsStandardInput: container.stdin ?? false,
      closesStandardInputOnce: container.stdinOnce ?? false, joinsProcessesOf: target?.text)
    return (specification, [identity.note, image.versionNote].compactMap { $0 })
  }

  private func arguments(
    of container: Container, image: ResolvedImage, variables: Variables
  ) throws(CreationError) -> [String] {
    func expand(_ words: [String]) -> [String] { words.map { VariableExpansion.expand($0) { variables[$0] } } }
    let command = expand(container.command)
    let args = expand(container.args)
    let words =
      command.isEmpty ? image.entrypoint + (args.isEmpty ? image.command : args) : command + args
    guard !words.isEmpty else { throw CreationError("no command specified") }
    return words
  }

  private func etcFiles(
    _ pod: Pod, _ identity: ContainerIdentity, _ image: ResolvedImage
  ) -> [RootFileSystem.File] {
    func file(_ name: String, _ text: String) -> RootFileSystem.File {
      RootFileSystem.File(path: "/etc/\(name)", content: .bytes(Array(text.utf8)))
    }
    // A user that the cluster has no id for is root by another name: a program that changes to it goes on as it is.
    let accounts = image.accounts.map { Recipe.Account($0.name, ids.contains($0.id) ? $0.id : ids.lowerBound) }
    let groups = [identity.group] + identity.supplementaryGroups
    return [
      file("passwd", EtcFiles.passwd(user: identity.user, group: identity.group, accounts: accounts)),
      file("group", EtcFiles.group(groups, accounts: accounts)), file("nsswitch.conf", EtcFiles.nsswitch),
      file("hosts", etc.hosts(of: pod, address: environment.fields.podIP)),
      file("hostname", etc.sandboxHostname(of: pod, node: environment.fields.nodeName) + "\n"),
      file("resolv.conf", etc.resolvConf(of: pod)),
    ]
  }

  private func mounts(of record: ContainerRecord, variables: Variables) throws -> [Mount] {
    let container = record.container
    var mounts = sharedEtc
    mounts.append(
      Mount(
        .host(path: paths.terminationLog(record.name, record.attempt)),
        at: container.terminationMessagePath ?? "/dev/termination-log"))
    for mount in container.volumeMounts {
      guard let name = mount.name, let path = mount.mountPath, let volume = volumes[name] else {
        throw ConfigurationError("volume mount \"\(mount.name ?? "")\" has no volume of this name")
      }
      var subPath = mount.subPath ?? ""
      if let expression = mount.subPathExpr, !expression.isEmpty {
        subPath = VariableExpansion.expand(expression) { variables[$0] }
      }
      let destination = path.hasPrefix("/") ? path : "/\(path)"
      mounts.append(
        Mount(
          volume.source, subPath: try SubPath.plain(subPath), at: destination,
          isReadOnly: volume.isReadOnly || mount.readOnly == true,
          receivesHostMounts: mount.mountPropagation == "HostToContainer"
            || mount.mountPropagation == "Bidirectional"))
    }
    return Self.inOrder(mounts)
  }

  /// What is mounted below another mount comes after it, whatever the order of the manifest.
  private static func inOrder(_ mounts: [Mount]) -> [Mount] {
    func depth(_ mount: Mount) -> Int { mount.destination.split(separator: "/").count { $0 != "." } }
    return mounts.enumerated().sorted { (depth($0.element), $0.offset) < (depth($1.element), $1.offset) }
      .map(\.element)
  }
}
