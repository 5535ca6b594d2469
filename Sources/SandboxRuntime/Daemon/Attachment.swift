import LinuxSystem

/// One attached client's copy of an output stream.
///
/// It never holds up the container: what the client does not take is kept up to a limit, and past that the client is
/// dropped, so that it never sees a stream with a gap.
final class Attachment {
  static let mostBytes = 1 << 20

  private let loop: EventLoop
  private let pipe: SharedDescriptor
  private var token: EventLoop.Token?
  private var backlog: [UInt8] = []
  private var isEnding = false
  private(set) var isClosed = false

  /// Takes the writing end of a pipe.
  init(loop: EventLoop, pipe: consuming OwnedDescriptor) throws(SystemError) {
    self.loop = loop
    self.pipe = SharedDescriptor(pipe)
    try self.pipe.setNonBlocking(true)
    // Nothing is watched for but the reader's going away.
    token = try loop.watch(self.pipe.rawValue, []) { [self] readiness in ready(readiness) }
  }

  /// Passes output on.
  func write(_ bytes: ArraySlice<UInt8>) {
    guard !isClosed, !isEnding else { return }
    let wasEmpty = backlog.isEmpty
    backlog.append(contentsOf: bytes)
    if wasEmpty { flush() }
    if backlog.count > Attachment.mostBytes { close() }
  }

  /// Closes when everything was taken.
  func end() {
    isEnding = true
    if backlog.isEmpty { close() }
  }

  private func ready(_ readiness: EventLoop.Readiness) {
    if readiness.contains(.error) { close() } else { flush() }
  }

  private func flush() {
    guard !isClosed else { return }
    var start = 0
    do {
      while start < backlog.count, let written = try pipe.write(backlog, from: start) { start += written }
    } catch {
      // The reader is gone.
      return close()
    }
    backlog.removeSubrange(..<start)
    if backlog.isEmpty, isEnding { return close() }
    guard let token else { return }
    // Changing what is watched fails only for a descriptor that is not watched.
    if (try? loop.change(token, pipe.rawValue, backlog.isEmpty ? [] : .writing)) == nil { close() }
  }

  private func close() {
    guard let token else { return }
    isClosed = true
    loop.unwatch(token, pipe.rawValue)
    self.token = nil
  }
}
