import LinuxSystem
import SandboxRuntime

/// Opens TCP connections from inside the cluster's network, where the kubelet stands.
struct PodDialer: Sendable {
  let sandbox: any SandboxClient

  /// Why there is no connection.
  enum Failure: Error {
    case timedOut
    /// Worded as by Go's `net` package, without `dial tcp` before it.
    case refused(String)
  }

  /// A connection to an address, or to the node itself by the name `localhost`; other names have no address here.
  func open(_ host: String, port: Int, timeout: Duration) async throws(Failure) -> OwnedDescriptor {
    guard let number = UInt16(exactly: port) else { throw .refused(": address \(port): invalid port") }
    let place = Self.place(host, port: port)
    guard let address = IPv4Address(host == "localhost" ? "127.0.0.1" : host) else {
      throw .refused(
        host.contains(":") ? " \(place): connect: network is unreachable" : ": lookup \(host): no such host")
    }
    do throws(SandboxError) {
      return try await sandbox.connect(
        SocketAddress(address, port: number), transport: .tcp, sandbox: nil, timeout: timeout)
    } catch {
      switch error {
      case .timedOut: throw .timedOut
      case .system(_, let number): throw .refused(" \(place): connect: \(SystemError.text(number))")
      default: throw .refused(" \(place): \(error)")
      }
    }
  }

  /// `host:port`, with brackets around an address of IPv6.
  static func place(_ host: String, port: Int) -> String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
