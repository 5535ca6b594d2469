import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite("The first container", .serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct StartTrialTests {
  private func launch(_ trial: SandboxdLauncher.Trial, in base: String) throws -> SandboxdProcess {
    try SandboxdLauncher.launch(
      socketPath: Path.join(base, "socket"),
      options: .init(executable: try #require(Cluster.executable), trial: trial))
  }

  private func withDirectory(_ body: (String) throws -> Void) throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-trial-")
    defer { try? FileSystem.removeTree(base) }
    try body(base)
  }

  @Test("It starts where pods can be had, leaves nothing, and sandboxd ends when that was all")
  func only() throws {
    try withDirectory { base in
      let place = Path.join(base, "trial")
      try FileSystem.makeDirectory(Path.join(place, "left/over"))
      let process = try launch(.only(directory: place), in: base)
      try process.waitUntilReady()
      #expect(process.waitUntilEnded() == 0)
      #expect(!FileSystem.exists(place))
    }
  }

  @Test("It fails where its files cannot be, and says at which call")
  func fails() throws {
    try withDirectory { base in
      try FileSystem.write([], to: Path.join(base, "file"))
      let process = try launch(.first(directory: Path.join(base, "file/trial")), in: base)
      let error = #expect(throws: SandboxdLaunchError.self) { try process.waitUntilReady() }
      #expect(error?.failure.stage == .container)
      #expect(error?.failure.number == SystemError.notDirectory)
      #expect(process.waitUntilEnded() == 1)
    }
  }

  @Test("What it takes is printed")
  func times() throws {
    try withDirectory { base in
      var times: [SandboxdLauncher.Trial: [Int64]] = [:]
      for _ in 0..<9 {
        for trial in [SandboxdLauncher.Trial.none, .first(directory: Path.join(base, "trial"))] {
          let begin = Clocks.monotonic
          let process = try launch(trial, in: base)
          try process.waitUntilReady()
          times[trial, default: []].append(Clocks.monotonic - begin)
          try process.kill()
          _ = process.waitUntilEnded()
        }
      }
      // One that was killed left its files, which sandboxd alone can remove.
      _ = try launch(.only(directory: Path.join(base, "trial")), in: base).waitUntilEnded()
      for (trial, all) in times { print("sandboxd ready, trial \(trial): median \(all.sorted()[4] / 1_000) µs") }
      #expect(times.count == 2)
    }
  }
}
