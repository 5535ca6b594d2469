package import KubeModel
import LinuxSystem

/// How much a pod may keep on disk (Kubernetes, "Local ephemeral storage"), in the order in which the kubelet looks.
package struct StorageLimits: Sendable {
  /// `sizeLimit` of volumes on disk, by name.
  package private(set) var volumes: [(name: String, limit: Quantity)] = []
  /// `limits` of `ephemeral-storage`, by container.
  package private(set) var containers: [(name: String, limit: Quantity)] = []
  /// What the containers may keep together; nil without limits.
  private var total: Quantity?
  /// The names of volumes whose bytes count for the whole pod.
  private var counted: [String] = []

  package init(of pod: PodSpec) {
    for volume in pod.volumes {
      guard let source = volume.emptyDir, source.medium != "Memory", let name = volume.name else { continue }
      counted.append(name)
      if let limit = source.sizeLimit, (limit.value ?? 0) > 0 { volumes.append((name, limit)) }
    }
    for container in pod.initContainers + pod.containers {
      guard let limit = container.resources.limits["ephemeral-storage"], let name = container.name else { continue }
      containers.append((name, limit))
    }
    for container in pod.containers {
      guard let limit = container.resources.limits["ephemeral-storage"] else { continue }
      total = total.map { $0.adding(limit) ?? $0 } ?? limit
    }
  }

  /// Whether nothing is limited.
  package var isEmpty: Bool { volumes.isEmpty && containers.isEmpty }

  /// Why the pod has to go, as the kubelet words it; nil while it keeps its limits.
  package func exceeded(by storage: LocalStorage) -> String? {
    for (name, limit) in volumes where storage.isMore(in: [storage.paths.volume(name)], than: limit) {
      return "Usage of EmptyDir volume \"\(name)\" exceeds the limit \"\(limit.canonical ?? limit.text)\". "
    }
    guard !containers.isEmpty else { return nil }
    let everything =
      counted.map(storage.paths.volume) + ["\(storage.paths.directory)/containers", storage.paths.logs]
    if let total, storage.isMore(in: everything, than: total) {
      return
        "Pod ephemeral local storage usage exceeds the total limit of containers \(total.canonical ?? total.text). "
    }
    for (name, limit) in containers {
      let own = ["\(storage.paths.directory)/containers/\(name)", storage.paths.logDirectory(name)]
      guard storage.isMore(in: own, than: limit) else { continue }
      return "Container \(name) exceeded its local ephemeral storage limit \"\(limit.canonical ?? limit.text)\". "
    }
    return nil
  }
}

/// The bytes of a pod on disk.
package struct LocalStorage: Sendable {
  package let paths: PodPaths

  package init(_ paths: PodPaths) { self.paths = paths }

  /// Whether directories hold more than `limit` together; looking ends as soon as that is certain.
  ///
  /// Files with several names count once. What is gone or cannot be looked at counts nothing.
  package func isMore(in directories: [String], than limit: Quantity) -> Bool {
    guard let limit = limit.value else { return false }
    var sum: Int64 = 0
    var seen: Set<UInt64> = []
    for path in directories {
      // A directory that is not there yet is empty.
      guard let directory = try? RootedDirectory(path) else { continue }
      try? directory.visit(isMeasuring: true) { entry throws(SystemError) in
        let status = entry.status
        guard status.links < 2 || status.kind == .directory || seen.insert(status.inode).inserted else { return true }
        sum += Int64(status.allocated)
        return sum <= limit
      }
      if sum > limit { return true }
    }
    return false
  }
}
