import OrderedCollections
import Yams

extension JSONValue {
  /// The documents of a YAML stream as JSON values; documents without content are left out.
  ///
  /// Plain scalars are read as YAML 1.1 has them (`yes`, `on` and `0755` are not strings), as Kubernetes' clients do.
  package static func yamlDocuments(_ text: String) throws(YAMLParseError) -> [JSONValue] {
    do {
      let parser = try Parser(yaml: text, resolver: .basic)
      var documents: [JSONValue] = []
      while let root = try parser.nextRoot() {
        var converter = YAMLConverter()
        let document = try converter.value(of: root, depth: 0)
        if !document.isNull { documents.append(document) }
      }
      return documents
    } catch let error as YAMLParseError {
      throw error
    } catch let error as YamlError {
      throw YAMLParseError(error)
    } catch {
      throw YAMLParseError(problem: "\(error)", line: nil)
    }
  }

  /// The one document of a YAML text; null when it has none.
  package init(yaml text: String) throws(YAMLParseError) {
    let documents = try Self.yamlDocuments(text)
    guard documents.count <= 1 else {
      throw YAMLParseError(problem: "expected one document but found \(documents.count)", line: nil)
    }
    self = documents.first ?? .null
  }
}

/// Turns the nodes of one document into JSON.
private struct YAMLConverter {
  /// Aliases can make a small text expand without bound; no manifest comes near this number of nodes.
  private static let nodeLimit = 2_000_000

  private var nodes = 0

  mutating func value(of node: Yams.Node, depth: Int) throws(YAMLParseError) -> JSONValue {
    nodes += 1
    guard nodes <= Self.nodeLimit else {
      throw YAMLParseError(problem: "document contains excessive aliasing", line: node.mark?.line)
    }
    guard depth < JSONReader.depthLimit else {
      throw YAMLParseError(problem: "nested deeper than \(JSONReader.depthLimit) levels", line: node.mark?.line)
    }
    switch node {
    case .scalar(let scalar): return YAMLScalar.value(of: scalar)
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      elements.reserveCapacity(sequence.count)
      for element in sequence { elements.append(try value(of: element, depth: depth + 1)) }
      return .array(elements)
    case .mapping(let mapping): return .object(try members(of: mapping, depth: depth))
    case .alias(let alias):
      throw YAMLParseError(problem: "unresolved alias \(alias.anchor.rawValue)", line: alias.mark?.line)
    }
  }

  private mutating func members(of mapping: Yams.Node.Mapping, depth: Int) throws(YAMLParseError) -> JSONObject {
    var members: JSONObject = [:]
    var merged: [Yams.Node] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw YAMLParseError(problem: "a mapping's key must be a scalar", line: key.mark?.line)
      }
      if scalar.style == .plain, scalar.string == "<<" {
        merged.append(value)
      } else {
        members[try name(of: scalar)] = try self.value(of: value, depth: depth + 1)
      }
    }
    for source in merged { try merge(source, into: &members, depth: depth) }
    return members
  }

  /// A merge key: members of `source` that are not set yet.
  private mutating func merge(_ source: Yams.Node, into members: inout JSONObject, depth: Int) throws(YAMLParseError) {
    switch source {
    case .mapping(let mapping):
      for (key, value) in try self.members(of: mapping, depth: depth + 1) where members[key] == nil {
        members[key] = value
      }
    case .sequence(let sequence):
      for element in sequence { try merge(element, into: &members, depth: depth + 1) }
    default:
      throw YAMLParseError(problem: "map merge requires map or sequence of maps as the value", line: source.mark?.line)
    }
  }

  private func name(of key: Yams.Node.Scalar) throws(YAMLParseError) -> String {
    guard key.style == .plain else { return key.string }
    switch YAMLScalar.value(ofPlain: key.string) {
    case .string(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .number(let number): return JSONText.text(of: number)
    default: throw YAMLParseError(problem: "a mapping's key must not be null", line: key.mark?.line)
    }
  }
}

extension YAMLParseError {
  fileprivate init(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      self.init(problem: context.map { "\($0.text): \(problem)" } ?? problem, line: mark.line)
    case .reader(let problem, let offset, _, let yaml):
      self.init(problem: problem, line: offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 })
    case .duplicatedKeysInMapping(let keys, let context):
      self.init(problem: "key \"\(keys.first ?? "")\" already set in map", line: context.mark.line)
    default: self.init(problem: "\(error)", line: nil)
    }
  }
}
