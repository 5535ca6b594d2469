import LinuxSystem
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("Logs")
struct FollowedLogTests {
  private func line(_ text: String, _ tag: String = "F") -> [UInt8] {
    Array("2026-01-01T00:00:00.000000000Z stdout \(tag) \(text)\n".utf8)
  }

  private func withLog(_ body: (_ path: String) async throws -> Void) async throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "localkube-logs-")
    defer { try? FileSystem.removeTree(directory) }  // What is left of it is in /tmp.
    try await body("\(directory)/0.log")
  }

  @Test("What is written while somebody reads comes at once, and all of it before the end")
  func follows() async throws {
    try await withLog { path in
      let file = try FileSystem.open(path, .appending)
      try file.writeAll(line("first") + line("second"))
      var options = ContainerLogOptions()
      options.tailLines = 1
      let log = try await FollowedLog(path: path, options: options)
      var pieces = log.pieces.makeAsyncIterator()
      #expect(try await pieces.next() == Array("second\n".utf8))
      try file.writeAll(line("half ", "P"))
      #expect(try await pieces.next() == Array("half ".utf8))
      try file.writeAll(line("third"))
      log.end()
      #expect(try await pieces.next() == Array("third\n".utf8))
      #expect(try await pieces.next() == nil)
    }
  }

  @Test("A log that is put aside for a new file is read to its end, and then the new one")
  func rotates() async throws {
    try await withLog { path in
      let old = try FileSystem.open(path, .appending)
      let log = try await FollowedLog(path: path, options: ContainerLogOptions())
      var pieces = log.pieces.makeAsyncIterator()
      try old.writeAll(line("old"))
      try FileSystem.rename(path, to: "\(path).1")
      try old.writeAll(line("older"))
      let new = try FileSystem.open(path, .appending)
      try new.writeAll(line("new"))
      log.end()
      var text: [UInt8] = []
      while let piece = try await pieces.next() { text += piece }
      #expect(String(decoding: text, as: UTF8.self) == "old\nolder\nnew\n")
    }
  }

  @Test("A reader that is cancelled stops waiting")
  func cancels() async throws {
    try await withLog { path in
      _ = try FileSystem.open(path, .appending)
      let log = try await FollowedLog(path: path, options: ContainerLogOptions())
      let reading = Task { for try await _ in log.pieces {} }
      reading.cancel()
      _ = await reading.result
    }
  }

  @Test("An end is told to those who ask for it a moment later")
  func lateQuestion() async throws {
    let exits = ExitRegistry()
    exits.ended("a", .init(code: 3, startedAt: 0, finishedAt: 1))
    var codes: [Int32] = []
    for await status in exits.end(of: "a") { codes.append(status.code) }
    #expect(codes == [3])
  }
}
