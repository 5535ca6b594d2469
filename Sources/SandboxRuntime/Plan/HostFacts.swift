import LinuxSystem

/// What a container's root file system is made from on this host, found out once.
struct HostFacts: Hashable {
  /// A name in the root directory through which programs are found.
  enum TopLevel: Hashable {
    /// A link, into `/usr` on all but old distributions.
    case link(name: String, target: String)
    /// A directory of its own, shown like `/usr`.
    case directory(name: String)
  }

  var topLevel: [TopLevel]
  /// Files and directories of the host's `/etc` that programs in `/usr` cannot do without: path by path.
  var shownConfiguration: [String]
  /// Whether sandboxd is in a user namespace of its own.
  var isRootless: Bool
  /// The user and group ids that exist for sandboxd.
  var users: IdentityRanges
  var groups: IdentityRanges
  /// The capabilities that sandboxd has to give.
  var capabilities: CapabilitySet

  /// Looks at this host.
  static func current() -> HostFacts {
    var topLevel: [TopLevel] = []
    for name in ["bin", "lib", "lib32", "lib64", "libx32", "sbin"] {
      // What is not there, or cannot be looked at, is not shown.
      guard let status = try? FileSystem.status("/" + name, followsLinks: false) else { continue }
      if status.kind == .directory {
        topLevel.append(.directory(name: name))
      } else if status.kind == .link, let target = try? FileSystem.readLink("/" + name) {
        topLevel.append(.link(name: name, target: target))
      }
    }
    // A /proc that cannot be read leaves the defaults: root with everything.
    let users = (try? FileSystem.readText("/proc/self/uid_map")).map(IdentityRanges.init(map:)) ?? .everything
    let groups = (try? FileSystem.readText("/proc/self/gid_map")).map(IdentityRanges.init(map:)) ?? .everything
    let status = (try? FileSystem.readText("/proc/self/status")) ?? ""
    var capabilities = CapabilitySet(rawValue: .max)
    for line in status.split(separator: "\n") where line.hasPrefix("CapPrm:") {
      let digits = line.dropFirst(7).drop { $0 == "\t" || $0 == " " }
      capabilities = UInt64(digits, radix: 16).map(CapabilitySet.init(rawValue:)) ?? capabilities
    }
    return HostFacts(
      topLevel: topLevel,
      shownConfiguration: ["/etc/ld.so.cache", "/etc/alternatives"].filter(FileSystem.exists),
      isRootless: users != .everything, users: users, groups: groups, capabilities: capabilities)
  }
}

/// Ids that a user namespace knows.
struct IdentityRanges: Hashable {
  var ranges: [Range<UInt32>]

  static let everything = IdentityRanges(ranges: [0..<UInt32.max])

  init(ranges: [Range<UInt32>]) { self.ranges = ranges }

  /// Reads `/proc/<pid>/uid_map` (user_namespaces(7)): first id inside, first id outside, how many.
  init(map: String) {
    ranges = map.split(separator: "\n").compactMap { line in
      let numbers = line.split(separator: " ").compactMap { UInt32($0) }
      guard numbers.count == 3, !numbers[0].addingReportingOverflow(numbers[2]).overflow else { return nil }
      return numbers[0]..<numbers[0] + numbers[2]
    }
  }

  func contains(_ id: UInt32) -> Bool { ranges.contains { $0.contains(id) } }
}
