import KubeModel
import NIOHTTP1

/// Aggregated discovery: everything about all groups in one document.
extension Discovery {
  /// The document in the version that the client likes best; nil when it would rather have the plain one.
  func aggregated(
    _ request: HTTPRequest, path: String, _ choose: ([ServedCatalog.Group]) -> [ServedCatalog.Group]
  ) throws(StatusError) -> HTTPAnswer? {
    for range in MediaRange.ranges(request.headers[canonicalForm: "accept"].map(String.init)) {
      guard range.parameters["as"] == "APIGroupDiscoveryList", range.parameters["g"] == "apidiscovery.k8s.io",
        let version = range.parameters["v"], ["v2", "v2beta1"].contains(version)
      else {
        // The first range that fits decides.
        if ["application/json", KubernetesProtobuf.mediaType].contains(where: range.takes), range.parameters.isEmpty {
          return nil
        }
        continue
      }
      let isProtobuf = range.type == KubernetesProtobuf.mediaType
      guard isProtobuf || range.takes("application/json") else { continue }
      let type = isProtobuf ? KubernetesProtobuf.mediaType : "application/json"
      do {
        return try cache.document("\(path) \(version) \(type)", of: table) { catalog in
          let list = self.list(choose(catalog.groups), version: version)
          return Document(
            contentType: "\(type);g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList",
            isProtobuf ? try kubernetes.protobuf(of: list) ?? [] : list.serialized())
        }.answer(to: request)
      } catch {
        throw .internalError("\(error)")
      }
    }
    return nil
  }

  private func list(_ groups: [ServedCatalog.Group], version: String) -> JSONValue {
    [
      "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/\(version)"),
      "metadata": .emptyObject, "items": .array(groups.map(document(of:))),
    ]
  }

  private func document(of group: ServedCatalog.Group) -> JSONValue {
    [
      "metadata": ["name": .string(group.name), "creationTimestamp": nil],
      "versions": .array(
        group.versions.map { version in
          [
            "version": .string(version.groupVersion.version), "resources": .array(version.rows.map(document(of:))),
            "freshness": "Current",
          ]
        }),
    ]
  }

  private func document(of row: ServedResource) -> JSONValue {
    let names = row.names
    var one: JSONValue = [
      "resource": .string(row.resource.resource), "responseKind": kind(row.groupVersionKind),
      "scope": row.isNamespaced ? "Namespaced" : "Cluster",
      "singularResource": .string(names.singular), "verbs": Self.strings(row.verbs),
    ]
    if !names.shortNames.isEmpty { one["shortNames"] = Self.strings(names.shortNames) }
    if !names.categories.isEmpty { one["categories"] = Self.strings(names.categories) }
    if !row.subresources.isEmpty {
      one["subresources"] = .array(
        row.subresources.map {
          ["subresource": .string($0.name), "responseKind": kind($0.kind), "verbs": Self.strings($0.verbs)]
        })
    }
    return one
  }

  private func kind(_ kind: GroupVersionKind) -> JSONValue {
    [
      "group": .string(kind.groupVersion.group), "version": .string(kind.groupVersion.version),
      "kind": .string(kind.kind),
    ]
  }
}
