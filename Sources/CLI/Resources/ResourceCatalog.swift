import KubeClient
import KubeModel

/// Resolves the names of types: from the built-in list, and from the API's discovery for all others.
actor ResourceCatalog {
  private let client: HTTPKubeClient
  private var discovered: [ResourceType]?

  init(_ client: HTTPKubeClient) { self.client = client }

  /// The type that a word such as `po`, `deployments.apps` or `widgets.example.com` names.
  func type(named word: String) async throws -> ResourceType {
    if let type = ResourceType.builtin.first(where: { $0.isNamed(word) }) { return type }
    let types = try await all()
    if let type = types.first(where: { $0.isNamed(word) }) { return type }
    let known = (ResourceType.builtin + types).flatMap { [$0.resource.resource, $0.singular] + $0.shortNames }
    let hint = NearestMatch.find(word.lowercased(), among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    throw CommandFailure("the server doesn't have a resource type \"\(word)\"\(hint)")
  }

  /// The type of an object by its `apiVersion` and `kind`.
  func type(of kind: GroupVersionKind) async throws -> ResourceType {
    let matches: (ResourceType) -> Bool = { $0.resource.groupVersion == kind.groupVersion && $0.kind == kind.kind }
    if let type = ResourceType.builtin.first(where: matches) { return type }
    if let type = try await types(of: kind.groupVersion).first(where: matches) { return type }
    throw CommandFailure(
      "no matches for kind \"\(kind.kind)\" in version \"\(kind.groupVersion)\"; "
        + "ensure that its CustomResourceDefinition is installed first")
  }

  /// Every type that the server has.
  func all() async throws -> [ResourceType] {
    if let discovered { return discovered }
    var types = try await types(of: GroupVersion(group: "", version: "v1"))
    for group in try await client.raw("/apis")["groups"]?.arrayValue ?? [] {
      guard let name = group["preferredVersion"]?["groupVersion"]?.stringValue,
        let version = GroupVersion(apiVersion: name)
      else { continue }
      types += try await self.types(of: version)
    }
    // Another call may have asked meanwhile; both answers are the same.
    discovered = types
    return types
  }

  private func types(of version: GroupVersion) async throws -> [ResourceType] {
    let path = version.group.isEmpty ? "/api/\(version.version)" : "/apis/\(version)"
    let list: JSONValue
    do {
      list = try await client.raw(path)
    } catch let error as StatusError where error.reason == .notFound {
      return []
    }
    return (list["resources"]?.arrayValue ?? []).compactMap { entry in
      guard let name = entry["name"]?.stringValue, !name.contains("/"), let kind = entry["kind"]?.stringValue else {
        return nil
      }
      let singular = entry["singularName"]?.stringValue ?? ""
      return ResourceType(
        group: version.group, version: version.version, name, kind: kind,
        singular: singular.isEmpty ? kind.lowercased() : singular,
        short: (entry["shortNames"]?.arrayValue ?? []).compactMap(\.stringValue),
        isNamespaced: entry["namespaced"]?.boolValue ?? true,
        isInAll: entry["categories"]?.arrayValue?.contains("all") ?? false)
    }
  }
}
