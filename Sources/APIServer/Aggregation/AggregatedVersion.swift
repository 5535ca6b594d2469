import KubeModel

/// A group version that is served, but not from the table: by a server in the cluster, or by a part of its own.
struct AggregatedVersion: Sendable, Hashable {
  let groupVersion: GroupVersion
  /// Where the group stands among the others (`groupPriorityMinimum`), the highest first.
  var groupPriority = 1000
  var versionPriority = 100
  /// Its resources as `APIResource` objects of `meta/v1`.
  var resources: [JSONValue]
  /// Its entry in the index of OpenAPI v3; nil when it has none.
  var openAPI: JSONValue?
  /// Whether the resources are those of the last moment, or of an earlier one.
  var isCurrent = true

  /// The group version in aggregated discovery (`APIVersionDiscovery`).
  var discovery: JSONValue {
    [
      "version": .string(groupVersion.version), "resources": .array(discoveryResources),
      "freshness": isCurrent ? "Current" : "Stale",
    ]
  }

  private var discoveryResources: [JSONValue] {
    var list: [JSONValue] = []
    for resource in resources {
      let names = (resource["name"]?.stringValue ?? "").split(separator: "/", maxSplits: 1).map(String.init)
      let kind: JSONValue = [
        "group": resource["group"] ?? .string(groupVersion.group),
        "version": resource["version"] ?? .string(groupVersion.version), "kind": resource["kind"] ?? "",
      ]
      guard names.count == 1 else {
        guard names.count == 2, let index = list.firstIndex(where: { $0["resource"]?.stringValue == names[0] }) else {
          continue
        }
        let part: JSONValue = [
          "subresource": .string(names[1]), "responseKind": kind, "verbs": resource["verbs"] ?? [],
        ]
        list[index]["subresources"] = .array((list[index]["subresources"]?.arrayValue ?? []) + [part])
        continue
      }
      var one: JSONValue = [
        "resource": .string(names[0]), "responseKind": kind,
        "scope": resource["namespaced"] == true ? "Namespaced" : "Cluster",
        "singularResource": resource["singularName"] ?? "", "verbs": resource["verbs"] ?? [],
      ]
      for name in ["shortNames", "categories"] where resource[name] != nil { one[name] = resource[name] }
      list.append(one)
    }
    return list
  }
}
