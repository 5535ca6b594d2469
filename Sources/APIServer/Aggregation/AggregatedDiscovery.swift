import KubeModel
import NIOCore
import NIOHTTP1

/// Puts group versions that do not come from the table into the documents of discovery, in the places that their
/// priorities give them.
struct AggregatedDiscovery: Sendable {
  let versions: [AggregatedVersion]

  /// The request for a document that is to be changed: in JSON, and whole, whatever the client has of it already.
  func plain(_ request: HTTPRequest) -> HTTPRequest {
    guard !versions.isEmpty else { return request }
    var request = request
    request.headers.remove(name: "if-none-match")
    let accepted = request.headers[canonicalForm: "accept"].filter { !$0.contains("protobuf") }
    request.headers.replaceOrAdd(
      name: "accept", value: accepted.isEmpty ? "application/json" : accepted.joined(separator: ", "))
    return request
  }

  /// `/apis`, classic or aggregated, with the further groups.
  func groups(_ answer: HTTPAnswer) throws -> HTTPAnswer {
    try changed(answer) { document in
      let isAggregated = document["items"] != nil
      let member = isAggregated ? "items" : "groups"
      var list = document[member]?.arrayValue ?? []
      for (group, versions) in byGroup {
        func isOf(_ group: String, _ entry: JSONValue) -> Bool {
          (isAggregated ? entry["metadata"]?["name"] : entry["name"])?.stringValue == group
        }
        if let index = list.firstIndex(where: { isOf(group, $0) }) {
          list[index] = merged(list[index], versions, isAggregated: isAggregated)
        } else {
          let name: JSONValue =
            isAggregated ? ["metadata": ["name": .string(group), "creationTimestamp": nil]] : ["name": .string(group)]
          list.append(merged(name, versions, isAggregated: isAggregated))
        }
      }
      document[member] = .array(list)
    }
  }

  /// `/apis/GROUP`.
  ///
  /// - Parameter table: The table's; throws when the table has none of the group.
  func group(_ name: String, _ table: () throws(StatusError) -> HTTPAnswer) throws -> HTTPAnswer {
    let own = versions.filter { $0.groupVersion.group == name }
    guard !own.isEmpty else { return try table() }
    // A group that only servers in the cluster have is not in the table.
    let base = (try? table()) ?? .json(["kind": "APIGroup", "apiVersion": "v1", "name": .string(name)])
    return try changed(base) { $0 = merged($0, own, isAggregated: false) }
  }

  /// `/openapi/v3` with the further documents.
  func openAPI(_ answer: HTTPAnswer) throws -> HTTPAnswer {
    try changed(answer) { document in
      for version in versions {
        guard let entry = version.openAPI else { continue }
        document["paths", default: .emptyObject]["apis/\(version.groupVersion)"] = entry
      }
    }
  }

  // MARK: Parts

  /// The groups by their priorities, and in each the versions by theirs.
  private var byGroup: [(group: String, versions: [AggregatedVersion])] {
    Dictionary(grouping: versions) { $0.groupVersion.group }
      .sorted { left, right in
        let (first, second) = (left.value.map(\.groupPriority).max() ?? 0, right.value.map(\.groupPriority).max() ?? 0)
        return first == second ? left.key < right.key : first > second
      }
      .map { ($0.key, $0.value) }
  }

  private func merged(_ group: JSONValue, _ own: [AggregatedVersion], isAggregated: Bool) -> JSONValue {
    let own = own.sorted { left, right in
      left.versionPriority == right.versionPriority
        ? VersionOrder.precedes(left.groupVersion.version, right.groupVersion.version)
        : left.versionPriority > right.versionPriority
    }
    let names = Set(own.map(\.groupVersion.version))
    let known = (group["versions"]?.arrayValue ?? []).filter { !names.contains($0["version"]?.stringValue ?? "") }
    let further = own.map { version -> JSONValue in
      isAggregated
        ? version.discovery
        : [
          "groupVersion": .string(version.groupVersion.description),
          "version": .string(version.groupVersion.version),
        ]
    }
    var group = group
    group["versions"] = .array(known + further)
    if !isAggregated { group["preferredVersion"] = (known + further).first }
    return group
  }

  /// The answer with another document; what was said of the old one's bytes is left out.
  private func changed(_ answer: HTTPAnswer, _ change: (inout JSONValue) -> Void) throws -> HTTPAnswer {
    guard !versions.isEmpty, case .bytes(let body) = answer.body,
      answer.headers.first(name: "content-type")?.hasPrefix("application/json") == true
    else { return answer }
    var document = try JSONValue(parsing: Array(body.readableBytesView))
    change(&document)
    var answer = answer
    answer.headers.remove(name: "etag")
    answer.body = .bytes(ByteBuffer(bytes: document.serialized()))
    return answer
  }
}
