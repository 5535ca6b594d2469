import Crypto
import FoundationEssentials
import KubeModel
import NIOCore
import NIOHTTP1
import OrderedCollections

/// The documents by which clients learn what is served (Kubernetes: "The Kubernetes API", discovery), made from the
/// table; only what `table` serves is shown.
struct Discovery: Sendable {
  let table: any ResourceTable
  let kubernetes: KubernetesTable
  let cache: DocumentCache

  /// `/api`.
  func core(_ request: HTTPRequest) throws(StatusError) -> HTTPAnswer {
    if let aggregated = try aggregated(request, path: "/api", { $0.filter(\.name.isEmpty) }) { return aggregated }
    return try negotiated(request) { _ in
      [
        "kind": "APIVersions", "apiVersion": "v1", "versions": ["v1"], "serverAddressByClientCIDRs": [],
      ]
    }
  }

  /// `/apis`.
  func groups(_ request: HTTPRequest) throws(StatusError) -> HTTPAnswer {
    if let aggregated = try aggregated(request, path: "/apis", { $0.filter { !$0.name.isEmpty } }) {
      return aggregated
    }
    return try negotiated(request) { catalog in
      [
        "kind": "APIGroupList", "apiVersion": "v1",
        "groups": .array(catalog.groups.filter { !$0.name.isEmpty }.map(Self.document(of:))),
      ]
    }
  }

  /// `/apis/GROUP`.
  func group(_ request: HTTPRequest, _ name: String) throws(StatusError) -> HTTPAnswer {
    guard !name.isEmpty, let group = cache.catalog(of: table).group(name) else { throw .unknownPath }
    return try negotiated(request) { _ in
      var document: JSONValue = ["kind": "APIGroup", "apiVersion": "v1"]
      for (key, value) in Self.document(of: group).objectValue ?? [:] { document[key] = value }
      return document
    }
  }

  /// `/api/v1` and `/apis/GROUP/VERSION`.
  func resources(_ request: HTTPRequest, _ groupVersion: GroupVersion) throws(StatusError) -> HTTPAnswer {
    guard let version = cache.catalog(of: table).version(groupVersion) else { throw .unknownPath }
    return try negotiated(request) { _ in
      [
        "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(groupVersion.description),
        "resources": .array(version.rows.flatMap(resources(of:))),
      ]
    }
  }

  /// The row of a resource, and one for each of its subresources.
  private func resources(of row: ServedResource) -> [JSONValue] {
    let names = row.names
    var own: JSONValue = [
      "name": .string(row.resource.resource), "singularName": .string(names.singular),
      "namespaced": .bool(row.isNamespaced), "kind": .string(row.kind), "verbs": Self.strings(row.verbs),
    ]
    if !names.shortNames.isEmpty { own["shortNames"] = Self.strings(names.shortNames) }
    if !names.categories.isEmpty { own["categories"] = Self.strings(names.categories) }
    if row.isStored { own["storageVersionHash"] = .string(Self.storageVersionHash(row)) }
    return [own]
      + row.subresources.map { subresource in
        var one: JSONValue = [
          "name": .string("\(row.resource.resource)/\(subresource.name)"), "singularName": "",
          "namespaced": .bool(row.isNamespaced),
        ]
        if subresource.kind.groupVersion != row.resource.groupVersion {
          one["group"] = .string(subresource.kind.groupVersion.group)
          one["version"] = .string(subresource.kind.groupVersion.version)
        }
        one["kind"] = .string(subresource.kind.kind)
        one["verbs"] = Self.strings(subresource.verbs)
        return one
      }
  }

  /// What tells clients that objects are stored in another version than before: eight bytes of the SHA-256 of its name.
  private static func storageVersionHash(_ row: ServedResource) -> String {
    let text = "\(row.storage.group)/\(row.storage.version)/\(row.storedKind.kind)"
    return Data(SHA256.hash(data: Data(text.utf8)).prefix(8)).base64EncodedString()
  }

  private static func document(of group: ServedCatalog.Group) -> JSONValue {
    let versions = group.versions.map { version -> JSONValue in
      [
        "groupVersion": .string(version.groupVersion.description), "version": .string(version.groupVersion.version),
      ]
    }
    return [
      "name": .string(group.name), "versions": .array(versions), "preferredVersion": versions.first ?? .null,
    ]
  }

  /// A document in the form that the client likes best.
  private func negotiated(
    _ request: HTTPRequest, _ make: (ServedCatalog) -> JSONValue
  ) throws(StatusError) -> HTTPAnswer {
    let encoding = try ResponseEncoding(request, kubernetes: kubernetes)
    let document = make(cache.catalog(of: table))
    var answer = try encoding.answer(document, code: 200)
    answer.headers.add(name: "vary", value: "Accept")
    return answer
  }

  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
