import KubeModel
import OrderedCollections

/// Writes the OpenAPI document of version 2, which is about everything that is served.
struct OpenAPIv2: Sendable {
  let kubernetes: KubernetesTable

  func document(of catalog: ServedCatalog) -> JSONValue {
    let operations = APIOperations(kubernetes: kubernetes)
    let version3 = OpenAPIv3(kubernetes: kubernetes)
    var paths: OrderedDictionary<String, JSONValue> = [:]
    var definitions: JSONObject = [:]
    for version in catalog.versions {
      for row in version.rows {
        for operation in operations.operations(on: row) {
          paths[operation.path, default: .emptyObject][operation.method] = describe(operation)
        }
      }
      for (name, schema) in version3.schemas(of: version).objectValue ?? [:] {
        definitions[name] = Self.merged(definitions[name], Self.schema(schema))
      }
      for custom in version.rows.compactMap(\.custom) {
        definitions[CustomResourceOpenAPI.name(of: custom.kind)] = Self.schema(
          CustomResourceOpenAPI.version2(
            of: custom.kind, custom.schema.json, descriptions: version3.descriptions,
            reference: OpenAPISchemas.reference(to:)))
      }
    }
    paths.sort()
    definitions.sort()
    return [
      "swagger": "2.0", "info": ["title": "Kubernetes", "version": Version.current["gitVersion"] ?? ""],
      "paths": .object(paths), "definitions": .object(definitions),
    ]
  }

  /// A type that is a kind in several versions names all of them.
  private static func merged(_ known: JSONValue?, _ schema: JSONValue) -> JSONValue {
    let member = "x-kubernetes-group-version-kind"
    guard var result = known, let kinds = schema[member]?.arrayValue else { return known ?? schema }
    let present = result[member]?.arrayValue ?? []
    result[member] = .array(present + kinds.filter { !present.contains($0) })
    return result
  }

  /// A schema of version 3 in the words of version 2.
  static func schema(_ schema: JSONValue) -> JSONValue {
    switch schema {
    case .array(let elements): return .array(elements.map(Self.schema))
    case .object(let members):
      // Version 2 allows other members beside a reference, so it need not stand in a list of one.
      if let reference = members["allOf"]?.arrayValue?.first?["$ref"]?.stringValue {
        var rest = members
        rest["allOf"] = nil
        var result: JSONObject = ["$ref": .string(definition(reference))]
        for (name, value) in rest where !name.hasPrefix("x-") || name == "x-kubernetes-patch-strategy" {
          result[name] = value
        }
        return .object(result)
      }
      if let reference = members["$ref"]?.stringValue { return ["$ref": .string(definition(reference))] }
      if members["format"] == "int-or-string" || members["oneOf"] != nil && members["type"] == nil {
        var result: JSONValue = ["type": "string"]
        for name in ["description", "format"] { result[name] = members[name] }
        return result
      }
      var result: JSONObject = [:]
      for (name, value) in members {
        switch name {
        case "anyOf", "oneOf", "not", "nullable", "allOf": break
        case "properties":
          result[name] = .object((value.objectValue ?? [:]).mapValues(Self.schema))
        case "items", "additionalProperties": result[name] = Self.schema(value)
        default: result[name] = value
        }
      }
      return .object(result)
    default: return schema
    }
  }

  private static func definition(_ reference: String) -> String {
    reference.replacing("#/components/schemas/", with: "#/definitions/")
  }

  private func describe(_ operation: APIOperation) -> JSONValue {
    var result: JSONValue = [
      "tags": [.string(operation.tag)], "operationId": .string(operation.identifier),
      "description": .string(operation.description),
      "consumes": operation.body.map { body in
        guard case .patch(let types) = body else { return ["*/*"] }
        return .array(types.map(JSONValue.string))
      } ?? ["*/*"],
      "produces": operation.answer == nil
        ? ["*/*"] : ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"],
      "schemes": ["https"],
    ]
    var parameters = operation.parameters.map { parameter -> JSONValue in
      var one: JSONValue = [
        "name": .string(parameter.name), "in": parameter.isInPath ? "path" : "query",
        "type": .string(parameter.type), "uniqueItems": true,
      ]
      if parameter.isInPath { one["required"] = true }
      return one
    }
    switch operation.body {
    case .type(let name):
      var body: JSONValue = ["name": "body", "in": "body", "schema": reference(to: name)]
      if operation.method != "delete" { body["required"] = true }
      parameters.append(body)
    case .patch: parameters.append(["name": "body", "in": "body", "required": true, "schema": ["type": "object"]])
    case nil: break
    }
    result["parameters"] = .array(parameters)
    var responses = JSONValue.emptyObject
    let descriptions = [200: "OK", 201: "Created", 202: "Accepted"]
    for code in operation.codes {
      responses[String(code)] = [
        "description": .string(descriptions[code] ?? ""),
        "schema": operation.answer == nil ? ["type": "string"] : reference(to: operation.answer),
      ]
    }
    responses["401"] = ["description": "Unauthorized"]
    result["responses"] = responses
    if let action = operation.action { result["x-kubernetes-action"] = .string(action) }
    result["x-kubernetes-group-version-kind"] = operation.kind.openAPI
    return result
  }

  private func reference(to type: String?) -> JSONValue {
    guard let type else { return ["type": "object"] }
    return ["$ref": .string("#/definitions/\(type)")]
  }
}
