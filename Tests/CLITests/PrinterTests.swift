import KubeModel
import Testing

@testable import CLI

@Suite("Printing")
struct PrinterTests {
  private static let list: JSONValue = [
    "items": [
      ["metadata": ["name": "a", "labels": ["app.kubernetes.io/name": "x"]], "status": ["phase": "Running"], "n": 2],
      ["metadata": ["name": "b"], "status": ["phase": "Pending"], "n": 10],
    ]
  ]

  @Test(
    "a JSONPath template is filled in as kubectl does",
    arguments: [
      ("{.items[*].metadata.name}", "a b"), (".items[0].status.phase", "Running"),
      ("{range .items[*]}{.metadata.name}{\"\\t\"}{.n}{\"\\n\"}{end}", "a\t2\nb\t10\n"),
      ("{.items[?(@.status.phase==\"Pending\")].metadata.name}", "b"), ("{.items[?(@.n>5)].metadata.name}", "b"),
      ("{.items[-1].metadata.name}", "b"), ("{.items[0:1].n}", "2"), ("{.items[*]['n']}", "2 10"),
      ("{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "x"), ("{..phase}", "Running Pending"),
      ("{.missing}", ""), ("n={.items[1].n};", "n=10;"), ("{.items[0].status}", #"{"phase":"Running"}"#),
    ])
  func jsonPath(template: String, expected: String) throws {
    #expect(try JSONPathTemplate(template).text(for: Self.list) == expected)
  }

  @Test("a malformed JSONPath is refused", arguments: ["{.items[0}", "{.a", "{range .items[*]}x", "{end}", "{.a[x]}"])
  func badJSONPath(template: String) {
    #expect(throws: JSONPathError.self) { _ = try JSONPathTemplate(template) }
  }

  @Test("custom columns show <none> for what is missing, and bad ones are usage errors")
  func customColumns() throws {
    let columns = try CustomColumns("NAME:.metadata.name,X:.metadata.labels.x")
    #expect(columns.headers == ["NAME", "X"])
    #expect(columns.row(for: ["metadata": ["name": "a"]]) == ["a", "<none>"])
    #expect(throws: CommandFailure.self) { _ = try CustomColumns("NAME") }
  }

  @Test("a table has three spaces between columns of at least six, and remembers its widths")
  func table() {
    var table = TextTable()
    #expect(table.format([["NAME", "AGE"], ["web-1", "5s"]]) == "NAME    AGE\nweb-1   5s\n")
    #expect(table.format([["a", "6s"]]) == "a       6s\n")
  }

  @Test("tab stops are aligned over consecutive lines only")
  func tabs() {
    #expect(TabWriter.format("a:\t1\nlonger:\t2\nplain\nb:\t3\n") == "a:       1\nlonger:  2\nplain\nb:  3\n")
  }

  @Test(
    "ages are kubectl's",
    arguments: [
      (0, "0s"), (119, "119s"), (120, "2m"), (150, "2m30s"), (700, "11m"), (10_800, "3h"), (11_100, "3h5m"),
      (36_000, "10h"), (172_800, "2d"), (176_400, "2d1h"), (864_000, "10d"), (-5, "<invalid>"),
    ])
  func age(seconds: Int, expected: String) { #expect(Age.text(seconds: Int64(seconds)) == expected) }

  @Test("tar archives go both ways, in pieces and with long names")
  func tar() throws {
    let long = String(repeating: "d/", count: 70) + "file"
    let entries = [
      TarArchive.Entry(path: "dir/", kind: .directory, permissions: 0o755),
      TarArchive.Entry(path: long, kind: .file, permissions: 0o640, content: Array(repeating: 7, count: 700)),
    ]
    let bytes = entries.flatMap(TarArchive.bytes) + TarArchive.end
    var reader = TarArchive.Reader()
    var seen: [TarArchive.Entry] = []
    for start in stride(from: 0, to: bytes.count, by: 333) {
      seen += try reader.append(Array(bytes[start..<min(start + 333, bytes.count)]))
    }
    #expect(seen == entries)
  }
}
