/// A semantic version (semver.org, 2.0.0) as rules compare it: `semver('1.2.3').isLessThan(semver('2.0.0'))`.
struct CELSemver: Sendable {
  /// Major, minor and patch.
  let numbers: [Int64]
  private let prerelease: [Substring]

  /// - Parameter isLoose: Whether a `v` in front, missing parts and leading zeros are taken.
  init?(_ text: String, isLoose: Bool = false) {
    let text = isLoose ? Self.normalized(text) : text
    guard let text else { return nil }
    let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let halves = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
    guard numbers.count == 3, !numbers.contains(nil) else { return nil }
    self.numbers = numbers.compactMap(\.self)
    prerelease = halves.count > 1 ? halves[1].split(separator: ".", omittingEmptySubsequences: false) : []
    let build = parts.count > 1 ? parts[1].split(separator: ".", omittingEmptySubsequences: false) : []
    guard (prerelease + build).allSatisfy(Self.isIdentifier),
      prerelease.allSatisfy({ !$0.allSatisfy(\.isNumber) || Self.number($0) != nil })
    else { return nil }
  }

  private static func number(_ text: Substring) -> Int64? {
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), text == "0" || text.first != "0" else {
      return nil
    }
    return Int64(text)
  }

  private static func isIdentifier(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }

  private static func normalized(_ text: String) -> String? {
    var parts = (text.hasPrefix("v") ? text.dropFirst() : text[...])
      .split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
      .map { part -> String in
        let rest = part.drop { $0 == "0" }
        return part.count > 1 ? (rest.first?.isNumber == true ? String(rest) : "0\(rest)") : String(part)
      }
    if parts.count < 3, parts[parts.count - 1].contains(where: { "+-".contains($0) }) { return nil }
    while parts.count < 3 { parts.append("0") }
    return parts.joined(separator: ".")
  }

  /// Less than, equal to or greater than zero; builds do not count.
  func compare(_ other: CELSemver) -> Int {
    for (left, right) in zip(numbers, other.numbers) where left != right { return left < right ? -1 : 1 }
    switch (prerelease.isEmpty, other.prerelease.isEmpty) {
    case (true, true): return 0
    case (true, false): return 1
    case (false, true): return -1
    case (false, false): break
    }
    for (left, right) in zip(prerelease, other.prerelease) where left != right {
      switch (Int64(left), Int64(right)) {
      case (let left?, let right?): return left < right ? -1 : 1
      case (_?, nil): return -1
      case (nil, _?): return 1
      case (nil, nil): return left < right ? -1 : 1
      }
    }
    let (left, right) = (prerelease.count, other.prerelease.count)
    return left == right ? 0 : left < right ? -1 : 1
  }

  static let functions: [String: CELFunctions.Function] = [
    "semver": { arguments throws(CELError) in
      guard let version = try read(arguments) else { throw CELError("the string is no semantic version") }
      return .semver(version)
    },
    "isSemver": { arguments throws(CELError) in .bool(try read(arguments) != nil) },
  ]

  static let methods: [String: CELFunctions.Function] = [
    "major": { arguments throws(CELError) in .int(try number(0, arguments)) },
    "minor": { arguments throws(CELError) in .int(try number(1, arguments)) },
    "patch": { arguments throws(CELError) in .int(try number(2, arguments)) },
  ]

  private static func read(_ arguments: [CELValue]) throws(CELError) -> CELSemver? {
    guard (1...2).contains(arguments.count), case .string(let text) = arguments[0] else {
      throw CELFunctions.noOverload
    }
    guard arguments.count == 2 else { return CELSemver(text) }
    guard case .bool(let isLoose) = arguments[1] else { throw CELFunctions.noOverload }
    return CELSemver(text, isLoose: isLoose)
  }

  private static func number(_ index: Int, _ arguments: [CELValue]) throws(CELError) -> Int64 {
    guard arguments.count == 1, case .semver(let version) = arguments[0] else { throw CELFunctions.noOverload }
    return version.numbers[index]
  }
}
