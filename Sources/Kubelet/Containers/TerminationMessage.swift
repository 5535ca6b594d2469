import LinuxSystem

/// What a container says at its end (Kubernetes, "Determine the Reason for Pod Failure").
enum TerminationMessage {
  /// How much of the file is taken, from its end.
  private static let mostBytes = 4_096
  /// How much of the log is taken in its place, from its end.
  private static let mostLogBytes = 2_048
  private static let mostLogLines = 80
  /// How much the containers of a pod may say together.
  private static let mostBytesOfPod = 12_288

  /// The message of a container that has ended; nil when it said nothing.
  ///
  /// - Parameters:
  ///   - path: The file that the container sees at its `terminationMessagePath`.
  ///   - log: The file of its output, to be looked at when the other one is empty; nil where that is not asked for.
  static func read(_ path: String, log: String?) -> String? {
    // No file, or one that cannot be read, is no message.
    let bytes = (try? end(of: path)) ?? []
    if !bytes.isEmpty { return String(decoding: bytes, as: UTF8.self) }
    guard let log else { return nil }
    var options = ContainerLogOptions()
    options.tailLines = mostLogLines
    guard var reader = try? LogReader(path: log, options: options), let text = try? reader.next() else { return nil }
    return String(decoding: text.suffix(mostLogBytes), as: UTF8.self)
  }

  /// The part of a message that a pod with so many containers may show, from its beginning.
  static func share(_ message: String, of containers: Int) -> String {
    let most = mostBytesOfPod / max(containers, 1)
    guard message.utf8.count > most else { return message }
    return String(decoding: message.utf8.prefix(most), as: UTF8.self)
  }

  private static func end(of path: String) throws(SystemError) -> [UInt8] {
    let file = try FileSystem.open(path, .reading)
    let size = try FileSystem.status(of: file).size
    return try file.read(at: max(size - mostBytes, 0), count: min(size, mostBytes))
  }
}
