package import KubeModel
package import LinuxSystem

/// Gives a volume to a pod's `fsGroup` (Kubernetes, "Configure volume permission and ownership change policy").
package struct VolumeOwnership: Sendable {
  package let group: UInt32
  /// Whether a volume whose root is right already is left as it is (`fsGroupChangePolicy: OnRootMismatch`).
  package let onRootMismatch: Bool

  package init(group: UInt32, onRootMismatch: Bool) {
    self.group = group
    self.onRootMismatch = onRootMismatch
  }

  /// What the pod asks for; nil when it asks for nothing, for a group that cannot be had, or for the one that there is.
  package init?(of pod: PodSpec, ids: ClosedRange<UInt32>) {
    guard let context = pod.securityContext, let group = context.fsGroup.map({ UInt32(clamping: $0) }),
      ids.count > 1, ids.contains(group)
    else { return nil }
    self.init(group: group, onRootMismatch: context.fsGroupChangePolicy == "OnRootMismatch")
  }

  /// Sets the group and its permissions everywhere, and the set-group-id bit on directories, the root last: a run that
  /// was cut off is seen by `onRootMismatch`.
  ///
  /// Programs of other pods may be writing there meanwhile: every file is held by a descriptor.
  package func apply(to path: String) throws(SystemError) {
    let root = try RootedDirectory(path)
    if onRootMismatch, matches(try root.status()) { return }
    try root.visit(isMeasuring: false) { entry throws(SystemError) in
      try entry.give(to: group, adding: entry.status.kind == .directory ? 0o2770 : 0o660)
      return true
    }
  }

  /// Whether the root of a volume is as `apply` leaves it.
  package func matches(_ status: FileStatus) -> Bool {
    status.kind == .directory && status.group == group && status.permissions & 0o2770 == 0o2770
  }
}
