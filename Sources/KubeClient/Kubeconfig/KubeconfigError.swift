/// Why a kubeconfig cannot be used; the description says what to do.
package enum KubeconfigError: Error, Hashable, CustomStringConvertible {
  case unreadable(path: String, why: String)
  case malformed(path: String, why: String)
  case noContext
  case unknownContext(String, known: [String])
  case incomplete(context: String, why: String)
  case irregular(path: String)
  case locked(path: String)
  case unwritable(path: String, why: String)

  package var description: String {
    switch self {
    case .unreadable(let path, let why): "cannot read the kubeconfig \(path): \(why)"
    case .malformed(let path, let why): "the kubeconfig \(path) is malformed: \(why); correct it or name another file"
    case .noContext: "the kubeconfig has no current context; choose one with --context"
    case .unknownContext(let name, let known):
      known.isEmpty
        ? "context \"\(name)\" does not exist: the kubeconfig has no contexts"
        : "context \"\(name)\" does not exist; there are: \(known.joined(separator: ", "))"
    case .incomplete(let context, let why): "context \"\(context)\" cannot be used: \(why)"
    case .irregular(let path):
      "the kubeconfig \(path) is no regular file; name another with KUBECONFIG, or leave it alone with --no-kubeconfig"
    case .locked(let path):
      "the kubeconfig \(path) is locked by another program; if none is running, remove \(path).lock"
    case .unwritable(let path, let why): "cannot write the kubeconfig \(path): \(why)"
    }
  }
}
