import KubeModel
import NIOCore
import NIOHTTP1
import OrderedCollections

/// The documents by which clients learn what is served (Kubernetes: "The Kubernetes API", discovery), made from the
/// table; only what `table` serves is shown, with the names that `kubernetes` knows.
struct Discovery: Sendable {
  let table: any ResourceTable
  let kubernetes: KubernetesTable

  private static let aggregated = "g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

  /// `/api`.
  func core(_ request: HTTPRequest) -> HTTPAnswer {
    guard !wantsAggregated(request) else { return aggregate(groups: groupNames.filter(\.isEmpty)) }
    return .json([
      "kind": "APIVersions", "versions": ["v1"],
      "serverAddressByClientCIDRs": [],
    ])
  }

  /// `/apis`.
  func groups(_ request: HTTPRequest) -> HTTPAnswer {
    let names = groupNames.filter { !$0.isEmpty }
    guard !wantsAggregated(request) else { return aggregate(groups: names) }
    return .json(["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(names.map(groupDocument))])
  }

  /// `/apis/GROUP`.
  func group(_ name: String) throws(StatusError) -> HTTPAnswer {
    guard groupNames.contains(name), !name.isEmpty else { throw .unknownPath }
    var document: JSONValue = ["kind": "APIGroup", "apiVersion": "v1"]
    for (key, value) in groupDocument(name).objectValue ?? [:] { document[key] = value }
    return .json(document)
  }

  /// `/api/v1` and `/apis/GROUP/VERSION`.
  func resources(_ groupVersion: GroupVersion) throws(StatusError) -> HTTPAnswer {
    let rows = rows(groupVersion)
    guard !rows.isEmpty else { throw .unknownPath }
    var list: [JSONValue] = []
    for row in rows {
      let names = row.names
      var one: JSONValue = [
        "name": .string(row.resource.resource), "singularName": .string(names.singular),
        "namespaced": .bool(row.isNamespaced), "kind": .string(row.kind), "verbs": strings(row.verbs),
      ]
      if !names.shortNames.isEmpty { one["shortNames"] = strings(names.shortNames) }
      if !names.categories.isEmpty { one["categories"] = strings(names.categories) }
      list.append(one)
      for subresource in row.subresources {
        var one: JSONValue = [
          "name": .string("\(row.resource.resource)/\(subresource.name)"), "singularName": "",
          "namespaced": .bool(row.isNamespaced),
        ]
        if subresource.kind.groupVersion != groupVersion {
          one["group"] = .string(subresource.kind.groupVersion.group)
          one["version"] = .string(subresource.kind.groupVersion.version)
        }
        one["kind"] = .string(subresource.kind.kind)
        one["verbs"] = strings(subresource.verbs)
        list.append(one)
      }
    }
    return .json([
      "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(groupVersion.description),
      "resources": .array(list),
    ])
  }

  // MARK: OpenAPI v3

  /// `/openapi/v3` and the document of a group version: the operations that clients look for before they write, and
  /// the types of its kinds.
  func openAPI(_ segments: [String]) throws(StatusError) -> HTTPAnswer {
    guard !segments.isEmpty else {
      var paths = JSONValue.emptyObject
      for groupVersion in groupVersions {
        let path = (groupVersion.group.isEmpty ? "api/" : "apis/") + groupVersion.description
        paths[path] = ["serverRelativeURL": .string("/openapi/v3/\(path)")]
      }
      return .json(["paths": paths])
    }
    let parts = segments.dropFirst()
    guard let apiVersion = GroupVersion(apiVersion: parts.joined(separator: "/")) else { throw .unknownPath }
    let rows = rows(apiVersion)
    guard !rows.isEmpty else { throw .unknownPath }
    var paths = JSONValue.emptyObject
    for row in rows {
      let path = row.resource.path(namespace: row.isNamespaced ? "{namespace}" : nil, name: "{name}")
      let parameters = ["dryRun", "fieldManager", "fieldValidation", "force"].map { name -> JSONValue in
        ["name": .string(name), "in": "query", "schema": ["type": "string", "uniqueItems": true]]
      }
      paths[path] = [
        "patch": [
          "operationId": .string("patch\(row.kind)"), "parameters": .array(parameters),
          "responses": ["200": ["description": "OK"]], "x-kubernetes-action": "patch",
          "x-kubernetes-group-version-kind": [
            "group": .string(row.resource.group), "version": .string(row.resource.version), "kind": .string(row.kind),
          ],
        ]
      ]
    }
    return .json([
      "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": Version.current["gitVersion"] ?? ""],
      "paths": paths,
      "components": [
        "schemas":
          OpenAPISchemas.of(
            rows.filter { $0.custom == nil }.map(\.groupVersionKind), custom: rows.compactMap(\.custom),
            in: kubernetes)
      ],
    ])
  }

  // MARK: Aggregated discovery

  private func wantsAggregated(_ request: HTTPRequest) -> Bool {
    request.headers[canonicalForm: "accept"].contains { part in
      let part = part.replacing(" ", with: "")
      return part.contains("g=apidiscovery.k8s.io") && part.contains("v=v2") && !part.contains("v=v2beta1")
    }
  }

  private func aggregate(groups names: [String]) -> HTTPAnswer {
    let items = names.map { name -> JSONValue in
      [
        "metadata": ["name": .string(name), "creationTimestamp": nil],
        "versions": .array(
          versions(of: name).map { version in
            [
              "version": .string(version), "freshness": "Current",
              "resources": .array(rows(GroupVersion(group: name, version: version)).map(aggregate(_:))),
            ]
          }),
      ]
    }
    let document: JSONValue = [
      "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": .emptyObject,
      "items": .array(items),
    ]
    var answer = HTTPAnswer.json(document)
    answer.headers.replaceOrAdd(name: "content-type", value: "application/json;\(Self.aggregated)")
    return answer
  }

  private func aggregate(_ row: ServedResource) -> JSONValue {
    let names = row.names
    var one: JSONValue = [
      "resource": .string(row.resource.resource), "responseKind": kind(row.groupVersionKind),
      "scope": row.isNamespaced ? "Namespaced" : "Cluster",
      "singularResource": .string(names.singular), "verbs": strings(row.verbs),
    ]
    if !names.shortNames.isEmpty { one["shortNames"] = strings(names.shortNames) }
    if !names.categories.isEmpty { one["categories"] = strings(names.categories) }
    if !row.subresources.isEmpty {
      one["subresources"] = .array(
        row.subresources.map {
          ["subresource": .string($0.name), "responseKind": kind($0.kind), "verbs": strings($0.verbs)]
        })
    }
    return one
  }

  // MARK: The table, by group

  private var groupVersions: [GroupVersion] {
    groupNames.flatMap { name in versions(of: name).map { GroupVersion(group: name, version: $0) } }
  }

  /// As kube-apiserver ranks them: clients take the first group that has a name they are given.
  private var groupNames: [String] {
    Set(table.all.map(\.resource.group)).sorted { GroupOrder.precedes($0, $1) }
  }

  private func versions(of group: String) -> [String] {
    Set(table.all.filter { $0.resource.group == group }.map(\.resource.version)).sorted(by: VersionOrder.precedes)
  }

  private func rows(_ groupVersion: GroupVersion) -> [ServedResource] {
    table.all.filter { $0.resource.groupVersion == groupVersion }
      .sorted { $0.resource.resource < $1.resource.resource }
  }

  private func groupDocument(_ name: String) -> JSONValue {
    let versions = versions(of: name).map { version -> JSONValue in
      ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
    }
    return ["name": .string(name), "versions": .array(versions), "preferredVersion": versions.first ?? .null]
  }

  private func kind(_ kind: GroupVersionKind) -> JSONValue {
    [
      "group": .string(kind.groupVersion.group), "version": .string(kind.groupVersion.version),
      "kind": .string(kind.kind),
    ]
  }

  private func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
