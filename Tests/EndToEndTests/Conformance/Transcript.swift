import Foundation

/// A file of cases that real clients are put through: commands as in a terminal, each with the answer that a real
/// cluster gives.
///
///     absent events 1.20: kubectl has it since 1.23
///
///     case scale: The number of pods follows
///     not 1.20: the reason why this version is spared the case
///     $ kubectl scale deployment/web --replicas=2        runs in bash, in the file's own directory and namespace
///     deployment.apps/web scaled                         a line of the output, to the letter
///     % kubectl get deployment web --no-headers          runs again and again until the answer is as expected
///     ~ web +2/2 .*                                      a line that the regular expression matches whole
///     ...                                                any lines, or none
///     [1.20] old                                         stands, command or answer, for some versions only
///     $ kubectl scale deployment/web --replicas=-1
///     ! error: The --replicas=COUNT flag is required     a line of the errors; `!~` and `!...` as above
///     ? 1                                                the exit status, when it is not 0
///
/// `> ` continues a command, `# ` is for the reader, and `alone` keeps other files away meanwhile. `{NS}` and `{NODE}`
/// are the file's namespace and the node, in answers too. The cases of a file run in their order and find what those
/// before them left.
struct Transcript: Sendable {
  /// What a step expects to read.
  enum Line: Equatable, Sendable {
    case text(String)
    case pattern(String)
    case anything
  }

  /// A command and its answer.
  struct Step: Sendable {
    let line: Int
    /// The versions of the client that run it; nil is all of them.
    let versions: Set<String>?
    var command: String
    let isRepeated: Bool
    /// What is expected, and from which versions.
    var output: [(versions: Set<String>?, line: Line)] = []
    var errors: [(versions: Set<String>?, line: Line)] = []
    var statuses: [(versions: Set<String>?, status: Int32)] = []

    /// The exit status that is expected from a version.
    func status(_ version: String) -> Int32 {
      statuses.last { $0.versions?.contains(version) != false }?.status ?? 0
    }
  }

  /// Something that a client does and a real cluster answers.
  struct Case: Sendable {
    /// The command that is shown to work, without the client's name: `create secret generic`.
    let command: String
    let sentence: String
    /// Why some versions are spared it.
    var exceptions: [String: String] = [:]
    var steps: [Step] = []
  }

  /// What does not go as the format has it.
  struct Malformed: Error, CustomStringConvertible {
    let description: String
  }

  /// The file's name without its extension.
  let name: String
  private(set) var isAlone = false
  /// Why commands are not there in some versions: command, version, reason.
  private(set) var absences: [(command: String, version: String, reason: String)] = []
  private(set) var cases: [Case] = []

  init(name: String, text: String) throws {
    self.name = name
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      do {
        try read(line, number: index + 1)
      } catch {
        throw Malformed(description: "\(name):\(index + 1): \(error): \(line)")
      }
    }
  }

  private mutating func read(_ line: String, number: Int) throws {
    var rest = Substring(line)
    if rest.isEmpty || rest.hasPrefix("# ") { return }
    if rest == "alone" {
      isAlone = true
    } else if let match = rest.wholeMatch(of: #/absent ([a-z -]+) ([0-9.,]+): (.+)/#) {
      for version in match.2.split(separator: ",") {
        absences.append((String(match.1), String(version), String(match.3)))
      }
    } else if let match = rest.wholeMatch(of: #/case ([a-z -]+): (.+)/#) {
      cases.append(Case(command: String(match.1), sentence: String(match.2)))
    } else if let match = rest.wholeMatch(of: #/not ([0-9.,]+): (.+)/#), cases.last?.steps.isEmpty == true {
      for version in match.1.split(separator: ",") {
        cases[cases.count - 1].exceptions[String(version)] = String(match.2)
      }
    } else {
      let versions = Self.takeVersions(&rest)
      try readStep(rest, versions: versions, number: number)
    }
  }

  private mutating func readStep(_ rest: Substring, versions: Set<String>?, number: Int) throws {
    guard let last = cases.indices.last else { throw Malformed(description: "a line before the first case") }
    if rest.hasPrefix("$ ") || rest.hasPrefix("% ") {
      cases[last].steps.append(
        Step(line: number, versions: versions, command: String(rest.dropFirst(2)), isRepeated: rest.hasPrefix("%")))
      return
    }
    guard let step = cases[last].steps.indices.last else {
      throw Malformed(description: "an answer before the first command")
    }
    if rest.hasPrefix("> ") || rest == ">" {
      cases[last].steps[step].command += "\n" + rest.dropFirst(2)
    } else if rest.hasPrefix("? ") {
      guard let status = Int32(rest.dropFirst(2)) else { throw Malformed(description: "no exit status") }
      cases[last].steps[step].statuses.append((versions, status))
    } else if rest.hasPrefix("!~ ") || rest == "!..." {
      cases[last].steps[step].errors.append((versions, Self.line(rest.dropFirst())))
    } else if rest.hasPrefix("! ") {
      cases[last].steps[step].errors.append((versions, .text(String(rest.dropFirst(2)))))
    } else {
      cases[last].steps[step].output.append((versions, Self.line(rest)))
    }
  }

  private static func line(_ text: Substring) -> Line {
    if text == "..." { return .anything }
    return text.hasPrefix("~ ") ? .pattern(String(text.dropFirst(2))) : .text(String(text))
  }

  /// Takes `[1.20,1.33] ` from the front.
  private static func takeVersions(_ rest: inout Substring) -> Set<String>? {
    guard let match = rest.prefixMatch(of: #/\[([0-9.,]+)\] ?/#) else { return nil }
    rest = rest[match.range.upperBound...]
    return Set(match.1.split(separator: ",").map(String.init))
  }
}

extension Transcript {
  /// The transcripts of a directory beside this file, in the order of their names.
  static func all(in directory: String) throws -> [Transcript] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: directory)
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }
      .map {
        try Transcript(
          name: $0.deletingPathExtension().lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8))
      }
  }
}

extension [Transcript.Line] {
  /// Whether the lines are what is expected, to the last one.
  func match(_ lines: [String]) throws -> Bool {
    // How many lines may be taken by what is expected so far.
    var taken: Set = [0]
    for expected in self {
      switch expected {
      case .text(let text): taken = Set(taken.filter { $0 < lines.count && lines[$0] == text }.map { $0 + 1 })
      case .pattern(let pattern):
        let regex = try Regex(pattern)
        taken = Set(
          try taken.filter { $0 < lines.count ? try regex.wholeMatch(in: lines[$0]) != nil : false }.map { $0 + 1 })
      case .anything: if let least = taken.min() { taken = Set(least...lines.count) }
      }
    }
    return taken.contains(lines.count)
  }
}
