/// What came of every command with every version, as the documentation shows it.
struct ConformanceTable {
  /// A version of a client: its name, what it says it has, and what came of the cases.
  struct Column {
    let version: String
    let commands: [String]
    let outcomes: [[TranscriptRun.Outcome]]
  }

  let client: String
  let transcripts: [Transcript]
  let columns: [Column]

  /// The failures, each with what was expected and what came.
  var failures: [String] {
    columns.flatMap { column in
      column.outcomes.joined().compactMap {
        if case .failed(let explanation) = $0 { explanation } else { nil }
      }
    }
  }

  /// What the transcripts say wrongly: commands that a version has and no case shows, reasons for what is there.
  var gaps: [String] {
    columns.flatMap { column in
      column.commands.compactMap { command in
        let name = "\(client) \(column.version) \(command)"
        if absence(command, column.version) != nil { return "\(name) is there, and a transcript says that it is not" }
        return count(command, column) == 0 ? "\(name) is shown by no case" : nil
      }
        + rows.filter {
          !column.commands.contains($0) && count($0, column) == 0 && absence($0, column.version) == nil
        }
        .map { "\(client) \(column.version) has no command \($0), and no transcript says why" }
    }
  }

  /// The commands of all versions, and what cases show besides.
  private var rows: [String] {
    Set(columns.flatMap(\.commands) + transcripts.flatMap { $0.cases.map(\.command) }).sorted()
  }

  private func absence(_ command: String, _ version: String) -> String? {
    transcripts.lazy.flatMap(\.absences).first { $0.command == command && $0.version == version }?.reason
  }

  /// The outcomes of the cases of a command.
  private func outcomes(_ command: String, _ column: Column) -> [(sentence: String, outcome: TranscriptRun.Outcome)] {
    zip(transcripts, column.outcomes).flatMap { transcript, outcomes in
      zip(transcript.cases, outcomes).filter { $0.0.command == command }.map { ($0.sentence, $1) }
    }
  }

  /// How many cases show a command, those of its subcommands among them.
  private func count(_ command: String, _ column: Column) -> Int {
    zip(transcripts, column.outcomes).flatMap { zip($0.cases, $1) }
      .count { one, outcome in
        (one.command == command || one.command.hasPrefix(command + " ")) && outcome == .passed
      }
  }

  /// The table, in Markdown.
  var markdown: String {
    let shown = rows.filter { row in transcripts.contains { $0.cases.contains { $0.command == row } } }
    let head = """
      | `\(client)` | what is shown | \(columns.map(\.version).joined(separator: " | ")) |
      |---|---|\(columns.map { _ in "---|" }.joined())
      """
    let lines = shown.map { row in
      let sentences = columns.first.map { outcomes(row, $0).map(\.sentence) } ?? []
      return
        "| `\(row)` | \(sentences.joined(separator: "; ")) | \(columns.map { cell(row, $0) }.joined(separator: " | ")) |"
    }
    return ([head] + lines).joined(separator: "\n")
  }

  private func cell(_ command: String, _ column: Column) -> String {
    if let reason = absence(command, column.version) { return reason }
    var passed = 0
    var reasons: [String] = []
    for (_, outcome) in outcomes(command, column) {
      switch outcome {
      case .passed: passed += 1
      case .spared(let reason): if !reasons.contains(reason) { reasons.append(reason) }
      case .failed: reasons.append("FAILED")
      }
    }
    return ([passed > 0 ? "passed" : nil].compactMap(\.self) + reasons).joined(separator: "; ")
  }
}
