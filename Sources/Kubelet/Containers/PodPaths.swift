package import KubeModel

/// Where a pod's files are.
package struct PodPaths: Sendable, Hashable {
  package let directory: String
  package let logs: String

  /// - Parameters:
  ///   - pods: The directory that holds a directory for each pod.
  ///   - logs: The directory of all containers' logs; the pods' are below `pods` there.
  package init(pod: Pod, pods: String, logs: String) {
    directory = "\(pods)/\(pod.uid)"
    self.logs = "\(logs)/pods/\(pod.namespace ?? "default")_\(pod.name)_\(pod.uid)"
  }

  package func volume(_ name: String) -> String { "\(directory)/volumes/\(name)" }

  package func attempt(_ container: String, _ attempt: Int) -> String {
    "\(directory)/containers/\(container)/\(attempt)"
  }

  package func layer(_ container: String, _ attempt: Int) -> String { "\(self.attempt(container, attempt))/layer" }

  package func terminationLog(_ container: String, _ attempt: Int) -> String {
    "\(self.attempt(container, attempt))/termination-log"
  }

  /// How the attempt's process was started, for commands that are executed in the container later.
  package func processRecord(_ container: String, _ attempt: Int) -> String {
    "\(self.attempt(container, attempt))/process.json"
  }

  package func logDirectory(_ container: String) -> String { "\(logs)/\(container)" }

  package func log(_ container: String, _ attempt: Int) -> String { "\(logs)/\(container)/\(attempt).log" }
}
