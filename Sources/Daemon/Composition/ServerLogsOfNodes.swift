import Consul
import KubeModel
import Kubelet
import LinuxSystem

/// The logs of Consul servers as the leader reporter wants them: read from the files that the containers' output goes to.
struct ServerLogsOfNodes: ServerLogs {
  let podsDirectory: String
  let logsDirectory: String

  /// How much of a file is read at once.
  private static let piece = 1 << 20

  func news(of server: ConsulServer, since bookmark: inout LogBookmark) -> [ConsulLog.Entry] {
    var pod = Pod(name: server.name, namespace: server.group.namespace)
    pod.metadata.json["uid"] = .string(server.uid)
    let directory = PodPaths(pod: pod, pods: podsDirectory, logs: logsDirectory).logDirectory(server.container)
    // A directory that is not there (yet) holds no news.
    let names = (try? FileSystem.list(directory)) ?? []
    var entries: [ConsulLog.Entry] = []
    var offsets: [String: Int] = [:]
    // `0.log.2`, `0.log.1`, `0.log`, `1.log`: the oldest first.
    let files = names.compactMap(LogFileName.init).sorted()
    for file in files {
      let run = ContainerIdentifier(podUID: server.uid, container: server.container, attempt: file.attempt).statusText
      // A file that was moved or removed at this moment is found at the next one.
      guard let (status, offset) = try? read(file, in: directory, run, server, bookmark, into: &entries) else {
        continue
      }
      offsets["\(status.device):\(status.inode)"] = offset
      let sign = Timestamp(nanoseconds: status.modifiedAt)
      bookmark.lastSigns[run] = max(bookmark.lastSigns[run] ?? sign, sign)
    }
    bookmark.offsets = offsets
    return entries
  }

  /// Reads on in one file; returns its status and up to where it was read.
  private func read(
    _ file: LogFileName, in directory: String, _ run: String, _ server: ConsulServer, _ bookmark: LogBookmark,
    into entries: inout [ConsulLog.Entry]
  ) throws(SystemError) -> (FileStatus, Int) {
    let path = Path.join(directory, file.text)
    var status = try FileSystem.status(path)
    var offset = bookmark.offsets["\(status.device):\(status.inode)"] ?? 0
    guard status.size > offset else { return (status, offset) }
    let descriptor = try FileSystem.open(path, .reading)
    status = try FileSystem.status(of: descriptor)
    while status.size > offset {
      let bytes = try descriptor.read(at: offset, count: min(status.size - offset, Self.piece))
      guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { break }
      let text = String(decoding: bytes[...end], as: UTF8.self)
      if text.contains(ConsulLog.marker) {
        for line in text.split(separator: "\n") {
          guard let report = ConsulLog.report(in: line), let space = line.firstIndex(of: " "),
            let moment = Timestamp(String(line[..<space]))
          else { continue }
          entries.append(ConsulLog.Entry(server: server.name, run: run, moment: moment, report: report))
        }
      }
      offset += end + 1
    }
    return (status, offset)
  }
}

/// The name of a container's log file: `ATTEMPT.log`, with a number behind it when it was rotated.
private struct LogFileName: Comparable {
  let text: String
  let attempt: Int
  /// 0 for the one that is written; the higher, the older.
  let age: Int

  init?(_ text: String) {
    let parts = text.split(separator: ".")
    guard (2...3).contains(parts.count), parts[1] == "log", let attempt = Int(parts[0]) else { return nil }
    let age = parts.count == 3 ? Int(parts[2]) : 0
    guard let age else { return nil }
    self.text = text
    self.attempt = attempt
    self.age = age
  }

  static func < (left: Self, right: Self) -> Bool {
    left.attempt == right.attempt ? left.age > right.age : left.attempt < right.attempt
  }
}
