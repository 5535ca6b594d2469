import KubeModel

/// In which form a client wants objects: as they are, as rows of a Table, or just their metadata.
enum ResponseForm: Sendable {
  case plain
  case table(version: String, object: IncludedObject)
  case metadata(version: String)

  /// What a Table's rows hold beside the cells (`includeObject`).
  enum IncludedObject: String, Sendable {
    case none = "None"
    case metadata = "Metadata"
    case object = "Object"
  }

  /// The first media range that can be answered (RFC 9110, section 12.5.1; clients order theirs by preference).
  init(accept: [String], includeObject: String?) {
    self = .plain
    let object = includeObject.flatMap(IncludedObject.init(rawValue:)) ?? .metadata
    for range in accept.joined(separator: ",").split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
      guard let type = parts.first, ["application/json", "application/*", "*/*"].contains(type) else { continue }
      var parameters: [Substring: Substring] = [:]
      for parameter in parts.dropFirst() {
        let pair = parameter.split(separator: "=", maxSplits: 1)
        if pair.count == 2 { parameters[pair[0]] = pair[1] }
      }
      let version = parameters["v"].map(String.init) ?? "v1"
      guard parameters["g"] == nil || (parameters["g"] == "meta.k8s.io" && ["v1", "v1beta1"].contains(version)) else {
        continue
      }
      switch parameters["as"] {
      case nil: return
      case "Table":
        self = .table(version: version, object: object)
        return
      case "PartialObjectMetadata", "PartialObjectMetadataList":
        self = .metadata(version: version)
        return
      default: continue
      }
    }
  }

  /// The media type of the answer.
  var contentType: String { "application/json" }

  /// An object in this form; `Status` objects keep theirs.
  func single(_ object: JSONValue, now: Timestamp) -> JSONValue {
    let kind = object["kind"]?.stringValue ?? ""
    switch self {
    case .plain: return object
    case .table where kind != "Status":
      return table([object], kind: kind, metadata: resourceVersion(of: object), now: now)
    case .metadata where kind != "Status": return Self.partial(object, version: metadataVersion)
    default: return object
    }
  }

  /// A list's items in this form; nil for the plain one, which stored bytes serve better.
  func list(_ items: [JSONValue], kind: String, metadata: JSONValue, now: Timestamp) -> JSONValue? {
    switch self {
    case .plain: return nil
    case .table: return table(items, kind: kind, metadata: metadata, now: now)
    case .metadata:
      return [
        "kind": "PartialObjectMetadataList", "apiVersion": .string("meta.k8s.io/\(metadataVersion)"),
        "metadata": metadata, "items": .array(items.map { Self.partial($0, version: metadataVersion) }),
      ]
    }
  }

  private var metadataVersion: String {
    switch self {
    case .metadata(let version), .table(let version, _): version
    case .plain: "v1"
    }
  }

  private func resourceVersion(of object: JSONValue) -> JSONValue {
    ["resourceVersion": object["metadata"]?["resourceVersion"] ?? ""]
  }

  private func table(_ items: [JSONValue], kind: String, metadata: JSONValue, now: Timestamp) -> JSONValue {
    let columns = TableColumns.of(kind)
    let rows = items.map { item -> JSONValue in
      var row: JSONValue = ["cells": .array(columns.map { $0.cell(item, now) })]
      if case .table(let version, let included) = self {
        switch included {
        case .none: break
        case .metadata: row["object"] = Self.partial(item, version: version)
        case .object: row["object"] = item
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
