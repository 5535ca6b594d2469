import KubeModel
import ObjectStore
import OrderedCollections

/// `Scale` of `autoscaling/v1`: what the `scale` subresource shows of an object.
enum Scale {
  /// - Parameter paths: Where the parts stand in a custom resource; nil for the built-in kinds.
  static func of(_ object: StoredObject, paths: ScalePaths? = nil) -> JSONValue {
    let (value, meta) = (object.value, object.metadata)
    var metadata = JSONValue.emptyObject
    for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
      metadata[name] = meta.json[name]
    }
    if let paths {
      var status: JSONValue = ["replicas": paths.statusReplicas.value(in: value) ?? 0]
      status["selector"] = paths.selector?.value(in: value)
      return scale(metadata, replicas: paths.specReplicas.value(in: value) ?? 0, status)
    }
    var status: JSONValue = ["replicas": value["status"]?["replicas"] ?? 0]
    if let selector = value["spec"]?["selector"] { status["selector"] = .string(text(selector)) }
    return scale(metadata, replicas: value["spec"]?["replicas"] ?? 1, status)
  }

  private static func scale(_ metadata: JSONValue, replicas: JSONValue, _ status: JSONValue) -> JSONValue {
    [
      "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata, "spec": ["replicas": replicas],
      "status": status,
    ]
  }

  /// Sets the number of replicas that is wanted.
  static func set(_ replicas: Int64, in object: inout JSONValue, paths: ScalePaths?) {
    if let paths {
      paths.specReplicas.set(.integer(replicas), in: &object)
    } else {
      object["spec", default: .emptyObject]["replicas"] = .integer(replicas)
    }
  }

  /// What applying `scale` applies to the object itself.
  static func configuration(_ scale: JSONValue, of served: ServedResource) -> JSONValue {
    var object: JSONValue = [
      "apiVersion": .string(served.groupVersionKind.groupVersion.description),
      "kind": .string(served.groupVersionKind.kind), "metadata": scale["metadata"] ?? .emptyObject,
    ]
    if let replicas = scale["spec"]?["replicas"]?.integerValue {
      set(replicas, in: &object, paths: served.custom?.scale)
    }
    return object
  }

  private static func text(_ selector: JSONValue) -> String {
    let labels =
      selector["matchLabels"]?.objectValue ?? (selector["matchExpressions"] == nil ? selector.objectValue : nil)
    var parts = (labels ?? [:]).map { "\($0.key)=\($0.value.stringValue ?? "")" }
    for expression in selector["matchExpressions"]?.arrayValue ?? [] {
      let key = expression["key"]?.stringValue ?? ""
      let values = (expression["values"]?.arrayValue ?? []).compactMap(\.stringValue).sorted().joined(separator: ",")
      switch expression["operator"]?.stringValue {
      case "In": parts.append("\(key) in (\(values))")
      case "NotIn": parts.append("\(key) notin (\(values))")
      case "Exists": parts.append(key)
      default: parts.append("!\(key)")
      }
    }
    return parts.sorted().joined(separator: ",")
  }
}
