import ArgumentParser
import KubeClient
import KubeModel

/// `localkube logs`.
struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Print what a container wrote.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Option(name: [.customShort("c"), .long], help: "The container (default: the pod's first)")
  var container: String?

  @Flag(help: "All containers of the pod")
  var allContainers = false

  @Flag(name: [.customShort("f"), .long], help: "Go on with what is written from now on")
  var follow = false

  @Flag(help: "The log of the container's previous run")
  var previous = false

  @Flag(help: "Put the time before each line")
  var timestamps = false

  @Option(help: "Only so many lines from the end; -1 for all")
  var tail: Int?

  @Option(help: "Only lines younger than this, such as 10s, 5m or 1h")
  var since: String?

  @Option(help: "Only lines since this moment (RFC 3339)")
  var sinceTime: String?

  @Option(name: [.customShort("l"), .long], help: "The pods with these labels")
  var selector: String?

  @Flag(help: "Put the pod and container before each line")
  var prefix = false

  @Argument(help: "The pod, or TYPE/NAME of something that has pods; a second word is the container")
  var pod: [String] = []

  func validate() throws {
    if pod.isEmpty == (selector == nil) { throw ValidationError("name a pod, or choose pods with -l") }
    if pod.count > 2 { throw ValidationError("only one pod at a time; use -l for several") }
    if let since, Age.duration(since) == nil {
      throw ValidationError("\"\(since)\" is no duration; write it as in 10s, 5m or 1h")
    }
    if let sinceTime, Timestamp(sinceTime) == nil {
      throw ValidationError("\"\(sinceTime)\" is no RFC 3339 time; write it as in 2026-11-22T10:00:00Z")
    }
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let targets = try await targets(session)
      if targets.isEmpty { return Console.complain("No resources found in \(session.namespace) namespace.") }
      let showsPrefix = prefix
      let requests = targets.map { target in
        (path: path(target), prefix: showsPrefix ? "[pod/\(target.pod.name)/\(target.container)] " : "")
      }
      guard follow, requests.count > 1 else {
        for request in requests { try await Self.print(request.path, prefix: request.prefix, session) }
        return
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for request in requests {
          group.addTask { try await Self.print(request.path, prefix: request.prefix, session) }
        }
        try await group.waitForAll()
      }
    }
  }

  private func targets(_ session: Session) async throws -> [PodTarget] {
    let pods: [Pod]
    if let selector {
      pods = try await session.client.list(
        Pod.self, namespace: session.namespace, options: ListOptions(labelSelector: selector))
    } else {
      pods = [try await PodTarget.pod(pod[0], session)]
    }
    let wanted = container ?? (pod.count > 1 ? pod[1] : nil)
    return try pods.flatMap { pod -> [PodTarget] in
      if allContainers { return PodTarget.containers(of: pod).map { PodTarget(pod: pod, container: $0) } }
      return [PodTarget(pod: pod, container: try PodTarget.container(wanted, of: pod))]
    }
  }

  private func path(_ target: PodTarget) -> String {
    var query = QueryString()
    query.add("container", target.container)
    query.add("follow", follow)
    query.add("previous", previous)
    query.add("timestamps", timestamps)
    // Of many pods kubectl shows the last ten lines each.
    let lines = tail ?? (selector == nil ? -1 : 10)
    query.add("tailLines", lines < 0 ? nil : String(lines))
    query.add("sinceSeconds", since.flatMap(Age.duration).map { String(max(1, $0.components.seconds)) })
    query.add("sinceTime", sinceTime)
    return target.path("log", query)
  }

  /// Copies a log to standard output, whole lines at a time so that several do not mix.
  private static func print(_ path: String, prefix: String, _ session: Session) async throws {
    var pending: [UInt8] = []
    for try await bytes in try await session.client.stream(path) {
      pending += bytes
      guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { continue }
      try write(pending[...end], prefix)
      pending.removeFirst(end + 1)
    }
    try write(pending[...], prefix)
  }

  private static func write(_ lines: ArraySlice<UInt8>, _ prefix: String) throws {
    guard !prefix.isEmpty else { return try Console.write(Array(lines)) }
    var output: [UInt8] = []
    var startsLine = true
    for byte in lines {
      if startsLine { output += prefix.utf8 }
      output.append(byte)
      startsLine = byte == UInt8(ascii: "\n")
    }
    try Console.write(output)
  }
}
