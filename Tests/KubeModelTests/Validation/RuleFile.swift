import Foundation
import KubeModel
import OrderedCollections

/// A list of rules of the API: an object that nothing is wrong with, and what is found when it is changed.
///
/// The file begins with the object, in YAML, and goes on after `---`. A line `create CHANGE`, `update CHANGE` or
/// `status CHANGE` (which writes only the status) is a rule; the indented lines below it are what is wrong then,
/// `field: message`, in any order; one that ends in `…` is the beginning of it. Lines with `#` are for readers. A
/// change is `path=JSON` or `delete path`; several are joined by ` + `.
struct RuleFile {
  struct Rule: CustomStringConvertible {
    let line: Int
    let operation: Operation
    let change: String
    var problems: [String] = []

    var description: String { "\(line): \(operation) \(change)" }
  }

  enum Operation: String, CaseIterable {
    case create, update, status
  }

  let object: JSONValue
  private(set) var rules: [Rule] = []

  init(named name: String, beside file: String = #filePath) throws {
    let path = URL(filePath: file).deletingLastPathComponent().appending(path: "Rules/\(name).rules")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let end = lines.firstIndex(of: "---") ?? lines.endIndex
    object = try JSONValue(yaml: lines[..<end].joined(separator: "\n"))
    for (index, line) in lines.enumerated().dropFirst(end + 1) where !line.isEmpty && !line.hasPrefix("#") {
      if line.hasPrefix("  ") {
        rules[rules.count - 1].problems.append(String(line.dropFirst(2)))
      } else {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let operation = Operation(rawValue: String(words[0])) else {
          throw Problem("line \(index + 1): \(line)")
        }
        rules.append(Rule(line: index + 1, operation: operation, change: String(words[1])))
      }
    }
  }

  struct Problem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// What is wrong with the object after a rule's change, one text for each cause.
  func problems(_ rule: Rule) throws -> [String] {
    let kind = try kind()
    let changed = try Self.complete(try Change.applied(rule.change, to: object), as: kind)
    let old: JSONValue? = rule.operation == .create ? .none : .some(try Self.complete(object, as: kind))
    return Validation.causes(
      changed, old: old, kind: Self.conversion(of: kind)?.stored ?? kind, writtenAs: kind.groupVersion,
      isStatus: rule.operation == .status
    ).map { "\($0.field ?? ""): \($0.message)" }
  }

  /// Whether what was found is what a rule names.
  static func agree(_ found: [String], _ expected: [String]) -> Bool {
    found.count == expected.count
      && zip(found.sorted(), expected.sorted()).allSatisfy { text, problem in
        problem.hasSuffix("…") ? text.hasPrefix(problem.dropLast()) : text == problem
      }
  }

  private func kind() throws -> GroupVersionKind {
    guard let version = GroupVersion(apiVersion: object["apiVersion"]?.stringValue ?? ""),
      let kind = object["kind"]?.stringValue
    else { throw Problem("no kind") }
    return GroupVersionKind(version, kind: kind)
  }

  private static func conversion(of kind: GroupVersionKind) -> VersionConversion? {
    OlderVersion.all.first { $0.conversion.served == kind }?.conversion
  }

  /// An object with the fields and the defaults that it has in the API, in the version in which it is stored.
  static func complete(_ object: JSONValue, as served: GroupVersionKind) throws -> JSONValue {
    var object = try KubernetesTable.builtin.normalize(object, as: served).object
    Defaulting.apply(to: &object, kind: served)
    var kind = served
    if let conversion = conversion(of: served) {
      kind = conversion.stored
      object = conversion.toStored(object)
      Defaulting.apply(to: &object, kind: kind)
    }
    object = try KubernetesTable.builtin.normalize(object, as: kind).object
    KubernetesTable.builtin.addZeroValues(to: &object, as: kind)
    return object
  }
}

/// A change of one or more members of an object.
enum Change {
  private enum Step {
    case member(String)
    case element(Int)
  }

  /// The object after `path=JSON`, `delete path`, or several of these joined by ` + `.
  static func applied(_ text: String, to object: JSONValue) throws -> JSONValue {
    var object = object
    for part in parts(text) {
      if part.hasPrefix("delete ") {
        set(nil, at: try steps(part.dropFirst(7))[...], in: &object)
      } else if let equals = part.firstIndex(of: "=") {
        let value = try JSONValue(parsing: String(part[part.index(after: equals)...]))
        set(value, at: try steps(part[..<equals])[...], in: &object)
      } else {
        throw RuleFile.Problem("no change: \(part)")
      }
    }
    return object
  }

  /// The changes of a text: what stands between ` + ` outside of strings.
  private static func parts(_ text: String) -> [String] {
    text.components(separatedBy: " + ").reduce(into: []) { parts, part in
      let isWhole = part.hasPrefix("delete ") || part.prefix { $0 != "=" }.allSatisfy { !" \"{".contains($0) }
      if isWhole || parts.isEmpty { parts.append(part) } else { parts[parts.count - 1] += " + " + part }
    }
  }

  /// `spec.containers[0].resources.limits['example.com/gpu']`.
  private static func steps(_ path: Substring) throws -> [Step] {
    var (steps, rest): ([Step], Substring) = ([], path)
    while let first = rest.first {
      if rest.hasPrefix("['"), let end = rest.range(of: "']") {
        steps.append(.member(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound])))
        rest = rest[end.upperBound...]
      } else if first == "[", let end = rest.firstIndex(of: "]"), let index = Int(rest[..<end].dropFirst()) {
        steps.append(.element(index))
        rest = rest[rest.index(after: end)...]
      } else {
        let name = (first == "." ? rest.dropFirst() : rest).prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { throw RuleFile.Problem("no path: \(path)") }
        steps.append(.member(String(name)))
        rest = rest[name.endIndex...]
      }
    }
    return steps
  }

  private static func set(_ value: JSONValue?, at steps: ArraySlice<Step>, in object: inout JSONValue) {
    guard let step = steps.first else {
      object = value ?? .null
      return
    }
    let rest = steps.dropFirst()
    switch step {
    case .member(let name):
      guard !rest.isEmpty else {
        object[name] = value
        return
      }
      var inner = object[name] ?? .emptyObject
      set(value, at: rest, in: &inner)
      object[name] = inner
    case .element(let index):
      var elements = object.arrayValue ?? []
      while elements.count <= index { elements.append(.emptyObject) }
      if rest.isEmpty, value == nil {
        elements.remove(at: index)
      } else {
        set(value, at: rest, in: &elements[index])
      }
      object = .array(elements)
    }
  }
}
