import FoundationEssentials
import KubeModel
import LinuxSystem
import SandboxRuntime

/// What the machine has, as a node reports it.
struct HostFacts {
  let capacity: [String: Quantity]
  let kernelVersion: String
  let operatingSystemImage: String
  let machineID: String
  let resolvConf: String
  let hosts: String

  /// Reads the facts; what cannot be read is left out.
  ///
  /// - Parameter nodes: How many nodes share the machine.
  init(nodes: Int) {
    var capacity: [String: Quantity] = [:]
    capacity["cpu"] = Quantity(json: .integer(Int64(ProcessInfo.processInfo.activeProcessorCount)))
    capacity["memory"] = Quantity(json: .string("\(ProcessInfo.processInfo.physicalMemory / 1_024)Ki"))
    // A pod that there are no descriptors for waits, as on a node that is full.
    let room = (try? PodRoom.current())?.podsByDescriptors ?? PodRoom.usual
    capacity["pods"] = Quantity(json: .string("\(min(PodRoom.usual, max(room / nodes, 1)))"))
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
