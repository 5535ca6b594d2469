/// The system's time zone database (tzfile(5)).
package enum TimeZoneDatabase {
  private static let directories = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]

  /// The compiled file of a zone such as `Europe/Berlin`; nil when the system has no such zone.
  package static func file(of zone: String) -> [UInt8]? {
    let parts = zone.split(separator: "/", omittingEmptySubsequences: false)
    // A zone's name is no way out of the directory.
    guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }), !zone.contains("\\") else {
      return nil
    }
    for directory in directories {
      // A zone that one directory lacks may be in the next.
      if let bytes = try? FileSystem.read("\(directory)/\(zone)", limit: 1 << 20), bytes.starts(with: "TZif".utf8) {
        return bytes
      }
    }
    return nil
  }
}
