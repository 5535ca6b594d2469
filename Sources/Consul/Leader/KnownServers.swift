import KubeModel
import Synchronization

/// What the pods of a namespace say about Consul's servers, read once for each version of a pod: the followers ask
/// several times a second.
final class KnownServers: Sendable {
  private struct Reading {
    var version: String?
    /// Nil for a pod that is no server.
    var server: ConsulServer?
  }

  private let readings = Mutex<[String: Reading]>([:])

  /// The servers among these pods; what was known of others is forgotten.
  func servers(among pods: [Pod]) -> [ConsulServer] {
    readings.withLock { known in
      var next: [String: Reading] = [:]
      var servers: [ConsulServer] = []
      for pod in pods {
        let uid = pod.uid
        let version = pod.metadata.resourceVersion
        let reading: Reading
        if let last = known[uid], last.version == version {
          reading = last
        } else {
          reading = Reading(version: version, server: ConsulServer(pod: pod))
        }
        next[uid] = reading
        if let server = reading.server { servers.append(server) }
      }
      known = next
      return servers
    }
  }
}
