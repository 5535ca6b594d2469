import Testing

@testable import LinuxSystem

@Suite struct FileSystemTests {
  @Test("A tree is removed without following the links in it")
  func removeTree() throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-files-")
    let kept = Path.join(base, "kept")
    let doomed = Path.join(base, "doomed")
    try FileSystem.makeDirectory(Path.join(doomed, "a/b/c"))
    try FileSystem.makeDirectory(kept)
    try FileSystem.write(text: "x", to: Path.join(kept, "file"))
    try FileSystem.makeLink(Path.join(doomed, "a/link"), to: kept)
    try FileSystem.setPermissions(0, of: Path.join(doomed, "a/b/c"))
    try FileSystem.removeTree(doomed)
    #expect(!FileSystem.exists(doomed))
    #expect(try FileSystem.readText(Path.join(kept, "file")) == "x")
    try FileSystem.removeTree(doomed)
    try FileSystem.removeTree(base)
    #expect(!FileSystem.exists(base))
  }

  @Test("A file is replaced at once, with the permissions asked for and nothing left beside it")
  func replace() throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-files-")
    let path = Path.join(base, "file")
    try FileSystem.write(text: "one", to: path, permissions: 0o600)
    try FileSystem.write(text: "two", to: path, permissions: 0o666)
    #expect(try FileSystem.readText(path) == "two")
    #expect(try FileSystem.status(path).permissions == 0o666)
    #expect(try FileSystem.list(base) == ["file"])
    #expect(throws: SystemError("read", path, number: 27)) { try FileSystem.read(path, limit: 2) }
    try FileSystem.removeTree(base)
  }

  @Test("A file that is written in place keeps its mode and its links, and a missing one is made")
  func overwrite() throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-files-")
    let (path, link, missing) = (Path.join(base, "file"), Path.join(base, "link"), Path.join(base, "missing"))
    try FileSystem.write(text: "longer than before", to: path, permissions: 0o640)
    try FileSystem.makeLink(link, to: path)
    let before = try FileSystem.status(path)
    try FileSystem.overwrite(link, with: Array("short".utf8), previous: try FileSystem.read(path), permissions: 0o600)
    #expect(try FileSystem.readText(path) == "short")
    #expect(try FileSystem.status(path).inode == before.inode)
    #expect(try FileSystem.status(path).permissions == 0o640)
    #expect(try FileSystem.status(link, followsLinks: false).kind == .link)
    try FileSystem.overwrite(missing, with: [1], previous: [], permissions: 0o600)
    #expect(try FileSystem.status(missing).permissions == 0o600)
    #expect(throws: SystemError.self) {
      try FileSystem.overwrite("/dev/null", with: [1], previous: [], permissions: 0o600)
    }
    try FileSystem.removeTree(base)
  }

  @Test("A missing file is named in the error")
  func missing() {
    let error = #expect(throws: SystemError.self) { try FileSystem.read("/nowhere/file") }
    #expect(error?.number == SystemError.notFound)
    #expect(error?.description == "open /nowhere/file: no such file or directory")
  }

  @Test(
    "The parent and the name of a path",
    arguments: [
      ("/", "/", ""), ("/a", "/", "a"), ("/a/b", "/a", "b"), ("/a/b/", "/a", "b"), ("a", ".", "a"), ("//a", "/", "a"),
      ("a/b", "a", "b"),
    ])
  func parts(path: String, parent: String, name: String) {
    #expect(Path.parent(path) == parent)
    #expect(Path.name(path) == name)
  }

  @Test(
    "A path is made plain without leaving the root",
    arguments: [("/a/../../b/./c//d", "/b/c/d"), ("/", "/"), ("/..", "/"), ("/a/", "/a")])
  func normalized(path: String, plain: String) {
    #expect(Path.normalized(path) == plain)
    #expect(Path.normalized("relative") == nil)
  }
}
