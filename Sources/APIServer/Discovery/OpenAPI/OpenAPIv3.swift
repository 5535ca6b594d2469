import KubeModel
import OrderedCollections

/// Writes OpenAPI documents of version 3.
///
/// A value holds the descriptions of all types: it is made for the documents of one request.
struct OpenAPIv3: Sendable {
  private static let writable = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"]

  private let kubernetes: KubernetesTable
  let descriptions = TypeDescriptions()

  init(kubernetes: KubernetesTable) { self.kubernetes = kubernetes }

  func document(of version: ServedCatalog.Version) -> JSONValue {
    let operations = APIOperations(kubernetes: kubernetes)
    var paths: OrderedDictionary<String, JSONValue> = [:]
    for row in version.rows {
      for operation in operations.operations(on: row) {
        paths[operation.path, default: .emptyObject][operation.method] = describe(operation)
      }
    }
    paths.sort()
    return [
      "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": Version.current["gitVersion"] ?? ""],
      "paths": .object(paths),
      "components": ["schemas": schemas(of: version)],
    ]
  }

  /// The schemas of the version's kinds, and of what every operation refers to.
  func schemas(of version: ServedCatalog.Version) -> JSONValue {
    let subresources = version.rows.flatMap(\.subresources).map(\.kind)
    let common = ["DeleteOptions", "Status", "Patch"].map { GroupVersionKind(group: "", version: "v1", kind: $0) }
    return OpenAPISchemas.of(
      version.rows.filter { $0.custom == nil }.map(\.groupVersionKind) + subresources + common,
      custom: version.rows.compactMap(\.custom), in: kubernetes, describedBy: descriptions)
  }

  private func describe(_ operation: APIOperation) -> JSONValue {
    var result: JSONValue = [
      "tags": [.string(operation.tag)], "operationId": .string(operation.identifier),
      "description": .string(operation.description),
      "parameters": .array(operation.parameters.map(describe(_:))),
    ]
    if let body = operation.body {
      let types: [String]
      let schema: JSONValue
      switch body {
      case .type(let name): (types, schema) = (Self.writable, reference(to: name))
      case .patch(let patches): (types, schema) = (patches, ["type": "object"])
      }
      result["requestBody"] = [
        "content": content(types, schema), "required": .bool(operation.method != "delete"),
      ]
    }
    var responses = JSONValue.emptyObject
    let descriptions = [200: "OK", 201: "Created", 202: "Accepted"]
    for code in operation.codes {
      responses[String(code)] = [
        "description": .string(descriptions[code] ?? ""),
        "content": operation.answer == nil
          ? content(["*/*"], ["type": "string"])
          : content(Self.writable, reference(to: operation.answer)),
      ]
    }
    responses["401"] = ["description": "Unauthorized"]
    result["responses"] = responses
    if let action = operation.action { result["x-kubernetes-action"] = .string(action) }
    result["x-kubernetes-group-version-kind"] = operation.kind.openAPI
    return result
  }

  private func content(_ types: [String], _ schema: JSONValue) -> JSONValue {
    .object(JSONObject(uniqueKeysWithValues: types.map { ($0, ["schema": schema]) }))
  }

  private func reference(to type: String?) -> JSONValue {
    guard let type else { return ["type": "object"] }
    return ["$ref": .string("#/components/schemas/\(type)")]
  }

  private func describe(_ parameter: APIOperation.Parameter) -> JSONValue {
    var result: JSONValue = [
      "name": .string(parameter.name), "in": parameter.isInPath ? "path" : "query",
    ]
    if parameter.isInPath { result["required"] = true }
    result["schema"] = ["type": .string(parameter.type), "uniqueItems": true]
    return result
  }
}

extension GroupVersionKind {
  /// As OpenAPI documents name a kind.
  var openAPI: JSONValue {
    ["group": .string(groupVersion.group), "kind": .string(kind), "version": .string(groupVersion.version)]
  }
}
