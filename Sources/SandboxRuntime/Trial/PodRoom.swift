package import LinuxSystem

/// For how many pods the limits of this process are enough (getrlimit(2)).
package struct PodRoom: Sendable, Hashable {
  /// How many pods a node offers when nothing is in the way; the kubelet's own default is 110, but here a pod costs
  /// little more than its process.
  package static let usual = 1_000

  /// sandboxd holds three namespaces of each pod and five descriptors of each container, measured as 8 for a pod with
  /// one container and 13 with two.
  static let descriptorsPerPod: UInt64 = 10
  /// What sandboxd has open for itself, with room for `exec` and probes.
  static let ownDescriptors: UInt64 = 96
  /// The container's program and a probe, a shell or a helper beside it.
  static let processesPerPod: UInt64 = 2
  /// The threads of localkube itself.
  static let ownProcesses: UInt64 = 48

  /// How many descriptors a process may have open at most.
  package var descriptors: UInt64
  /// How many further processes the user may have; nil when that is not limited.
  package var processes: UInt64?

  package init(descriptors: UInt64, processes: UInt64?) {
    self.descriptors = descriptors
    self.processes = processes
  }

  /// The limits as they are after `ResourceLimits.setUsual`, which raises the soft ones.
  package static func current(_ situation: HostSituation = .current()) throws(SystemError) -> PodRoom {
    let mayRaise = situation.isWholeMachine && situation.capabilities.contains(.resources)
    let hard = try ResourceLimits.descriptors().hard
    return PodRoom(
      descriptors: mayRaise ? max(hard, ResourceLimits.usualDescriptors) : hard,
      processes: situation.isWholeMachine && situation.user == 0 ? nil : try freeProcesses(situation.user))
  }

  private static func freeProcesses(_ user: UInt32) throws(SystemError) -> UInt64? {
    guard let limit = try ResourceLimits.processes() else { return nil }
    // Counting takes longer than all else, and of so many it makes no difference.
    guard limit < 1 << 14 else { return limit }
    return limit - min(limit, ProcessTable.threads(of: user))
  }

  /// How many pods the descriptors are enough for.
  package var podsByDescriptors: Int { Self.pods(descriptors, Self.ownDescriptors, Self.descriptorsPerPod) }
  /// How many pods the processes are enough for.
  package var podsByProcesses: Int { processes.map { Self.pods($0, Self.ownProcesses, Self.processesPerPod) } ?? .max }

  /// How many pods all nodes together can offer, at most ``usual`` each.
  package func pods(nodes: Int) -> Int { min(Self.usual * nodes, podsByDescriptors, podsByProcesses) }

  private static func pods(_ limit: UInt64, _ own: UInt64, _ each: UInt64) -> Int {
    Int(clamping: (limit - min(limit, own)) / each)
  }

  /// What is said where the limits are enough for fewer pods than the nodes would offer otherwise.
  package func obstacles(nodes: Int = 1) -> [HostObstacle] {
    var found: [HostObstacle] = []
    if podsByDescriptors < Self.usual * nodes {
      let wanted = UInt64(Self.usual * nodes) * Self.descriptorsPerPod + Self.ownDescriptors
      found.append(
        HostObstacle(
          cause: "the hard limit of open files, \(descriptors), is enough for \(podsByDescriptors) pods",
          command: "sudo prlimit --nofile=\(wanted) --pid $$"))
    }
    if let processes, podsByProcesses < Self.usual * nodes {
      found.append(
        HostObstacle(
          cause: "the limit of processes leaves \(processes), which is enough for \(podsByProcesses) pods",
          command: "sudo prlimit --nproc=unlimited --pid $$"))
    }
    return found
  }
}
