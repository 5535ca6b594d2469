import LinuxSystem
import Synchronization
import Testing

@testable import SandboxRuntime

/// A thread that exchanges two names as fast as it can until it is ended.
private final class Swapping: Sendable {
  private let isDone = Mutex(false)
  private let count = Mutex(0)

  init(_ one: String, _ two: String, third: String) throws {
    try SystemThread.start { [self] in
      while !isDone.withLock({ $0 }) {
        // Somebody else may hold either up; it goes on.
        try? FileSystem.rename(one, to: third)
        try? FileSystem.rename(two, to: one)
        try? FileSystem.rename(one, to: two)
        try? FileSystem.rename(third, to: one)
        count.withLock { $0 += 1 }
      }
      isDone.withLock { $0 = false }
    }
  }

  /// Waits until it has ended: how often it exchanged them.
  func end() -> Int {
    isDone.withLock { $0 = true }
    while isDone.withLock({ $0 }) {}
    return count.withLock { $0 }
  }
}

@Suite("Parts of volumes and memory", .serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct VolumeTests {
  @Test("A part of a volume that is missing is made with the mode of the volume; links inside are followed")
  func makesParts() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let volume = Path.join(cluster.directory, "volume")
      try FileSystem.makeDirectory(Path.join(volume, "real"))
      try FileSystem.write(text: "content\n", to: Path.join(volume, "real/file"))
      try FileSystem.makeLink(Path.join(volume, "link"), to: "real/file")
      try FileSystem.makeLink(Path.join(volume, "directory"), to: "real")
      try FileSystem.setPermissions(0o2777, of: volume)
      let output = try await cluster.script(
        "a", in: "one", "stat -c %a /one /two; cat /three; (echo > /three) 2>/dev/null || echo refused; ls /two"
      ) {
        $0.mounts = [
          Mount(.host(path: volume), subPath: "a/b/c", at: "/one"),
          Mount(.host(path: volume), subPath: "directory/new", at: "/two"),
          Mount(.host(path: volume), subPath: "link", at: "/three", isReadOnly: true),
        ]
      }
      #expect(output == "2777\n2777\ncontent\nrefused")
      for made in ["a", "a/b", "a/b/c", "real/new"] {
        #expect(try FileSystem.status(Path.join(volume, made)).permissions == 0o2777, "\(made)")
      }
    }
  }

  @Test(
    "A part that leads out of its volume is refused, and nothing is made outside",
    arguments: ["out", "out/new", "up", "up/new", "../outside", "dangling"])
  func refusesEscapes(part: String) async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let volume = Path.join(cluster.directory, "volume")
      let outside = Path.join(cluster.directory, "outside")
      try FileSystem.makeDirectory(volume)
      try FileSystem.makeDirectory(outside)
      try FileSystem.makeLink(Path.join(volume, "out"), to: outside)
      try FileSystem.makeLink(Path.join(volume, "up"), to: "../outside")
      try FileSystem.makeLink(Path.join(volume, "dangling"), to: "nowhere")
      let specification = try cluster.specification("a", in: "one", ["/bin/true"]) {
        $0.mounts = [Mount(.host(path: volume), subPath: part, at: "/data")]
      }
      do {
        _ = try await cluster.client.startContainer(specification)
        Issue.record("it started")
      } catch SandboxError.startFailed(let stage, _, _) {
        #expect(stage == "subPath \(part)")
      }
      #expect(try FileSystem.list(outside).isEmpty)
    }
  }

  @Test("A part that is swapped for a link while containers start is never what the link leads to")
  func survivesSwaps() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let volume = Path.join(cluster.directory, "volume")
      let outside = Path.join(cluster.directory, "outside")
      try FileSystem.makeDirectory(Path.join(volume, "part"))
      try FileSystem.makeDirectory(outside)
      try FileSystem.write(text: "precious\n", to: Path.join(outside, "file"))
      try FileSystem.makeLink(Path.join(volume, "link"), to: outside)
      let swapping = try Swapping(
        Path.join(volume, "part"), Path.join(volume, "link"), third: Path.join(volume, "third"))
      for number in 0..<40 {
        // A start may fail; what it may not do is show or make anything outside.
        let output = try? await cluster.script(
          "a\(number)", in: "one", "cat /data/file /new/../file 2>/dev/null; echo x > /data/written"
        ) {
          $0.mounts = [
            Mount(.host(path: volume), subPath: "part", at: "/data"),
            Mount(.host(path: volume), subPath: "part/new", at: "/new"),
          ]
        }
        #expect(output?.contains("precious") != true)
      }
      #expect(swapping.end() > 10)
      #expect(try FileSystem.list(outside) == ["file"])
    }
  }

  @Test("Memory of a sandbox is shared by its containers, keeps its size, and is not the host's disk")
  func sharesMemory() async throws {
    try await Cluster.run { cluster in
      let place = Path.join(cluster.directory, "memory")
      try await cluster.client.createSandbox(
        SandboxSpecification(
          id: "one", hostname: "one", address: nil, memoryVolumes: [MemoryVolume(path: place, size: 1 << 20)]))
      let mount: (inout ContainerSpecification) -> Void = { $0.mounts = [Mount(.host(path: place), at: "/data")] }
      let first = try await cluster.script(
        "a", in: "one",
        "stat -c %a /data; df -k /data | tail -1 | tr -s ' ' | cut -d' ' -f1,2; echo kept > /data/file; "
          + "dd if=/dev/zero of=/data/big bs=1M count=5 2>&1 | grep -o 'No space left on device'; rm /data/big", mount)
      #expect(first == "777\ntmpfs 1024\nNo space left on device")
      #expect(try await cluster.script("b", in: "one", "cat /data/file", mount) == "kept")
      // The host sees an empty directory.
      #expect(try FileSystem.list(place).isEmpty)
      let part = try await cluster.script("c", in: "one", "echo x > /data/f && ls /data") {
        $0.mounts = [Mount(.host(path: place), subPath: "part", at: "/data")]
      }
      #expect(part.hasSuffix("f"), "\(part)")
      #expect(try FileSystem.list(place).isEmpty)
      try await cluster.client.removeSandbox("one")
      // With the sandbox the memory is gone, and another begins with an empty one.
      try await cluster.client.createSandbox(
        SandboxSpecification(
          id: "one", hostname: "one", address: nil, memoryVolumes: [MemoryVolume(path: place, size: 1 << 20)]))
      #expect(try await cluster.script("d", in: "one", "ls /data | wc -l", mount) == "0")
    }
  }
}
