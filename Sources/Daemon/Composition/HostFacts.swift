import FoundationEssentials
import KubeModel
import LinuxSystem

/// What the machine has, as a node reports it.
struct HostFacts {
  let capacity: [String: Quantity]
  let kernelVersion: String
  let operatingSystemImage: String
  let machineID: String
  let resolvConf: String
  let hosts: String

  /// Reads the facts; what cannot be read is left out.
  init() {
    var capacity: [String: Quantity] = [:]
    capacity["cpu"] = Quantity(json: .integer(Int64(ProcessInfo.processInfo.activeProcessorCount)))
    capacity["memory"] = Quantity(json: .string("\(ProcessInfo.processInfo.physicalMemory / 1_024)Ki"))
    // The kubelet's own default is 110; here a pod costs little more than its process.
    capacity["pods"] = Quantity(json: "1000")
    capacity["ephemeral-storage"] = Quantity(json: "100Gi")
    self.capacity = capacity
    kernelVersion = Self.text("/proc/sys/kernel/osrelease").trimmed
    machineID = Self.text("/etc/machine-id").trimmed
    resolvConf = Self.text("/etc/resolv.conf")
    hosts = Self.text("/etc/hosts")
    let release = Self.text("/etc/os-release").split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    operatingSystemImage = release.map { String($0.dropFirst(12)).filter { $0 != "\"" } } ?? "Linux"
  }

  private static func text(_ path: String) -> String {
    // A file that this machine does not have says nothing.
    (try? FileSystem.readText(path, limit: 1 << 20)) ?? ""
  }
}

extension String {
  fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
