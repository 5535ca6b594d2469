import Foundation

/// Puts one version of a client through transcripts, each in a directory and a namespace of its own.
struct TranscriptRun: Sendable {
  /// What came of a case with one version.
  enum Outcome: Equatable, Sendable {
    case passed
    case spared(reason: String)
    case failed(explanation: String)
  }

  let cluster: Cluster
  /// The client's version, as the transcripts name it: `1.33`.
  let version: String
  /// The directory of the client's programs.
  let programs: String

  /// How many transcripts are under way at once: they wait for pods more than they compute.
  private static let width = 4

  /// Runs the cases of all transcripts with several versions side by side, and answers for each version what came of
  /// each transcript, in the order of the transcripts.
  static func run(_ transcripts: [Transcript], with runs: [TranscriptRun]) async throws -> [[[Outcome]]] {
    for run in runs { try await run.makeNamespaces(transcripts) }
    var outcomes: [[[Outcome]]] = Array(repeating: Array(repeating: [], count: transcripts.count), count: runs.count)
    try await withThrowingTaskGroup(of: (Int, Int, [Outcome]).self) { group in
      let pairs = transcripts.indices.flatMap { index in runs.indices.map { (run: $0, transcript: index) } }
        .filter { !transcripts[$0.transcript].isAlone }
      for (count, pair) in pairs.enumerated() {
        if count >= width, let (run, transcript, result) = try await group.next() { outcomes[run][transcript] = result }
        group.addTask { (pair.run, pair.transcript, try await runs[pair.run].run(transcripts[pair.transcript])) }
      }
      for try await (run, transcript, result) in group { outcomes[run][transcript] = result }
    }
    for index in transcripts.indices where transcripts[index].isAlone {
      for (number, run) in runs.enumerated() { outcomes[number][index] = try await run.run(transcripts[index]) }
    }
    return outcomes
  }

  /// Runs the cases of one transcript, and takes its namespace away.
  private func run(_ transcript: Transcript) async throws -> [Outcome] {
    let setup = """
      mkdir -p '\(directory(transcript))' && cd '\(directory(transcript))' && cp '\(cluster.home)/kubeconfig' kubeconfig &&
        kubectl config use-context '\(cluster.profile)' && kubectl config set-context --current --namespace='\(namespace(transcript))'
      """
    let result = try await bash(setup, in: transcript, directory: "/")
    guard result.status == 0 else { throw Transcript.Malformed(description: "\(result)") }
    var outcomes: [Outcome] = []
    for one in transcript.cases {
      if let reason = one.exceptions[version] {
        outcomes.append(.spared(reason: reason))
      } else {
        outcomes.append(try await run(one, of: transcript))
      }
    }
    _ = try await cluster.kubectl("delete", "namespace", namespace(transcript), "--wait=false")
    return outcomes
  }

  /// Runs a case to its end, or to its first step that is not answered as expected.
  private func run(_ one: Transcript.Case, of transcript: Transcript) async throws -> Outcome {
    for step in one.steps where step.versions?.contains(version) != false {
      let end = ContinuousClock.now + .seconds(step.isRepeated ? 60 : 0)
      var result: CommandResult
      repeat {
        result = try await bash(filled(step.command, transcript), in: transcript, directory: directory(transcript))
        if try answers(result, step, transcript) { break }
        if ContinuousClock.now >= end {
          return .failed(
            explanation: """
              \(transcript.name):\(step.line): version \(version): \(one.command): \(one.sentence)
              \(result)
              expected, with exit \(step.status(version)):
              \(filled(expectation(step), transcript))
              """)
        }
        try await Task.sleep(for: .milliseconds(100))
      } while true
    }
    return .passed
  }

  private func answers(_ result: CommandResult, _ step: Transcript.Step, _ transcript: Transcript) throws -> Bool {
    try result.status == step.status(version) && lines(step.output, transcript).match(Self.lines(result.output))
      && lines(step.errors, transcript).match(Self.lines(result.errors).filter { !$0.contains(Self.cancelledWatch) })
  }

  /// What clients of 2026 log now and then of a watch that they end themselves.
  private static var cancelledWatch: Regex<Substring> { /reflector\.go.*: context canceled/ }

  /// What this version is expected to say.
  private func lines(_ lines: [(versions: Set<String>?, line: Transcript.Line)], _ transcript: Transcript)
    -> [Transcript.Line]
  {
    lines.filter { $0.versions?.contains(version) != false }.map {
      switch $0.line {
      case .text(let text): .text(filled(text, transcript))
      case .pattern(let text): .pattern(filled(text, transcript))
      case .anything: .anything
      }
    }
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // What stands behind the last newline is no line.
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private func expectation(_ step: Transcript.Step) -> String {
    let all = step.output.map { ("", $0) } + step.errors.map { ("! ", $0) }
    return all.filter { $0.1.versions?.contains(version) != false }.map { mark, expected in
      switch expected.line {
      case .text(let text): mark + text
      case .pattern(let text): mark + "~ " + text
      case .anything: mark + "..."
      }
    }.joined(separator: "\n")
  }

  // MARK: Surroundings

  private func namespace(_ transcript: Transcript) -> String {
    "\(transcript.name)-\(version.replacing(".", with: "-"))"
  }

  private func directory(_ transcript: Transcript) -> String { "\(cluster.home)/\(version)/\(transcript.name)" }

  private func filled(_ text: String, _ transcript: Transcript) -> String {
    text.replacing("{NS}", with: namespace(transcript)).replacing("{NODE}", with: cluster.profile)
  }

  private func bash(_ script: String, in transcript: Transcript, directory: String) async throws -> CommandResult {
    var environment = cluster.environment
    environment["HOME"] = "\(cluster.home)/\(version)"
    environment["KUBECONFIG"] = "\(self.directory(transcript))/kubeconfig"
    environment["PATH"] = "\(programs):\(environment["PATH"] ?? "")"
    return try await EndToEndTests.run(
      cluster.user.prefix + ["env", "-C", directory, "bash", "-c", script], environment: environment,
      limit: .seconds(120))
  }

  /// Makes the namespaces of all transcripts, and waits for the accounts of their pods.
  private func makeNamespaces(_ transcripts: [Transcript]) async throws {
    let manifests = transcripts.map {
      """
      {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "\(namespace($0))"}}
      """
    }
    let created = try await cluster.kubectl("create", "-f", "-", input: manifests.joined(separator: "\n---\n"))
    guard created.status == 0 else { throw Transcript.Malformed(description: "\(created)") }
    _ = try await eventually("every namespace has its account") {
      let accounts = try await cluster.kubectl(
        "get", "serviceaccounts", "-A", "-o", "jsonpath={.items[?(@.metadata.name=='default')].metadata.namespace}")
      let names = Set(accounts.output.split(separator: " ").map(String.init))
      return names.isSuperset(of: transcripts.map(namespace)) ? true : nil
    }
  }
}
