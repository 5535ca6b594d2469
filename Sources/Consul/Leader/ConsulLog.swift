package import KubeModel

/// What Consul servers write about their own leadership.
///
/// Every version writes `cluster leadership acquired` and `cluster leadership lost` into the log of the server that it
/// happens to, behind `consul:` up to 1.6, behind `agent.server:` since, as a member of an object with `log_json`.
package enum ConsulLog {
  /// Something that a line reports.
  package enum Report: Sendable, Hashable {
    /// This server leads from now on.
    case acquired
    /// This server leads no longer.
    case lost
  }

  /// A report, where it stands, and when it was written.
  package struct Entry: Sendable, Hashable {
    /// The server's pod.
    package let server: String
    /// The run of its container, as in ``ConsulServer/containerID``.
    package let run: String
    package let moment: Timestamp
    package let report: Report

    package init(server: String, run: String, moment: Timestamp, report: Report) {
      self.server = server
      self.run = run
      self.moment = moment
      self.report = report
    }
  }

  /// What both kinds of line hold, by which they can be found among others without a closer look.
  package static let marker = "cluster leadership "

  /// Reads one line; nil when it says nothing about leadership.
  package static func report(in line: some StringProtocol) -> Report? {
    if text(after: marker + "acquired", in: line) != nil { return .acquired }
    if text(after: marker + "lost", in: line) != nil { return .lost }
    return nil
  }

  private static func text(after marker: String, in line: some StringProtocol) -> Substring? {
    let line = Substring(line)
    var start = line.startIndex
    while let candidate = line[start...].firstIndex(of: marker[marker.startIndex]) {
      if line[candidate...].hasPrefix(marker) { return line[candidate...].dropFirst(marker.count) }
      start = line.index(after: candidate)
    }
    return nil
  }
}
