package import KubeModel
package import SandboxRuntime

/// What a node is made with.
package struct KubeletConfiguration: Sendable {
  package var nodeName: String
  /// The node's address in the cluster's network.
  package var nodeAddress: IPv4Address
  /// Added to the labels that every node has.
  package var labels: [String: String] = [:]
  /// `cpu`, `memory`, `ephemeral-storage` and `pods`, as the node has them.
  package var capacity: [String: Quantity] = [:]
  package var kubeletVersion = "v1.33.0"
  package var kernelVersion = ""
  package var operatingSystemImage = ""
  package var architecture = "amd64"
  package var machineID = ""
  /// The directory that holds a directory for each pod.
  package var podsDirectory: String
  package var logsDirectory: String
  package var restarts = RestartSettings()
  package var etc: EtcFiles
  /// The ids that exist in sandboxes: all as root, only 0 without root.
  package var ids: ClosedRange<UInt32>

  /// The version of Kubernetes without what comes after its minor number: `1.33`.
  var kubernetesVersion: String {
    let text = kubeletVersion.hasPrefix("v") ? kubeletVersion.dropFirst() : kubeletVersion[...]
    return text.split(separator: ".").prefix(2).joined(separator: ".")
  }

  package init(
    nodeName: String, nodeAddress: IPv4Address, podsDirectory: String, logsDirectory: String, etc: EtcFiles,
    ids: ClosedRange<UInt32>
  ) {
    self.nodeName = nodeName
    self.nodeAddress = nodeAddress
    self.podsDirectory = podsDirectory
    self.logsDirectory = logsDirectory
    self.etc = etc
    self.ids = ids
  }
}
