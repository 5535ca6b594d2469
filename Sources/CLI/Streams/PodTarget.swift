import KubeClient
import KubeModel
import OrderedCollections

/// Finds the pod, and the container in it, that a command means.
struct PodTarget {
  let pod: Pod
  let container: String

  /// Resolves `web`, `pod/web`, `deployment/web` or `service/web`; of several pods a running one is taken.
  static func find(_ word: String, container: String?, _ session: Session) async throws -> PodTarget {
    let pod = try await pod(word, session)
    return PodTarget(pod: pod, container: try Self.container(container, of: pod))
  }

  /// The pod that a word names.
  static func pod(_ word: String, _ session: Session) async throws -> Pod {
    guard let slash = word.firstIndex(of: "/") else {
      return try await session.client.get(Pod.self, namespace: session.namespace, name: word)
    }
    let name = String(word[word.index(after: slash)...])
    let type = try await session.catalog.type(named: String(word[..<slash]))
    if type.kind == "Pod" { return try await session.client.get(Pod.self, namespace: session.namespace, name: name) }
    let pods = try await pods(of: type, name, session)
    let isRunning: (Pod) -> Bool = { $0.json["status"]?["phase"]?.stringValue == "Running" }
    guard let pod = pods.first(where: isRunning) ?? pods.first else {
      throw CommandFailure("\(type.qualifiedSingular)/\(name) has no pods; see: localkube describe \(word)")
    }
    return pod
  }

  /// The pods that an object selects.
  static func pods(of type: ResourceType, _ name: String, _ session: Session) async throws -> [Pod] {
    let object = try await session.client.get(
      type.resource, namespace: session.namespace(for: type), name: name, subresource: nil)
    let selector = object["spec"]?["selector"]
    let labels = (selector?["matchLabels"] ?? selector)?.objectValue ?? [:]
    let pairs = labels.compactMap { key, value in value.stringValue.map { "\(key)=\($0)" } }
    guard !pairs.isEmpty else { throw CommandFailure("\(type.qualifiedSingular)/\(name) selects no pods by label") }
    return try await session.client.list(
      Pod.self, namespace: session.namespace, options: ListOptions(labelSelector: pairs.joined(separator: ",")))
  }

  /// The names of all containers, those that only run at the start included.
  static func containers(of pod: Pod) -> [String] {
    ["initContainers", "containers"].flatMap { section in
      (pod.json["spec"]?[section]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
    }
  }

  /// The container asked for, or the pod's default one.
  static func container(_ wanted: String?, of pod: Pod) throws -> String {
    let main = (pod.json["spec"]?["containers"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
    if let wanted {
      let all = containers(of: pod)
      guard all.contains(wanted) else {
        throw CommandFailure(
          "container \(wanted) is not in pod \(pod.name); there are: \(all.joined(separator: ", "))")
      }
      return wanted
    }
    let annotated = pod.metadata.annotations["kubectl.kubernetes.io/default-container"]
    guard let container = annotated.flatMap({ main.contains($0) ? $0 : nil }) ?? main.first else {
      throw CommandFailure("pod \(pod.name) has no containers")
    }
    if main.count > 1, annotated == nil {
      Console.complain("Defaulted container \"\(container)\" out of: \(main.joined(separator: ", "))")
    }
    return container
  }

  /// The path of a streaming subresource.
  func path(_ subresource: String, _ query: QueryString) -> String {
    Pod.resource.path(namespace: pod.namespace, name: pod.name, subresource: subresource) + query.text
  }
}
