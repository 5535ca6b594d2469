import KubeModel

/// What a client asks of a connection, as an object that webhooks can be shown (`PodExecOptions` and the like).
enum ConnectionOptions {
  /// Reads the query of a request to `exec`, `attach`, `portforward` or `proxy`.
  static func json(_ kind: GroupVersionKind, _ target: RequestTarget) -> JSONValue {
    var options: JSONValue = ["kind": .string(kind.kind), "apiVersion": .string(kind.groupVersion.description)]
    for name in ["stdin", "stdout", "stderr", "tty"] where target.flag(name) { options[name] = true }
    for name in ["container", "path"] { options[name] = target.value(name).map(JSONValue.string) }
    let command = target.values("command")
    if !command.isEmpty { options["command"] = .array(command.map(JSONValue.string)) }
    let ports = target.values("ports").flatMap { $0.split(separator: ",") }.compactMap { Int64($0) }
    if !ports.isEmpty { options["ports"] = .array(ports.map(JSONValue.integer)) }
    return options
  }
}
