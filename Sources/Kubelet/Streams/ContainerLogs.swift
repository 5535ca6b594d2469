package import KubeModel
import LinuxSystem
import Synchronization

/// Which part of a container's log is asked for; the fields are those of `PodLogOptions`.
package struct ContainerLogOptions: Sendable, Hashable {
  package var follow = false
  package var previous = false
  package var timestamps = false
  package var tailLines: Int?
  package var limitBytes: Int?
  package var sinceTime: Timestamp?
  /// `All`, `Stdout` or `Stderr`.
  package var stream = "All"

  package init() {}
}

/// Reads log files in the format of container runtimes.
enum ContainerLogs {
  /// The text of a line of the file, with its end; nil when the options leave it out.
  static func text(of line: ArraySlice<UInt8>, options: ContainerLogOptions) -> [UInt8]? {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let stream = String(decoding: parts[1], as: UTF8.self)
    if options.stream != "All", options.stream.lowercased() != stream { return nil }
    let time = String(decoding: parts[0], as: UTF8.self)
    if let since = options.sinceTime, let moment = Timestamp(time), moment < since { return nil }
    var text: [UInt8] = options.timestamps ? Array(parts[0]) + [UInt8(ascii: " ")] : []
    text += parts[3]
    if parts[2].first == UInt8(ascii: "F") { text.append(UInt8(ascii: "\n")) }
    return text
  }

  /// What is in the log now, as a stream.
  static func read(_ path: String, options: ContainerLogOptions) throws -> AsyncThrowingStream<[UInt8], any Error> {
    let reader = Mutex(try LogReader(path: path, options: options))
    return AsyncThrowingStream { try reader.withLock { try $0.next() } }
  }
}
