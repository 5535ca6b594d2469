import Foundation

/// One HTTP/1.1 connection that is kept open, over TCP or TLS.
final class HTTPConnection {
  struct Answer {
    let status: Int
    let body: ArraySlice<UInt8>
  }

  /// How somebody comes into a cluster: by files of a kubeconfig's contents, or by a token.
  struct Credentials: Sendable {
    let port: UInt16
    /// The paths of a client's certificate and key; empty for one that has a token.
    private(set) var certificate: String
    private(set) var key: String
    let authority: String
    private(set) var token: String?

    /// The same server, by a token instead of a certificate.
    func with(token: String) -> Self {
      var credentials = self
      credentials.token = token
      credentials.certificate = ""
      credentials.key = ""
      return credentials
    }

    /// Reads a kubeconfig and writes its certificates into files.
    init(kubeconfig path: String, directory: String) throws {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      func value(_ name: String) throws -> String {
        guard let line = text.split(separator: "\n").first(where: { $0.contains(" \(name):") }),
          let value = line.split(separator: ":", maxSplits: 1).last
        else { throw Failure("there is no \(name) in \(path)") }
        return value.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
      }
      func file(_ name: String) throws -> String {
        let plain = String(name.dropLast("-data".count))
        guard text.contains(" \(name):") else { return try value(plain) }
        guard let data = Data(base64Encoded: try value(name)) else { throw Failure("\(name) in \(path) is not base64") }
        let path = "\(directory)/\(UUID().uuidString)-\(plain).pem"
        try data.write(to: URL(filePath: path))
        return path
      }
      guard let port = UInt16(try value("server").split(separator: ":").last ?? "") else {
        throw Failure("there is no port in the server of \(path)")
      }
      self.port = port
      certificate = try file("client-certificate-data")
      key = try file("client-key-data")
      authority = try file("certificate-authority-data")
    }
  }

  private let descriptor: Int32
  private let security: TLSSession?
  private let authorization: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var piece = [UInt8](repeating: 0, count: 1 << 16)

  /// Connects over TCP.
  init(port: UInt16) throws {
    descriptor = try Self.connect(port)
    security = nil
    authorization = ""
  }

  /// Connects over TLS.
  init(_ credentials: Credentials) throws {
    descriptor = try Self.connect(credentials.port)
    security = try TLSSession(descriptor, credentials)
    authorization = credentials.token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
  }

  deinit { close(descriptor) }

  private static func connect(_ port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var remote = sockaddr_in()
    remote.sin_family = sa_family_t(AF_INET)
    remote.sin_port = port.bigEndian
    remote.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: &remote) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure("nobody listens on port \(port)") }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    return descriptor
  }

  /// Sends a request and reads the whole answer.
  func request(_ method: String, _ path: String, body: [UInt8] = []) throws -> Answer {
    try send(method, path, body: body)
    let (status, length, isChunked) = try head()
    if isChunked { return Answer(status: status, body: try chunks()[...]) }
    guard let length else { throw Failure("\(method) \(path) is answered without a length") }
    while buffer.count - start < length {
      guard fill() else { throw Failure("the connection ended") }
    }
    defer { drop(length) }
    return Answer(status: status, body: buffer[start..<start + length])
  }

  /// Begins a request whose answer does not end; `line()` then gives its lines.
  func begin(_ path: String) throws {
    let status = try tryBeginning(path)
    guard status == 200 else { throw Failure("\(path) is answered \(status)") }
  }

  /// The same; the status of the answer, whatever it is.
  func tryBeginning(_ path: String) throws -> Int {
    // An answer of the old version comes without chunks, which may end anywhere in a line.
    try send("GET", path, body: [], version: "1.0")
    return try head().status
  }

  /// The next line.
  func line() throws -> ArraySlice<UInt8> {
    guard let line = try lineIfAny() else { throw Failure("the connection ended") }
    return line
  }

  /// The next line; nil when the connection has ended.
  func lineIfAny() throws -> ArraySlice<UInt8>? {
    var scanned = start
    while true {
      if let end = buffer[scanned...].firstIndex(of: 10) {
        defer { drop(end + 1 - start) }
        return buffer[start..<end]
      }
      scanned = buffer.count
      guard fill() else { return nil }
    }
  }

  private func send(_ method: String, _ path: String, body: [UInt8], version: String = "1.1") throws {
    let head =
      "\(method) \(path) HTTP/\(version)\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
      + authorization + "Content-Length: \(body.count)\r\n\r\n"
    var rest = (Array(head.utf8) + body)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { security?.write($0) ?? write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure("the connection is closed") }
      rest = rest.dropFirst(count)
    }
  }

  /// A body in chunks (RFC 9112, section 7.1).
  private func chunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let size = String(decoding: try line(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard let count = Int(size, radix: 16) else { throw Failure("\(size) is no length of a chunk") }
      while buffer.count - start < count + 2 {
        guard fill() else { throw Failure("the connection ended") }
      }
      body += buffer[start..<start + count]
      drop(count + 2)
      if count == 0 { return body }
    }
  }

  private func head() throws -> (status: Int, length: Int?, isChunked: Bool) {
    var lines: [String] = []
    while true {
      let text = String(decoding: try line(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      if text.isEmpty { break }
      lines.append(text)
    }
    let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
    return (
      Int(lines.first?.split(separator: " ").dropFirst().first ?? "") ?? 0,
      length.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) },
      lines.contains { $0.lowercased().filter { $0 != " " } == "transfer-encoding:chunked" }
    )
  }

  /// Reads some more; false when the connection has ended.
  private func fill() -> Bool {
    let count = piece.withUnsafeMutableBytes { security?.read(into: $0) ?? read(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return false }
    buffer += piece[..<count]
    return true
  }

  private func drop(_ count: Int) {
    start += count
    guard start > 1 << 20 || start == buffer.count else { return }
    buffer.removeFirst(start)
    start = 0
  }
}
