import Consul
import ControllerKit
import KubeModel
import Kubelet

/// The logs of Consul servers as the leader reporter wants them.
struct ServerLogsOfNodes: ServerLogs {
  let nodes: NodeStreams
  let pods: Informer<Pod>

  func lines(of server: ConsulServer, since: Timestamp?) async throws -> [ConsulLog.Line] {
    guard let pod = pods.get(namespace: server.group.namespace, name: server.name), let run = server.containerID,
      let container = pod.status.containerStatuses.first(where: { $0.containerID == run }),
      let name = container.name
    else { throw StatusError.badRequest("the run of \(server.name) that is asked for has ended") }
    var options = ContainerLogOptions()
    options.timestamps = true
    options.sinceTime = since
    var bytes: [UInt8] = []
    for try await piece in try await nodes.logs(of: pod, container: name, options: options) { bytes += piece }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let moment = Timestamp(String(parts[0])) else { return nil }
      return ConsulLog.Line(moment: moment, text: String(parts[1]))
    }
  }
}
