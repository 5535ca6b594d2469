import APIServer
import Kubelet
import LinuxSystem
import SandboxRuntime

/// Connections in the cluster's network as the API server wants them.
struct ClusterDialerOfNodes: ClusterDialer {
  let nodes: NodeStreams

  func connect(to address: String, port: UInt16) async throws -> OwnedDescriptor {
    do throws(SandboxError) {
      return try await nodes.connect(to: address, port: port)
    } catch {
      let cause =
        switch error {
        case .system(_, let number): "connect: \(SystemError.text(number))"
        case .timedOut: "i/o timeout"
        case .notFound: "no such host"
        case _: "\(error)"
        }
      throw DialError(address: "\(address):\(port)", cause: cause)
    }
  }
}
