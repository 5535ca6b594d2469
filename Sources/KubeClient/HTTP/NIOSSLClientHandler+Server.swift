import NIOCore
import NIOSSL

extension NIOSSLClientHandler {
  /// TLS with a server of that name or address, which is told the name (RFC 6066, section 3: never an address).
  convenience init(context: NIOSSLContext, server: String) throws {
    let isAddress = (try? SocketAddress(ipAddress: server, port: 0)) != nil
    try self.init(context: context, serverHostname: isAddress ? nil : server)
  }
}
