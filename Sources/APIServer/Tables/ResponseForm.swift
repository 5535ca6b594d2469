import KubeModel

/// In which form a client wants objects: as they are, as rows of a Table, or just their metadata; in which encoding.
struct ResponseForm: Sendable {
  enum Shape: Sendable {
    case plain
    case table(version: String, object: IncludedObject)
    case metadata(version: String)
  }

  /// What a Table's rows hold beside the cells (`includeObject`).
  enum IncludedObject: String, Sendable {
    case none = "None"
    case metadata = "Metadata"
    case object = "Object"
  }

  /// How answers are written.
  enum Encoding: String, Sendable, CaseIterable {
    case json = "application/json"
    case yaml = "application/yaml"
    case protobuf = "application/vnd.kubernetes.protobuf"
  }

  private(set) var shape = Shape.plain
  /// What the client would rather have; kinds without a protobuf form are answered in JSON nevertheless.
  private(set) var encoding = Encoding.json
  /// The columns of custom resources; nil for other kinds.
  private let customColumns: @Sendable (GroupVersionKind) -> [TableColumn]?

  /// The media range that the client likes best of those that can be answered; throws 406 when there is none.
  ///
  /// - Parameter hasTable: Whether the answer can be shown in rows.
  init(
    accept: [String], includeObject: String?, hasTable: Bool = true,
    customColumns: @escaping @Sendable (GroupVersionKind) -> [TableColumn]? = { _ in nil }
  ) throws(StatusError) {
    self.customColumns = customColumns
    let object = includeObject.flatMap(IncludedObject.init(rawValue:)) ?? .metadata
    let ranges = MediaRange.ranges(accept)
    for range in ranges {
      guard let encoding = Encoding.allCases.first(where: { range.takes($0.rawValue) }) else { continue }
      let version = range.parameters["v"] ?? "v1"
      let group = range.parameters["g"]
      guard group == nil || (group == "meta.k8s.io" && ["v1", "v1beta1"].contains(version)) else { continue }
      switch range.parameters["as"] {
      case nil: break
      case "Table" where encoding != .protobuf && hasTable: shape = .table(version: version, object: object)
      case "PartialObjectMetadata", "PartialObjectMetadataList": shape = .metadata(version: version)
      default: continue
      }
      self.encoding = encoding
      return
    }
    guard ranges.isEmpty else { throw .notAcceptable(only: Encoding.allCases.map(\.rawValue)) }
  }

  /// JSON, for answers to requests whose own form is not known.
  init() { customColumns = { _ in nil } }

  /// Whether rows are wanted.
  var isTable: Bool { if case .table = shape { true } else { false } }

  /// Whether objects are wanted as they are.
  var isPlain: Bool { if case .plain = shape { true } else { false } }

  /// An object in this form; `Status` objects keep theirs.
  func single(_ answer: ResponseObject, now: Timestamp) -> JSONValue {
    let object = answer.value
    let kind = object["kind"]?.stringValue ?? ""
    switch shape {
    case .plain: return object
    case .table where kind != "Status":
      let columns = columns(of: GroupVersionKind(of: object), kind)
      return table([answer], columns: columns, metadata: resourceVersion(of: object), now: now)
    case .metadata where kind != "Status": return Self.partial(object, version: metadataVersion)
    default: return object
    }
  }

  /// A list's items in this form; nil for the plain one, which stored bytes serve better.
  func list(_ items: [ResponseObject], kind: GroupVersionKind, metadata: JSONValue, now: Timestamp) -> JSONValue? {
    switch shape {
    case .plain: return nil
    case .table:
      let columns = columns(of: kind, String(kind.kind.dropLast(4)))
      return table(items, columns: columns, metadata: metadata, now: now)
    case .metadata:
      return [
        "kind": "PartialObjectMetadataList", "apiVersion": .string("meta.k8s.io/\(metadataVersion)"),
        "metadata": metadata, "items": .array(items.map { Self.partial($0.storedValue, version: metadataVersion) }),
      ]
    }
  }

  private var metadataVersion: String {
    switch shape {
    case .metadata(let version), .table(let version, _): version
    case .plain: "v1"
    }
  }

  private func resourceVersion(of object: JSONValue) -> JSONValue {
    ["resourceVersion": object["metadata"]?["resourceVersion"] ?? ""]
  }

  /// - Parameters:
  ///   - known: The kind of the objects or of their list.
  ///   - kind: What built-in kinds are known by.
  private func columns(of known: GroupVersionKind?, _ kind: String) -> [TableColumn] {
    known.flatMap(customColumns) ?? TableColumns.of(kind)
  }

  private func table(
    _ items: [ResponseObject], columns: [TableColumn], metadata: JSONValue, now: Timestamp
  ) -> JSONValue {
    let rows = items.map { item -> JSONValue in
      let stored = item.storedValue
      var row: JSONValue = ["cells": .array(columns.map { $0.cell(stored, now) })]
      if case .table(let version, let included) = shape {
        switch included {
        case .none: break
        case .metadata: row["object"] = Self.partial(stored, version: version)
        case .object: row["object"] = item.value
        }
      }
      return row
    }
    return [
      "kind": "Table", "apiVersion": .string("meta.k8s.io/\(metadataVersion)"), "metadata": metadata,
      "columnDefinitions": .array(columns.map(\.definition)), "rows": .array(rows),
    ]
  }

  private static func partial(_ object: JSONValue, version: String) -> JSONValue {
    [
      "kind": "PartialObjectMetadata", "apiVersion": .string("meta.k8s.io/\(version)"),
      "metadata": object["metadata"] ?? .emptyObject,
    ]
  }
}
