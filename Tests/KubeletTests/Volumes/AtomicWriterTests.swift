import KubeModel
import LinuxSystem
import Synchronization
import Testing

@testable import Kubelet

@Suite("The writer of volumes' files")
struct AtomicWriterTests {
  private static let now = Timestamp(seconds: 1_796_000_000)

  private static func payload(_ files: [String: String], mode: UInt32 = 0o644) -> VolumePayload {
    var payload = VolumePayload()
    for (path, text) in files { payload.files[path] = .init(content: Array(text.utf8), mode: mode) }
    return payload
  }

  private static func run(_ body: (_ volume: String, _ outside: String) throws -> Void) throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-writer-")
    defer { try? FileSystem.removeTree(base) }
    try FileSystem.makeDirectory("\(base)/outside")
    try FileSystem.write(text: "precious", to: "\(base)/outside/file")
    try body("\(base)/volume", "\(base)/outside")
    #expect(try FileSystem.readText("\(base)/outside/file") == "precious")
    #expect(try FileSystem.list("\(base)/outside") == ["file"])
  }

  private static func visible(_ volume: String) throws -> [String] {
    try FileSystem.list(volume).filter { !$0.hasPrefix("..") }
  }

  @Test("Where a cluster has one id, files and volumes are given to nobody")
  func leavesOwners() throws {
    try Self.run { (volume, _) throws in
      var payload = Self.payload(["a": "1"], mode: 0o600)
      payload.files["a"]?.user = 5
      #expect(try AtomicWriter(directory: volume, ids: 5...5).write(payload, now: Self.now))
      let data = try FileSystem.readLink("\(volume)/..data")
      let (owner, made) = (
        try RootedDirectory(volume).status().user, try RootedDirectory("\(volume)/\(data)").status("a")
      )
      #expect(made?.user == owner)
    }
    let pod = PodStateMachineTests.pod(["containers": [], "securityContext": ["fsGroup": 5]])
    #expect(VolumeOwnership(of: pod.spec, ids: 5...5) == nil)
    #expect(VolumeOwnership(of: pod.spec, ids: 0...9) != nil)
  }

  @Test("Files follow the payload, names that are gone go, and one directory of data is left")
  func follows() throws {
    try Self.run { (volume, _) throws in
      let writer = AtomicWriter(directory: volume)
      #expect(try writer.write(Self.payload(["a": "1", "d/e/f": "2"]), now: Self.now))
      #expect(try !writer.write(Self.payload(["a": "1", "d/e/f": "2"]), now: Self.now))
      #expect(try FileSystem.readText("\(volume)/d/e/f") == "2")
      #expect(try FileSystem.readLink("\(volume)/..data").hasPrefix("..2026_11_"))
      #expect(try writer.write(Self.payload(["a": "3", "b": "4"], mode: 0o400), now: Self.now))
      #expect(try FileSystem.readText("\(volume)/a") == "3")
      #expect(try FileSystem.status("\(volume)/b").permissions == 0o400)
      #expect(try Self.visible(volume) == ["a", "b"])
      #expect(try FileSystem.list(volume).count == 4)
      #expect(try writer.write(VolumePayload(), now: Self.now))
      #expect(try Self.visible(volume).isEmpty)
    }
  }

  @Test(
    "Paths that lead out, or into what the writer keeps, are refused, and nothing is written",
    arguments: [
      ("../outside/planted", "invalid path: must not contain '..': ../outside/planted"),
      ("a/../../outside/planted", "invalid path: must not contain '..': a/../../outside/planted"),
      ("/tmp/planted", "invalid path: must be relative path: /tmp/planted"),
      ("..data/planted", "invalid path: must not start with '..': ..data/planted"),
      ("./..data", "invalid path: must not start with '..': ./..data"), ("", "invalid path: must not be empty: \"\""),
      (".", "invalid path: must not be empty: \"\""),
      (
        "a/" + String(repeating: "n", count: 256),
        "invalid path: filenames must be less than or equal to 255 characters"
      ),
    ])
  func refusesPaths(path: String, message: String) throws {
    try Self.run { volume, _ in
      #expect(throws: ConfigurationError(message)) {
        try AtomicWriter(directory: volume).write(Self.payload([path: "x"]), now: Self.now)
      }
      #expect(!FileSystem.exists(volume))
    }
  }

  @Test(
    "Links that a container put into the volume lead nowhere", arguments: ["../outside", "/outside", "a", "..", "."])
  func ignoresLinks(target: String) throws {
    try Self.run { volume, outside in
      let writer = AtomicWriter(directory: volume)
      try writer.write(Self.payload(["a": "1", "b": "1"]), now: Self.now)
      for name in ["..data", "a", "..data_tmp"] {
        try FileSystem.remove("\(volume)/\(name)")
        try FileSystem.makeLink("\(volume)/\(name)", to: target == "/outside" ? outside : target)
      }
      #expect(try writer.write(Self.payload(["a": "2", "b": "2"]), now: Self.now))
      #expect(try FileSystem.readText("\(volume)/a") == "2")
      #expect(try FileSystem.readText("\(volume)/b") == "2")
    }
  }

  @Test("Nothing is written or removed outside while a container swaps the data for a link")
  func survivesSwaps() throws {
    try Self.run { volume, outside in
      let writer = AtomicWriter(directory: volume)
      try writer.write(Self.payload(["a": "1", "d/e": "1"]), now: Self.now)
      try FileSystem.makeLink("\(volume)/evil", to: outside)
      let isDone = Mutex(false)
      let swaps = Mutex(0)
      try SystemThread.start {
        while !isDone.withLock({ $0 }) {
          // The container's attempts may fail; it goes on.
          try? FileSystem.makeLink("\(volume)/link", to: outside)
          try? FileSystem.rename("\(volume)/link", to: "\(volume)/..data")
          for name in (try? FileSystem.list(volume)) ?? [] where name.hasPrefix("..2") {
            try? FileSystem.rename("\(volume)/\(name)", to: "\(volume)/away")
            try? FileSystem.makeLink("\(volume)/\(name)", to: outside)
          }
          swaps.withLock { $0 += 1 }
        }
        isDone.withLock { $0 = false }
      }
      for number in 0..<400 {
        // It may fail while somebody works against it.
        _ = try? writer.write(Self.payload(["a": "\(number)", "d/e": "\(number)"]), now: Self.now)
      }
      isDone.withLock { $0 = true }
      while isDone.withLock({ $0 }) {}
      #expect(swaps.withLock { $0 } > 10)
    }
  }

  @Test("What the writer did not make stays: mount points, directories of subPath and files beside them")
  func leavesForeignNames() throws {
    try Self.run { volume, _ in
      let writer = AtomicWriter(directory: volume)
      try writer.write(Self.payload(["app.conf": "1"]), mountPoints: ["cache", "deep/er"], now: Self.now)
      try FileSystem.makeDirectory("\(volume)/other.conf")
      #expect(try writer.write(Self.payload(["new": "2"]), mountPoints: ["cache", "deep/er"], now: Self.now))
      #expect(try Self.visible(volume) == ["cache", "deep", "new", "other.conf"])
      #expect(try FileSystem.status("\(volume)/deep/er").kind == .directory)
    }
  }

  @Test("With a group, files are readable by it and directories belong to it")
  func gives() throws {
    try Self.run { volume, _ in
      let group = CurrentProcess.effectiveGroup
      try AtomicWriter(directory: volume, group: group).write(
        Self.payload(["t": "1", "d/e": "1"], mode: 0o600), now: Self.now)
      #expect(try FileSystem.status("\(volume)/t").permissions == 0o640)
      #expect(try FileSystem.status("\(volume)/d").permissions == 0o2755)
      #expect(try FileSystem.status(volume).permissions == 0o2777)
    }
  }

  @Test("Mount points below a volume are found, those below another one are not")
  func findsMountPoints() {
    let spec = PodSpec(json: [
      "containers": [
        [
          "name": "c",
          "volumeMounts": [
            ["name": "conf", "mountPath": "/etc/app"], ["name": "a", "mountPath": "/etc/app/cache"],
            ["name": "b", "mountPath": "/etc/app/cache/more"], ["name": "b", "mountPath": "/etc/application"],
            ["name": "b", "mountPath": "/etc/app/../up"], ["name": "b", "mountPath": "/etc//app/x/y/"],
          ],
        ]
      ]
    ])
    #expect(NestedMountPoints.of("conf", in: spec) == ["cache", "x/y"])
    #expect(NestedMountPoints.of("a", in: spec) == ["more"])
  }
}
