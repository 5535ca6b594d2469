import LinuxSystem

/// What keeps localkube from working here, and the one command that helps.
package struct HostObstacle: Sendable, Hashable, CustomStringConvertible {
  /// A sentence without its full stop.
  package let cause: String
  /// A command line for a person to type.
  package let command: String

  package init(cause: String, command: String) {
    self.cause = cause
    self.command = command
  }

  package var description: String { "\(cause); run: \(command)" }
}

extension HostObstacle {
  /// Why a start failed in a situation; nil when nothing that is known explains it.
  ///
  /// - Parameter directory: Where the cluster's files are.
  package static func find(
    _ failure: LaunchFailure, in situation: HostSituation, directory: String
  ) -> HostObstacle? {
    let denied = [SystemError.notPermitted, SystemError.accessDenied].contains(failure.number)
    if let found = aboutDisk(failure, directory) { return found }
    if denied || [SystemError.noSpace, SystemError.tooManyUsers].contains(failure.number) {
      if let found = switchedOff(failure, situation) { return found }
    }
    if failure.stage == .namespaces, failure.number == SystemError.wouldBlock {
      return HostObstacle(cause: "no further process may be started here (\(failure))", command: "ulimit -u unlimited")
    }
    if denied, failure.operation.hasPrefix("mount proc"), !situation.coveredProc.isEmpty {
      return covered(situation)
    }
    if denied || failure.number == SystemError.notImplemented {
      if let found = refused(failure, situation) { return found }
    }
    return missing(failure, situation, directory)
  }

  private static func aboutDisk(_ failure: LaunchFailure, _ directory: String) -> HostObstacle? {
    if failure.isAboutRoom {
      return HostObstacle(
        cause: "the disk that holds \(directory) is full (\(failure))", command: "localkube up --home DIRECTORY")
    }
    guard failure.stage == .container, failure.number == SystemError.readOnlyFileSystem else { return nil }
    return HostObstacle(
      cause: "\(directory) is on a file system that is read-only (\(failure))",
      command: "localkube up --home DIRECTORY")
  }

  /// What an administrator switched off.
  private static func switchedOff(_ failure: LaunchFailure, _ situation: HostSituation) -> HostObstacle? {
    // Root needs no user namespace; the limits of the others count for root too (namespaces(7)).
    for kind in (situation.needsUserNamespace ? ["user"] : []) + ["pid", "mnt", "net", "uts", "ipc"]
    where situation.settings["user/max_\(kind)_namespaces"] == "0" {
      return HostObstacle(
        cause: "\(kind) namespaces are switched off", command: "sudo sysctl -w user.max_\(kind)_namespaces=15000")
    }
    if failure.stage == .namespaces, failure.number == SystemError.noSpace {
      return HostObstacle(
        cause: "there are as many namespaces as this kernel permits (\(failure))",
        command: "sudo sysctl -w user.max_user_namespaces=15000 user.max_net_namespaces=15000")
    }
    guard situation.needsUserNamespace else { return nil }
    if situation.settings["kernel/unprivileged_userns_clone"] == "0" {
      return HostObstacle(
        cause: "user namespaces are switched off for ordinary users",
        command: "sudo sysctl -w kernel.unprivileged_userns_clone=1")
    }
    if situation.settings["kernel/apparmor_restrict_unprivileged_userns"] == "1" {
      return HostObstacle(
        cause: "AppArmor keeps ordinary users from using user namespaces",
        command: "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    }
    return nil
  }

  /// A `/proc` in parts of which nobody may look; the kernel then lets nobody mount a whole one in a user namespace.
  private static func covered(_ situation: HostSituation) -> HostObstacle {
    let shown = situation.coveredProc.prefix(3).joined(separator: ", ")
    let more = situation.coveredProc.count > 3 ? ", …" : ""
    let command =
      situation.engine == .podman
      ? "podman run --security-opt unmask=ALL …" : "docker run --security-opt systempaths=unconfined …"
    return HostObstacle(
      cause:
        "parts of /proc are hidden here (\(shown)\(more)), and then the kernel lets no pod have a /proc of its own",
      command: command)
  }

  /// Who said no.
  private static func refused(_ failure: LaunchFailure, _ situation: HostSituation) -> HostObstacle? {
    if situation.hasFilter {
      let command =
        switch (situation.engine, situation.service) {
        case (.podman, _): "podman run --security-opt seccomp=unconfined --security-opt unmask=ALL …"
        case (nil, let service?): "sudo systemctl edit \(service)  # SystemCallFilter= and RestrictNamespaces=no"
        case (.docker, _), (nil, nil):
          "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
            + " --security-opt systempaths=unconfined …"
        }
      return HostObstacle(
        cause: "a filter of system calls (seccomp), as container engines and services have one, refuses what pods need"
          + " (\(failure))", command: command)
    }
    if let profile = situation.confinement {
      return HostObstacle(
        cause: "the profile \(profile) of this container refuses what pods need (\(failure))",
        command: situation.engine == nil
          ? "sudo aa-complain \(profile)" : "docker run --security-opt apparmor=unconfined …")
    }
    guard situation.user == 0, situation.needsUserNamespace, failure.number != SystemError.notImplemented else {
      return nil
    }
    let lacks = situation.capabilities.contains(.systemAdministration) ? "some of its capabilities" : "CAP_SYS_ADMIN"
    return HostObstacle(
      cause: "root lacks \(lacks) here, and may not make a user namespace either (\(failure))",
      command: "docker run --privileged …")
  }

  /// What this kernel does not have.
  private static func missing(
    _ failure: LaunchFailure, _ situation: HostSituation, _ directory: String
  ) -> HostObstacle? {
    let isUnknown = [SystemError.noDevice, SystemError.notSupported].contains(failure.number)
    for module in ["overlay", "bridge", "veth"]
    where isUnknown && failure.operation.hasPrefix(module == "overlay" ? "mount overlay" : "RTM_NEWLINK \(module)") {
      return HostObstacle(
        cause: "the kernel's module \(module) is not there (\(failure))", command: "sudo modprobe \(module)")
    }
    if failure.operation.hasPrefix("mount overlay"), failure.number == SystemError.invalid {
      return HostObstacle(
        cause: "pods cannot write on the file system of \(directory) (overlayfs on it: \(failure))",
        command: "localkube up --home DIRECTORY")
    }
    if failure.operation.hasPrefix("mount overlay"), failure.number == SystemError.notPermitted {
      return HostObstacle(
        cause: "Linux \(situation.kernel) gives overlayfs to root alone, since 5.11 to everybody (\(failure))",
        command: "sudo localkube up")
    }
    guard failure.number == SystemError.notImplemented else { return nil }
    return HostObstacle(
      cause: "Linux \(situation.kernel) has not all that is needed, which came with 5.12 (\(failure))",
      command: "uname -r")
  }
}
