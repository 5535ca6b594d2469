import Foundation
import KubeModel
import LinuxSystem
import Logging
import SandboxRuntime
import Synchronization
import Testing

@testable import Kubelet

@Suite("Recipes")
struct RecipeTests {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test("An image's name that is none is told as container engines tell it")
  func namesOfImages() {
    let digest = "sha256:" + String(repeating: "0a", count: 32)
    for name in [
      "busybox", "busybox:1.36", "library/busybox", "quay.io/a/b_c/d__e/f--g:v1.0-rc.1", "localhost/x", "host:5000/x/y",
      "x@\(digest)", "x:1@\(digest)", "Upper.example/x", "a.b", "consul:1.8.0",
    ] { #expect(ImageReference.fault(in: name) == nil, "\(name)") }
    for name in [
      "", ":1", "x:", "x:-1", "a//b", "/x", "x/", "a b", "-x", "x-", "a..b", "x@sha256:00", "x@", "host:port/x", "ä",
      "x:\(String(repeating: "1", count: 129))",
    ] { #expect(ImageReference.fault(in: name) == "invalid reference format", "\(name)") }
    #expect(
      ImageReference.fault(in: "Busybox:1")
        == "invalid reference format: repository name (library/Busybox) must be lowercase")
    #expect(
      ImageReference.fault(in: "quay.io/A/b") == "invalid reference format: repository name (A/b) must be lowercase")
  }

  @Test(
    "A pattern names an image as people write it: with its registry or without, with its tag or without",
    arguments: [
      ("quay.io/prometheus/blackbox-exporter:v0.28.0", "quay.io/prometheus/blackbox-exporter", true),
      ("quay.io/prometheus/blackbox-exporter:v0.28.0", "quay.io/prometheus/blackbox-exporter:v0.28.0", true),
      ("quay.io/prometheus/blackbox-exporter:v0.28.0", "prometheus/blackbox-exporter", true),
      ("quay.io/prometheus/blackbox-exporter:v0.28.0", "docker.io/prometheus/blackbox-exporter", false),
      ("quay.io/prometheus/blackbox-exporter:v0.28.0", "quay.io/prometheus/blackbox-exporter:v1", false),
      ("registry:5000/team/app@sha256:0123", "registry:5000/team/app", true),
      ("redis:7", "redis", true), ("redis", "docker.io/library/redis", true), ("redis:7", "library/redis:7", true),
      ("docker.io/library/redis:7", "redis", true), ("quay.io/library/redis", "docker.io/library/redis", false),
      ("bitnami/redis", "docker.io/bitnami/redis", true), ("bitnami/redis", "redis", false),
      ("example/web-1", "example/web-*", true), ("quay.io/a/b:1", "quay.io/*", true),
    ])
  func matching(image: String, pattern: String, expected: Bool) {
    #expect(ImageReference(image).matches(pattern) == expected)
  }

  private func book(_ programs: [String: ProgramLookup] = [:]) -> RecipeBook {
    RecipeBook(
      directory: "/nonexistent", resolver: { name, _ in programs[name] ?? .missing(reason: nil) }, logger: logger)
  }

  @Test("busybox and alpine are busybox where it is, bash where it is not, and the host's shell without either")
  func shells() async throws {
    let busybox = Program(path: "/opt/b", applets: "/opt/applets")
    for image in ["busybox:1.36", "alpine", "docker.io/library/alpine:3"] {
      let found = try await book(["busybox": .found(busybox)]).resolve(image: image)
      #expect(found.imageID.contains("/busybox"))
      #expect(found.files.contains { $0.path == "/bin/sh" && $0.content == .link(target: "busybox") })
      #expect(found.files.contains { $0.content == .host(path: "/opt/applets") })
      #expect(found.environment["PATH"]?.hasPrefix("/opt/busybox/bin:") == true)
      let other = try await book(["bash": .found(Program(path: "/bin/bash"))]).resolve(image: image)
      #expect(other.files.first?.content == .link(target: "bash"))
      #expect(try await book().resolve(image: image).files.isEmpty)
    }
    #expect(try await book(["busybox": .found(busybox)]).resolve(image: "debian:12").files.isEmpty)
  }

  @Test("A program that is fetched, or could not be, says so")
  func fetching() async throws {
    await #expect(throws: ImageUnavailable.fetching(program: "consul")) {
      try await book(["consul": .fetching]).resolve(image: "hashicorp/consul:1.10.0")
    }
    let error = await #expect(throws: ImageUnavailable.self) {
      try await book(["consul": .missing(reason: "out of reach")]).resolve(image: "consul")
    }
    guard case .missing(let why)? = error else { return #expect(error != nil) }
    #expect("\(why)".contains("out of reach"))
  }

  @Test("The message about an image without a recipe names it as a recipe would")
  func message() async {
    let error = await #expect(throws: ImageUnavailable.self) { try await book().resolve(image: "quay.io/x/y:1") }
    guard case .missing(let why)? = error else { return #expect(error != nil) }
    #expect("\(why)".contains("images: [quay.io/x/y]") && "\(why)".contains("localkube image add --help"), "\(why)")
  }

  @Test("A book's listeners are told when a file comes into one of its directories", .timeLimit(.minutes(1)))
  func watching() async throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "recipes-")
    defer { try? FileSystem.removeTree(directory) }  // A leftover in /tmp does no harm.
    let book = book()
    let (told, tell) = AsyncStream<Void>.makeStream()
    book.onChange { tell.yield() }
    await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await RecipeWatch(book: book, directories: [directory, "/nonexistent"], logger: logger).run()
      }
      group.addTask {
        // Again and again, since nothing tells when the watch has begun.
        for number in 0..<10_000 {
          try FileSystem.write(text: "images: [web]", to: "\(directory)/\(number).yaml")
          try await Task.sleep(for: .milliseconds(20))
        }
      }
      for await _ in told { break }
      group.cancelAll()
      // Both end by being cancelled.
      try? await group.waitForAll()
    }
  }

  // MARK: Pods that wait

  private func starting() -> PodStateMachine {
    var machine = PodStateMachine(
      pod: PodStateMachineTests.pod(["containers": [["name": "c", "image": "consul:1.8"]]]))
    _ = machine.handle(.tick, at: PodStateMachineTests.start)
    _ = machine.handle(.volumesReady, at: PodStateMachineTests.start)
    _ = machine.handle(.sandboxReady, at: PodStateMachineTests.start)
    return machine
  }

  private func messages(_ actions: [PodAction]) -> [String] {
    actions.compactMap { action in
      guard case .event(_, _, let reason, let message) = action else { return nil }
      return "\(reason): \(message)"
    }
  }

  @Test("A pod whose program is fetched waits as for an image, and starts when it is there")
  func pulling() {
    var machine = starting()
    let start = PodStateMachineTests.start
    let waiting = machine.handle(.startFailed(container: "c", attempt: 0, .fetching), at: start)
    #expect(messages(waiting) == ["Pulling: Pulling image \"consul:1.8\""])
    #expect(machine.handle(.tick, at: start + .seconds(30)).isEmpty)
    let again = machine.handle(.recipesChanged, at: start + .seconds(31))
    #expect(again == [.start(container: "c", attempt: 0)])
    let process = StartedProcess(pid: 1, startedAt: Int64((start + .seconds(32)).nanoseconds))
    let started = machine.handle(
      .started(container: "c", attempt: 0, process: process, imageID: "i"), at: start + .seconds(32))
    #expect(
      messages(started).first
        == "Pulled: Successfully pulled image \"consul:1.8\" in 32.0s (32.0s including waiting)")
  }

  @Test(
    "What waits for a recipe is tried at once when one has come, also while it was being tried",
    arguments: [true, false])
  func waking(comesMeanwhile: Bool) {
    var machine = starting()
    let start = PodStateMachineTests.start
    if comesMeanwhile { #expect(machine.handle(.recipesChanged, at: start).isEmpty) }
    var actions = machine.handle(.startFailed(container: "c", attempt: 0, .image("none")), at: start)
    if !comesMeanwhile {
      #expect(!actions.contains(.start(container: "c", attempt: 0)))
      actions = machine.handle(.recipesChanged, at: start + .seconds(1))
    }
    #expect(actions.contains(.start(container: "c", attempt: 0)))
  }

  @Test(
    "A program that does not know its configuration because of its version is told of, other ends are not",
    arguments: [
      ("consul:1.10.0", "* invalid config key \"telemetry.new\"", true),
      ("hashicorp/consul:1.14", "flag provided but not defined: -grpc-tls-port", true),
      ("consul:1.8.7", "* invalid config key \"nonsense\"", false), ("consul", "* invalid config key \"x\"", false),
      ("consul:1.10.0", "==> Error starting agent: bind: address already in use", false),
    ])
  func outdated(image: String, line: String, expected: Bool) {
    let log = "2026-01-01T00:00:00.000000000Z stdout F ==> starting\n2026-01-01T00:00:01.000000000Z stderr F \(line)\n"
    let note = OutdatedProgram.note(
      image: image, imageID: "localkube-recipe://consul/usr/bin/consul@1.8.7", log: log)
    #expect((note != nil) == expected)
    if let note { #expect(note.contains("version 1.8.7") && note.contains(line.drop { $0 == "*" || $0 == " " })) }
  }
}
