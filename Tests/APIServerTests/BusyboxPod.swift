import KubeModel

extension Pod {
  /// A pod of one container in `default`, with what it asks for and what it is held to.
  static func busybox(_ name: String, requests: JSONValue? = nil, limits: JSONValue? = nil) -> Pod {
    var resources = JSONValue.emptyObject
    resources["requests"] = requests
    resources["limits"] = limits
    var pod = Pod(name: name, namespace: "default")
    pod.json["spec"] = ["containers": [["name": "main", "image": "busybox", "resources": resources]]]
    return pod
  }
}
