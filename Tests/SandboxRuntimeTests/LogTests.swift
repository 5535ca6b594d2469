import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite struct LogTests {
  @Test(
    "Times are written as RFC 3339 has them",
    arguments: [
      (0, "1970-01-01T00:00:00.000000000Z"), (1_709_208_000_000_000_001, "2024-02-29T12:00:00.000000001Z"),
      (1_735_689_599_999_999_999, "2024-12-31T23:59:59.999999999Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
    ] as [(Int64, String)])
  func time(nanoseconds: Int64, text: String) {
    var output: [UInt8] = []
    LogTime.append(nanoseconds, to: &output)
    #expect(String(decoding: output, as: UTF8.self) == text)
  }

  @Test(
    "Lines are cut wherever the reads end",
    arguments: [
      (["a\nb\n"], ["F a", "F b"]), (["a", "b", "\n"], ["F ab"]), (["\n\n"], ["F ", "F "]), (["a\nb"], ["F a", "P b"]),
      ([String(repeating: "x", count: 16_384) + "\n"], ["F " + String(repeating: "x", count: 16_384)]),
      ([String(repeating: "x", count: 16_385)], ["P " + String(repeating: "x", count: 16_384), "P x"]),
    ])
  func lines(reads: [String], expected: [String]) {
    var formatter = LogFormatter(stream: "stdout")
    var output: [UInt8] = []
    for read in reads { formatter.append(Array(read.utf8)[...], time: 0, to: &output) }
    formatter.finish(time: 0, to: &output)
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map { String($0.dropFirst(38)) }
    #expect(lines == expected)
  }

  @Test("A log that grows too large begins anew, and the oldest part goes")
  func rotation() throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-log-")
    let path = Path.join(base, "log")
    let log = try LogFile(path: path, mostBytes: 10)
    for number in 0..<8 { log.write(Array("line \(number)\n".utf8)) }
    #expect(try FileSystem.list(base) == ["log", "log.1", "log.2", "log.3", "log.4"])
    #expect(try FileSystem.readText(path) == "line 7\n")
    #expect(try FileSystem.readText(path + ".4") == "line 3\n")
    try FileSystem.removeTree(base)
  }
}
