import Synchronization
import Testing

@testable import LinuxSystem

/// A thread that swaps two names as fast as it can until it is let go.
final class Swapper: Sendable {
  private let isDone = Mutex(false)
  private let count = Mutex(0)

  /// Exchanges `first` and `second` of a directory through a third name, again and again.
  init(_ first: String, _ second: String, in directory: String) throws {
    let third = Path.join(directory, ".swapped")
    let (one, two) = (Path.join(directory, first), Path.join(directory, second))
    try SystemThread.start { [self] in
      while !isDone.withLock({ $0 }) {
        // Somebody else may have removed either meanwhile.
        try? FileSystem.rename(one, to: third)
        try? FileSystem.rename(two, to: one)
        try? FileSystem.rename(third, to: two)
        count.withLock { $0 += 1 }
      }
      isDone.withLock { $0 = false }
    }
  }

  var swaps: Int { count.withLock { $0 } }

  /// Waits until it has stopped.
  func stop() {
    isDone.withLock { $0 = true }
    while isDone.withLock({ $0 }) {}
  }
}

@Suite struct RootedDirectoryTests {
  /// Runs a test with a directory `inside` and a directory `outside` that holds a file.
  static func run(_ body: (_ base: String, _ root: borrowing RootedDirectory) throws -> Void) throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-rooted-")
    defer { try? FileSystem.removeTree(base) }
    try FileSystem.makeDirectory("\(base)/inside")
    try FileSystem.makeDirectory("\(base)/outside/deep")
    try FileSystem.write(text: "precious", to: "\(base)/outside/file", permissions: 0o600)
    try body(base, try RootedDirectory("\(base)/inside"))
    #expect(try FileSystem.readText("\(base)/outside/file") == "precious")
    #expect(try FileSystem.status("\(base)/outside/file").permissions == 0o600)
    #expect(try FileSystem.list("\(base)/outside") == ["deep", "file"])
  }

  @Test("No path leads out", arguments: ["../outside/file", "/etc/hostname", "link/file", "a/../../outside/file"])
  func staysInside(path: String) throws {
    try Self.run { base, root in
      try FileSystem.makeLink("\(base)/inside/link", to: "\(base)/outside")
      _ = try root.makeDirectory("a")
      #expect(throws: SystemError.self) { try root.read(path) }
      #expect(throws: SystemError.self) { _ = try root.open(path, .replacing) }
    }
  }

  @Test("A name is one step", arguments: ["..", ".", "", "a/b", "../outside/file"])
  func namesAreSingle(name: String) throws {
    try Self.run { _, root in
      #expect(throws: SystemError.self) { try root.remove(name) }
      #expect(throws: SystemError.self) { try root.removeTree(name) }
      #expect(throws: SystemError.self) { try root.create(name, content: [], permissions: 0o600) }
      #expect(throws: SystemError.self) { try root.makeLink(name, to: "x") }
      #expect(throws: SystemError.self) { try root.rename("x", to: name) }
    }
  }

  @Test("Files and directories have exactly the permissions asked for, and pipes hold nobody up")
  func makes() throws {
    try Self.run { base, root in
      let child = try root.makeDirectory("a/b", permissions: 0o777)
      #expect(try FileSystem.status("\(base)/inside/a/b").permissions == 0o777)
      try child.create("f", content: Array("x".utf8), permissions: 0o4755)
      #expect(try child.status("f")?.permissions == 0o4755)
      #expect(try root.read("a/b/f") == Array("x".utf8))
      #expect(throws: SystemError.self) { try child.create("f", content: [], permissions: 0o600) }
      #expect(throws: SystemError.self) { try root.read("a") }
      #expect(try root.status("missing") == nil)
      #expect(try root.readLink("a") == nil)
    }
  }

  @Test("What is written while a directory is swapped for a link stays inside")
  func writesUnderSwaps() throws {
    try Self.run { base, root in
      try FileSystem.makeDirectory("\(base)/inside/d")
      try FileSystem.makeLink("\(base)/inside/link", to: "../outside")
      let swapper = try Swapper("d", "link", in: "\(base)/inside")
      for number in 0..<4_000 {
        // The link is refused, and the directory may be away for a moment.
        guard let place = try? root.directory("d") else { continue }
        try? place.create("n\(number)", content: [1], permissions: 0o666)
        _ = try? root.makeDirectory("d/sub\(number)")
      }
      #expect(swapper.swaps > 10)
      swapper.stop()
    }
  }

  @Test("What is removed while a directory is swapped for a link is never what the link leads to")
  func removesUnderSwaps() throws {
    try Self.run { base, root in
      for _ in 0..<200 {
        for number in 0..<5 { _ = try root.makeDirectory("tree/d/\(number)/x") }
        try FileSystem.remove("\(base)/inside/tree/link")
        try FileSystem.makeLink("\(base)/inside/tree/link", to: "../../outside")
        let swapper = try Swapper("d", "link", in: "\(base)/inside/tree")
        // It may give up, since somebody works against it; it may not go astray.
        try? root.removeTree("tree")
        swapper.stop()
        #expect(FileSystem.exists("\(base)/outside/file"))
        // With nobody against it, nothing of the tree is left.
        try root.removeTree("tree")
      }
      #expect(try root.list().isEmpty)
    }
  }

  @Test("Groups and modes are never given to what a swapped link leads to")
  func givesUnderSwaps() throws {
    try Self.run { base, root in
      for name in ["tree/d", "tree/e"] { _ = try root.makeDirectory(name) }
      try FileSystem.write(text: "", to: "\(base)/inside/tree/d/file")
      try FileSystem.makeLink("\(base)/inside/tree/link", to: "../../outside")
      let swapper = try Swapper("d", "link", in: "\(base)/inside/tree")
      let group = CurrentProcess.effectiveGroup
      for _ in 0..<1_000 {
        try? root.visit(isMeasuring: true) { entry throws(SystemError) in
          try entry.give(to: group, adding: 0o777)
          return true
        }
      }
      swapper.stop()
      #expect(try FileSystem.status("\(base)/outside/deep").permissions == 0o755)
    }
  }

  @Test("A tree of any depth is removed with few descriptors, whatever its owner closed")
  func removesDeepTrees() throws {
    try Self.run { base, root in
      var place = try root.directory(".")
      for level in 0..<3_000 {
        let next = try place.makeDirectory("d")
        if level % 100 == 0 { try next.create("file", content: [], permissions: 0) }
        place = next
      }
      try place.setPermissions(0)
      try root.removeTree("d")
      #expect(try root.list().isEmpty)
      _ = base
    }
  }

  @Test("Everything is visited once, a directory after what is in it, and the rest is left when nobody wants more")
  func visits() throws {
    try Self.run { base, root in
      _ = try root.makeDirectory("a/b")
      try FileSystem.write(text: "1234", to: "\(base)/inside/a/b/file")
      try FileSystem.makeLink("\(base)/inside/a/link", to: "/etc")
      var kinds: [FileStatus.Kind] = []
      try root.visit(isMeasuring: true) { entry throws(SystemError) in
        kinds.append(entry.status.kind)
        return true
      }
      #expect(kinds.count == 5 && kinds.filter { $0 == .directory }.count == 3)
      // The file, its directory, that one's and the root; the link comes anywhere before the last two.
      #expect(kinds.filter { $0 != .link } == [.file, .directory, .directory, .directory])
      #expect(kinds.suffix(2) == [.directory, .directory])
      var seen = 0
      try root.visit(isMeasuring: true) { _ throws(SystemError) in
        seen += 1
        return seen < 2
      }
      #expect(seen == 2)
    }
  }
}
