import ControllerKit
import KubeClient
import KubeModel
import Logging

/// Keeps the Node object true while the node runs.
struct NodeKeeper: Sendable {
  private enum Occasion: Sendable {
    /// Time has passed, or the runtime's health has changed.
    case look
    /// Somebody has written to the object.
    case written(Node)
  }

  /// How often the kubelet renews its lease and looks after its status.
  private static let interval = Duration.seconds(10)

  let registration: NodeRegistration
  let health: RuntimeHealth
  let nodes: Informer<Node>
  let events: EventRecorder
  let time: TimeSource
  let logger: Logger

  /// Works until cancelled; the node is registered already.
  func run() async throws {
    let (occasions, tell) = AsyncStream<Occasion>.makeStream()
    let name = registration.configuration.nodeName
    nodes.onChange { event in
      if case .deleted = event { return }
      if event.object.name == name { tell.yield(.written(event.object)) }
    }
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { for await _ in health.changes() { tell.yield(.look) } }
      group.addTask {
        while true {
          try await Task.sleep(for: Self.interval)
          tell.yield(.look)
        }
      }
      for await occasion in occasions { await act(on: occasion) }
    }
  }

  private func act(on occasion: Occasion) async {
    do {
      switch occasion {
      case .look:
        let problem = health.problem
        guard try await registration.keep(problem: problem, now: time.now()) else { return }
        let name = registration.configuration.nodeName
        let reason = problem == nil ? "NodeReady" : "NodeNotReady"
        logger.warning(
          "The node's readiness has changed", metadata: ["node": "\(name)", "why": "\(problem ?? reason)"])
        events.record(
          .normal, about: ObjectReference.node(name), reason: reason, message: "Node \(name) status is now: \(reason)")
      case .written(let node): try await registration.keepResources(of: node)
      }
    } catch {
      logger.warning("The node's status was not kept; trying again in 10 s", metadata: ["error": "\(error)"])
    }
  }
}

extension ObjectReference {
  /// A node as the kubelet refers to its own in events: by its name in the place of its uid.
  fileprivate static func node(_ name: String) -> ObjectReference {
    .with {
      $0.kind = Node.kind
      $0.name = name
      $0.uid = name
    }
  }
}
