import Consul
import KubeClient
import KubeModel

/// What the leader reporter wants to know of the Secrets and ConfigMaps of Consul servers.
struct ConfigurationOfServers: ServerConfiguration {
  let client: any KubeClient

  func secret(namespace: String, name: String, key: String) async -> [UInt8]? {
    // One that cannot be read tells nothing.
    guard let secret = try? await client.find(Secret.self, namespace: namespace, name: name) else { return nil }
    return secret.data[key].flatMap(Base64.decode)
  }

  func texts(ofConfigMap name: String, namespace: String) async -> [String] {
    // As above.
    guard let map = try? await client.find(ConfigMap.self, namespace: namespace, name: name) else { return [] }
    return Array(map.data.values)
  }
}
