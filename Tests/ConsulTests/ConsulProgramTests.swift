import Crypto
import Foundation
import Synchronization
import Testing

@testable import Consul

@Suite("Getting Consul")
struct ConsulProgramTests {
  private static let version = "9.9.9"
  private static var zipName: String {
    #if arch(arm64)
      "consul_9.9.9_linux_arm64.zip"
    #else
      "consul_9.9.9_linux_amd64.zip"
    #endif
  }

  /// A program that says a version, as Consul does.
  private static let script = "#!/bin/sh\necho 'Consul v9.9.9'\n"

  /// An archive made by the machine's own Python, compressed as release archives are.
  private func zip(_ name: String, _ content: String, in directory: String) throws -> [UInt8] {
    let source = "\(directory)/source"
    try content.write(toFile: source, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED); z.write(sys.argv[2], sys.argv[3])",
      "\(directory)/archive.zip", source, name,
    ]
    try process.run()
    process.waitUntilExit()
    return Array(try Data(contentsOf: URL(filePath: "\(directory)/archive.zip")))
  }

  private func sum(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
  }

  private func withDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = NSTemporaryDirectory() + "consul-program-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }  // A leftover in /tmp does no harm.
    try await body(directory)
  }

  private func leftovers(_ cache: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []  // No cache holds nothing.
  }

  @Test("A program is fetched, verified, unpacked and found again")
  func fetch() async throws {
    try await withDirectory { directory in
      let archive = try zip("consul", Self.script, in: directory)
      let files: [String: FileServer.File] = [
        "/consul/9.9.9/\(Self.zipName)": .init(bytes: archive),
        "/consul/9.9.9/consul_9.9.9_SHA256SUMS": .init(
          bytes: Array("\(sum([]))  consul_9.9.9_darwin_amd64.zip\n\(sum(archive))  \(Self.zipName)\n".utf8)),
      ]
      try await FileServer.with(files) { server in
        let cache = "\(directory)/cache"
        let provider = ConsulProvider(
          search: ConsulSearch(path: "", cache: cache),
          archive: ReleaseArchive(base: "\(server.base)/consul", version: Self.version), debian: nil)
        let program = try await provider.provide()
        #expect(program == ConsulProgram(path: "\(cache)/9.9.9/consul", version: "9.9.9"))
        #expect(leftovers(cache) == ["9.9.9"])
        let again = try await provider.provide()
        #expect(again == program)
        #expect(server.paths.count == 2, "the second time nothing is fetched: \(server.paths)")
      }
    }
  }

  @Test("A wrong checksum is refused and leaves nothing")
  func wrongChecksum() async throws {
    try await withDirectory { directory in
      let archive = try zip("consul", Self.script, in: directory)
      try await expectRefusal(
        directory, archive: .init(bytes: archive), sums: "\(sum([1]))  \(Self.zipName)\n", saying: "another checksum")
    }
  }

  @Test("A transfer that is cut off is refused and leaves nothing")
  func cutOff() async throws {
    try await withDirectory { directory in
      let archive = try zip("consul", Self.script, in: directory)
      try await expectRefusal(
        directory, archive: .init(bytes: archive, cutOffAfter: archive.count / 2),
        sums: "\(sum(archive))  \(Self.zipName)\n",
        saying: "\(Self.zipName) was cut off after \(archive.count / 2) bytes: try again")
    }
  }

  @Test("A file that is no archive, though its checksum is right, is refused and leaves nothing")
  func damaged() async throws {
    try await withDirectory { directory in
      let bytes = Array("no archive".utf8)
      try await expectRefusal(
        directory, archive: .init(bytes: bytes), sums: "\(sum(bytes))  \(Self.zipName)\n", saying: "cannot be unpacked")
    }
  }

  @Test("A version that the archive does not have is named in the error")
  func missingVersion() async throws {
    try await withDirectory { directory in
      try await expectRefusal(directory, archive: nil, sums: nil, saying: "answered 404")
    }
  }

  private func expectRefusal(
    _ directory: String, archive: FileServer.File?, sums: String?, saying text: String
  ) async throws {
    var files: [String: FileServer.File] = [:]
    files["/consul/9.9.9/\(Self.zipName)"] = archive
    files["/consul/9.9.9/consul_9.9.9_SHA256SUMS"] = sums.map { .init(bytes: Array($0.utf8)) }
    try await FileServer.with(files) { server in
      let cache = "\(directory)/cache"
      let release = ReleaseArchive(base: "\(server.base)/consul", version: Self.version)
      do {
        _ = try await release.fetch(into: cache)
        Issue.record("the fetch must fail")
      } catch {
        #expect(error is FetchError && "\(error)".contains(text), "\(error)")
      }
      #expect(leftovers(cache).isEmpty)
    }
  }

  // MARK: Debian

  /// Stands in for apt-get, which keeps its state where it is told to, and dpkg-deb; `update` and `download` end with
  /// the given status.
  private func debian(_ directory: String, update: Int = 0, says version: String = "9.9.9") throws -> DebianArchive {
    let stubs = "\(directory)/stubs"
    try FileManager.default.createDirectory(atPath: stubs, withIntermediateDirectories: true)
    let programs = [
      "apt-get": """
      #!/bin/sh
      for argument; do
        case $argument in
          update) echo 'E: nobody there' >&2; exit \(update) ;;
          download) : > consul_1.8.7_amd64.deb ;;
          Dir::Etc::SourceList=*) grep -qx 'deb http://mirror.example/debian bullseye main' "${argument#*=}" || exit 9 ;;
        esac
      done
      """,
      "dpkg-deb": """
      #!/bin/sh
      [ -f "$2" ] || exit 9
      mkdir -p "$3/usr/bin"
      printf '#!/bin/sh\\necho Consul v\(version)\\n' > "$3/usr/bin/consul"
      chmod +x "$3/usr/bin/consul"
      """,
    ]
    for (name, text) in programs {
      try text.write(toFile: "\(stubs)/\(name)", atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(stubs)/\(name)")
    }
    return DebianArchive(mirror: "http://mirror.example/debian", path: "\(stubs):/usr/bin:/bin")
  }

  private func provider(_ directory: String, archive: String, debian: DebianArchive?) -> ConsulProvider {
    ConsulProvider(
      search: ConsulSearch(path: "", cache: "\(directory)/cache"),
      archive: ReleaseArchive(base: archive, version: Self.version), debian: debian)
  }

  @Test("Where the release archive cuts a transfer off, Debian's program is taken")
  func fallback() async throws {
    try await withDirectory { directory in
      let archive = try zip("consul", Self.script, in: directory)
      let files: [String: FileServer.File] = [
        "/consul/9.9.9/\(Self.zipName)": .init(bytes: archive, cutOffAfter: archive.count / 2),
        "/consul/9.9.9/consul_9.9.9_SHA256SUMS": .init(bytes: Array("\(sum(archive))  \(Self.zipName)\n".utf8)),
      ]
      try await FileServer.with(files) { server in
        let provider = provider(
          directory, archive: "\(server.base)/consul", debian: try debian(directory, says: "1.8.7"))
        let steps = Mutex<[FetchProgress]>([])
        let program = try await provider.provide { step in steps.withLock { $0.append(step) } }
        #expect(program == ConsulProgram(path: "\(directory)/cache/1.8.7/consul", version: "1.8.7"))
        #expect(leftovers("\(directory)/cache") == ["1.8.7"])
        let told = steps.withLock { $0 }
        #expect(told.last == .debian)
        #expect(
          told.first == .release(version: "9.9.9", received: archive.count / 2, total: archive.count), "\(told)")
      }
    }
  }

  @Test("When Consul is nowhere to be had, every reason and the way out are told, and nothing is left")
  func nowhere() async throws {
    try await withDirectory { directory in
      let debian = try debian(directory, update: 100)
      let nobody = "http://127.0.0.1:1/consul"
      let error = await #expect(throws: FetchError.self) {
        try await provider(directory, archive: nobody, debian: debian).provide()
      }
      let text = error?.description ?? ""
      for part in [
        "\(nobody)/9.9.9/consul_9.9.9_SHA256SUMS is out of reach",
        "apt-get failed on http://mirror.example/debian: E: nobody there", "localkube image add consul",
      ] {
        #expect(text.contains(part), "\(text)")
      }
      #expect(leftovers("\(directory)/cache").isEmpty)
      let without = await #expect(throws: FetchError.self) {
        try await provider(directory, archive: nobody, debian: nil).provide()
      }
      #expect(without?.description.contains("apt sources name no Debian archive") == true)
    }
  }

  @Test("A machine without apt-get is told so")
  func noApt() async throws {
    try await withDirectory { directory in
      let archive = DebianArchive(mirror: "http://mirror.example/debian", path: "\(directory)/nowhere")
      let error = await #expect(throws: FetchError.self) { try await archive.fetch(into: "\(directory)/cache") }
      #expect(error?.description.hasPrefix("apt-get cannot be run here") == true)
      #expect(leftovers("\(directory)/cache").isEmpty)
    }
  }

  @Test("The recipe's program comes first, then PATH, then the newest version in the cache")
  func order() async throws {
    try await withDirectory { directory in
      func make(_ path: String) throws -> String {
        let full = "\(directory)/\(path)"
        try FileManager.default.createDirectory(
          atPath: URL(filePath: full).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Self.script.write(toFile: full, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: full)
        return full
      }
      let set = try make("set/consul")
      let inPath = try make("bin/consul")
      let old = try make("cache/1.9.0/consul")
      let new = try make("cache/1.15.4/consul")
      let search = ConsulSearch(
        recipeSetting: set, path: "\(directory)/nowhere:\(directory)/bin", cache: "\(directory)/cache")
      #expect(search.candidates() == [set, inPath, new, old])
      #expect(await search.find() == ConsulProgram(path: set, version: "9.9.9"))
    }
  }

  @Test(
    "Debian's archive is read from either format of source lists",
    arguments: [
      ("deb http://deb.debian.org/debian bookworm main\n", "http://deb.debian.org/debian"),
      (
        "# deb http://x/debian y\ndeb [signed-by=/k] https://mirror.example/debian/ bookworm main",
        "https://mirror.example/debian"
      ),
      ("Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n", "http://mirror.example/debian"),
      ("deb http://mirror.example/ubuntu noble main\n", nil),
    ] as [(String, String?)])
  func debianMirror(text: String, mirror: String?) {
    #expect(DebianArchive.mirror(in: text) == mirror)
  }

  @Test("A version is read from what the program prints")
  func versions() {
    #expect(ConsulProgram.version(in: "Consul v1.8.7\nProtocol 2 spoken\n") == "1.8.7")
    #expect(ConsulProgram.version(in: "Consul v1.15.4+ent\nRevision x\n") == "1.15.4+ent")
    #expect(ConsulProgram.version(in: "bash: consul: not found") == nil)
  }
}
