import KubeModel

/// The object that a `proxy` request names: `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`, where any part but the name
/// may be empty (Kubernetes: "Access Services Running on Clusters").
struct ProxyTarget: Sendable, Hashable {
  var isSecure = false
  var name: String
  /// A number, or for services a name as well; empty for the default.
  var port = ""

  /// Reads the text; nil when it is malformed.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1: name = parts[0]
    case 2: (name, port) = (parts[0], parts[1])
    case 3:
      guard ["", "http", "https"].contains(parts[0]) else { return nil }
      (isSecure, name, port) = (parts[0] == "https", parts[1], parts[2])
    default: return nil
    }
    guard !name.isEmpty else { return nil }
  }
}
