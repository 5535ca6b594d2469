package import AsyncHTTPClient
import Crypto
import LinuxSystem
package import NIOCore
import NIOHTTP1

/// HashiCorp's release archive: `<base>/<version>/consul_<version>_linux_<architecture>.zip`, beside it the checksums
/// `consul_<version>_SHA256SUMS`.
package struct ReleaseArchive: Sendable {
  package let base: String
  package let version: String
  private let client: HTTPClient
  private let timeout: TimeAmount

  /// The archive's own address.
  package static let defaultBase = "https://releases.hashicorp.com/consul"
  /// The version that is fetched unless another one is asked for.
  package static let defaultVersion = "1.15.4"

  /// Why nothing was fetched.
  package struct FetchError: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  package init(
    base: String = ReleaseArchive.defaultBase, version: String = ReleaseArchive.defaultVersion,
    client: HTTPClient = .shared, timeout: TimeAmount = .seconds(600)
  ) {
    self.base = base
    self.version = version
    self.client = client
    self.timeout = timeout
  }

  /// Fetches, verifies and unpacks the program into `<cache>/<version>/consul` and returns that path.
  ///
  /// Nothing appears under that path before the checksum was right; what a failed fetch left is removed.
  package func fetch(into cache: String) async throws -> String {
    let name = "consul_\(version)_linux_\(Self.architecture).zip"
    let sums = try await text("consul_\(version)_SHA256SUMS")
    guard let expected = Self.checksum(of: name, in: sums) else {
      throw FetchError(description: "the checksums of Consul \(version) do not name \(name): is the version right?")
    }
    try FileSystem.makeDirectory(cache, permissions: 0o755)
    let work = try FileSystem.makeTemporaryDirectory(in: cache, prefix: ".fetch-")
    // What is left of a work directory does no harm, and the error that led here counts more.
    defer { try? FileSystem.removeTree(work) }
    let archive = "\(work)/\(name)"
    let actual = try await download(name, to: archive)
    guard actual == expected else {
      throw FetchError(
        description: "\(url(name)) has another checksum than published and was thrown away: try again, "
          + "or put a consul program on PATH")
    }
    let program = "\(work)/consul"
    try ZipArchive(FileSystem.read(archive)).extract("consul", to: program)
    try FileSystem.setPermissions(0o755, of: program)
    return try ConsulCache(directory: cache).keep(program, version: version)
  }

  #if arch(arm64)
    private static let architecture = "arm64"
  #else
    private static let architecture = "amd64"
  #endif

  private func url(_ name: String) -> String { "\(base)/\(version)/\(name)" }

  /// A line is `<64 hex digits>  <name>`.
  static func checksum(of name: String, in sums: String) -> String? {
    for line in sums.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      if words.count == 2, words[1] == name, words[0].utf8.count == 64 { return words[0].lowercased() }
    }
    return nil
  }

  private func text(_ name: String) async throws -> String {
    let response = try await request(name)
    return String(decoding: try await response.body.collect(upTo: 1 << 20).readableBytesView, as: UTF8.self)
  }

  /// Writes the file and returns its SHA-256 in hexadecimal.
  private func download(_ name: String, to path: String) async throws -> String {
    let response = try await request(name)
    let expectedLength = response.headers.first(name: "content-length").flatMap(Int.init)
    let file = try FileSystem.open(path, .replacing, permissions: 0o644)
    var hash = SHA256()
    var length = 0
    for try await chunk in response.body {
      let bytes = Array(chunk.readableBytesView)
      hash.update(data: bytes)
      try file.writeAll(bytes)
      length += bytes.count
    }
    guard expectedLength.map({ $0 == length }) ?? true else {
      throw FetchError(description: "\(url(name)) was cut off after \(length) bytes: try again")
    }
    return hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  private func request(_ name: String) async throws -> HTTPClientResponse {
    let response: HTTPClientResponse
    do {
      response = try await client.execute(HTTPClientRequest(url: url(name)), timeout: timeout)
    } catch {
      throw FetchError(description: "\(url(name)) is out of reach (\(error))")
    }
    guard response.status == .ok else {
      throw FetchError(description: "\(url(name)) answered \(response.status.code): is the version right?")
    }
    return response
  }
}

/// The directory that keeps fetched programs, one directory a version.
struct ConsulCache {
  let directory: String

  /// Moves a verified program to its place and returns its path.
  func keep(_ program: String, version: String) throws -> String {
    let place = "\(directory)/\(version)"
    try FileSystem.makeDirectory(place, permissions: 0o755)
    try FileSystem.rename(program, to: "\(place)/consul")
    return "\(place)/consul"
  }
}
