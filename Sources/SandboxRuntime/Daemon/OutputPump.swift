import LinuxSystem

/// Carries one output stream of a container into its log and to attached clients.
final class OutputPump {
  private let loop: EventLoop
  private let source: SharedDescriptor
  private let log: LogFile
  private var formatter: LogFormatter
  private var token: EventLoop.Token?
  private var attachments: [Attachment] = []

  init(loop: EventLoop, source: SharedDescriptor, stream: String, log: LogFile) throws(SystemError) {
    self.loop = loop
    self.source = source
    self.log = log
    formatter = LogFormatter(stream: stream)
    try source.setNonBlocking(true)
    token = try loop.watch(source.rawValue, .reading) { [self] _ in if read() == .end { stop() } }
  }

  /// How many clients may follow a stream at once.
  static let mostAttachments = 64

  /// Another client that gets the output from now on.
  ///
  /// - Throws: `EAGAIN` when there are too many.
  func attach(_ attachment: Attachment) throws(SystemError) {
    attachments.removeAll { $0.isClosed }
    guard attachments.count < Self.mostAttachments else {
      attachment.end()
      throw SystemError("attach", "\(attachments.count) clients are attached", number: SystemError.wouldBlock)
    }
    attachments.append(attachment)
  }

  /// Takes what is there and comes to the end: nobody is left who could write.
  func drain() {
    while token != nil, case .bytes = read() {}
    stop()
    for attachment in attachments { attachment.end() }
    attachments = []
  }

  private func read() -> ReadOutcome {
    // A stream that cannot be read has ended.
    guard let outcome = try? source.read(into: &loop.buffer) else { return .end }
    guard case .bytes(let count) = outcome else { return outcome }
    let bytes = loop.buffer[..<count]
    var lines: [UInt8] = []
    formatter.append(bytes, time: Clocks.now, to: &lines)
    if !lines.isEmpty { log.write(lines) }
    guard !attachments.isEmpty else { return outcome }
    for attachment in attachments { attachment.write(bytes) }
    attachments.removeAll { $0.isClosed }
    return outcome
  }

  private func stop() {
    guard let token else { return }
    self.token = nil
    loop.unwatch(token, source.rawValue)
    var lines: [UInt8] = []
    formatter.finish(time: Clocks.now, to: &lines)
    if !lines.isEmpty { log.write(lines) }
  }
}
