import KubeClient
import KubeModel

/// An object that a command is about: its type, namespace and name.
struct ObjectReference: Sendable, Hashable {
  let type: ResourceType
  let namespace: String?
  let name: String

  /// How messages name it: `pod/web` or `deployment.apps/web`.
  var text: String { "\(type.qualifiedSingular)/\(name)" }
}

extension Session {
  /// The objects that words or manifests name; with a selector, or with `all`, those of a type that match.
  func references(
    words: [String], manifests: ManifestOptions? = nil, selection: SelectionOptions? = nil, all: Bool = false
  ) async throws -> [ObjectReference] {
    var references: [ObjectReference] = []
    if let manifests, !manifests.filename.isEmpty {
      guard words.isEmpty else { throw CommandFailure.usage("name objects or pass -f, not both") }
      for object in try ManifestReader.read(manifests.filename, recursive: manifests.recursive) {
        references.append(try await reference(to: object))
      }
      return references
    }
    for chosen in try ResourceArguments(words).selections {
      let types =
        chosen.type == "all"
        ? ResourceType.builtin.filter(\.isInAll) : [try await catalog.type(named: chosen.type)]
      for type in types {
        let namespace = namespace(for: type)
        if !chosen.names.isEmpty {
          if selection?.isRestricted == true || all {
            throw CommandFailure.usage("a name cannot be combined with a selector or --all")
          }
          references += chosen.names.map { ObjectReference(type: type, namespace: namespace, name: $0) }
          continue
        }
        guard all || selection?.isRestricted == true else {
          throw CommandFailure.usage("name the \(type.resource.resource), or choose them with -l or --all")
        }
        let isEverywhere = selection?.allNamespaces == true
        let list = try await client.list(
          type.resource, namespace: isEverywhere ? nil : namespace, options: selection?.listOptions ?? ListOptions())
        references += list.items.map { item in
          let metadata = ObjectMeta(json: item["metadata"] ?? .emptyObject)
          return ObjectReference(type: type, namespace: metadata.namespace, name: metadata.name ?? "")
        }
      }
    }
    return references
  }

  /// Where a manifest's object belongs.
  func reference(to object: JSONValue) async throws -> ObjectReference {
    guard let kind = GroupVersionKind(of: object) else { throw CommandFailure("an object has no apiVersion or kind") }
    let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    guard let name = metadata.name, !name.isEmpty else {
      throw CommandFailure("a \(kind.kind) has no name; set metadata.name")
    }
    let type = try await catalog.type(of: kind)
    return ObjectReference(type: type, namespace: type.isNamespaced ? metadata.namespace ?? namespace : nil, name: name)
  }
}
