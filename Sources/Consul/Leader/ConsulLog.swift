package import KubeModel

/// What a line of Consul's log says about leadership.
///
/// Wordings by version: `consul: New leader elected: NAME` up to 1.6, `consul: New leader elected: payload=NAME` from
/// 1.7 on, with `agent.server:` in front since; `cluster leadership acquired` stands in the winner's log alone.
package enum ConsulLog {
  /// Something that a line reports.
  package enum Report: Sendable, Hashable {
    /// An agent heard that the server of this node name leads now.
    case newLeader(String)
    /// This server leads from now on.
    case leadershipAcquired
    /// This server leads no longer.
    case leadershipLost
  }

  /// Reads one line; nil when it says nothing about leadership.
  package static func report(in line: some StringProtocol) -> Report? {
    if let name = text(after: "New leader elected: ", in: line) {
      let name = name.hasPrefix("payload=") ? name.dropFirst(8) : name
      let word = name.prefix { !$0.isWhitespace }
      return word.isEmpty ? nil : .newLeader(word.filter { $0 != "\"" })
    }
    if text(after: "cluster leadership acquired", in: line) != nil { return .leadershipAcquired }
    if text(after: "cluster leadership lost", in: line) != nil { return .leadershipLost }
    return nil
  }

  // MARK: Dates

  /// A line, and when it was written.
  package struct Line: Sendable, Hashable {
    package let moment: Timestamp
    package let text: String

    package init(moment: Timestamp, text: String) {
      self.moment = moment
      self.text = text
    }
  }

  /// When the server won the election by which it leads at the end of these lines of its own log; nil when they do not
  /// tell, or tell that it leads no longer.
  package static func election(of server: String, in lines: [Line]) -> Timestamp? {
    var date: Timestamp?
    for line in lines {
      switch report(in: line.text) {
      case .leadershipAcquired: date = line.moment
      // The winner writes this after the other one, if both are at a level that is logged.
      case .newLeader(server): date = date ?? line.moment
      case .leadershipLost: date = nil
      case .newLeader, nil: continue
      }
    }
    return date
  }

  /// When the server lost the leadership for the last time, by its own log; nil when it tells of no loss.
  package static func loss(in lines: [Line]) -> Timestamp? {
    lines.last { report(in: $0.text) == .leadershipLost }?.moment
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
