package import KubeModel
import LinuxSystem
import SandboxRuntime
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

  /// The log as a stream; `end` is the container's end when it is to be followed.
  static func read(
    _ path: String, options: ContainerLogOptions, end: AsyncStream<ExitStatus>?
  ) -> AsyncThrowingStream<[UInt8], any Error> {
    let state = FollowState(LogReader(path: path, options: options))
    guard let end else {
      return AsyncThrowingStream { try state.reader.withLock { try $0.next() } }
    }
    let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let task = Task {
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          for await _ in end {}
          state.hasEnded.store(true, ordering: .releasing)
        }
        group.addTask {
          do {
            while !Task.isCancelled {
              let isLast = state.hasEnded.load(ordering: .acquiring)
              while let bytes = try state.reader.withLock({ try $0.next() }) { continuation.yield(bytes) }
              if isLast || state.reader.withLock({ $0.isFull }) { break }
              try await Task.sleep(for: .milliseconds(50))
            }
            continuation.finish()
          } catch { continuation.finish(throwing: error) }
        }
        await group.next()
        await group.next()
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private final class FollowState: Sendable {
    let reader: Mutex<LogReader>
    let hasEnded = Atomic<Bool>(false)

    init(_ reader: LogReader) { self.reader = Mutex(reader) }
  }
}

/// Goes through a log file from where it was left.
struct LogReader: Sendable {
  let path: String
  let options: ContainerLogOptions
  private var offset = 0
  private var sent = 0
  private var isFirst = true

  init(path: String, options: ContainerLogOptions) {
    self.path = path
    self.options = options
  }

  /// Whether as much was read as was asked for.
  var isFull: Bool { options.limitBytes.map { sent >= $0 } ?? false }

  /// What was written since the last call, in whole lines; nil when there is nothing.
  mutating func next() throws -> [UInt8]? {
    guard !isFull, try FileSystem.status(path).size > offset else { return nil }
    let bytes = try FileSystem.read(path)
    guard let end = bytes[offset...].lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    var lines = bytes[offset...end].split(separator: UInt8(ascii: "\n")).compactMap {
      ContainerLogs.text(of: $0, options: options)
    }
    offset = end + 1
    if isFirst, let count = options.tailLines { lines = Array(lines.suffix(count)) }
    isFirst = false
    var result = Array(lines.joined())
    if let limit = options.limitBytes { result = Array(result.prefix(limit - sent)) }
    sent += result.count
    return result
  }
}
