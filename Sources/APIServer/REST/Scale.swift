import KubeModel
import ObjectStore
import OrderedCollections

/// `Scale` of `autoscaling/v1`: what the `scale` subresource shows of an object.
enum Scale {
  static func of(_ object: StoredObject) -> JSONValue {
    let (value, meta) = (object.value, object.metadata)
    var metadata = JSONValue.emptyObject
    for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
      metadata[name] = meta.json[name]
    }
    var status: JSONValue = ["replicas": value["status"]?["replicas"] ?? 0]
    if let selector = value["spec"]?["selector"] { status["selector"] = .string(text(selector)) }
    return [
      "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
      "spec": ["replicas": value["spec"]?["replicas"] ?? 1], "status": status,
    ]
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
