import KubeModel
import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Words what breaks a connection as Go's HTTP client does, for conditions and messages that users see.
enum ConnectionErrorText {
  static func of(_ error: any Error) -> String {
    switch error {
    case let error as StatusError:
      return error.reason == .notFound ? "service \"\(error.details?.name ?? "")\" not found" : error.message
    case let error as NIOConnectionError:
      let cause = error.connectionErrors.first.map { of($0.error) }
      return "dial tcp \(error.host):\(error.port): \(cause ?? "lookup \(error.host): no such host")"
    case let error as IOError: return "connect: \(SystemError.text(error.errnoCode))"
    case NIOSSLError.uncleanShutdown: return "EOF"
    case is NIOSSLError, is BoringSSLError: return ofTLS("\(error)")
    case is NIOSSLExtraError: return "tls: failed to verify certificate: x509: certificate is for another name"
    case ChannelError.connectTimeout: return "i/o timeout"
    case is HTTPParserError: return "net/http: HTTP/1.x transport connection broken: malformed HTTP response"
    case is ChannelError: return "EOF"
    case is CancellationError: return "context canceled"
    case let error as any CustomStringConvertible: return error.description
    default: return "EOF"
    }
  }

  /// The verdict on the certificate, the alert that the other side sent, or that the handshake failed.
  private static func ofTLS(_ error: String) -> String {
    if error.contains("CERTIFICATE_VERIFY_FAILED") {
      return "tls: failed to verify certificate: x509: certificate signed by unknown authority"
    }
    if error.contains("WRONG_VERSION_NUMBER") || error.contains("HTTP_REQUEST") {
      return "http: server gave HTTP response to HTTPS client"
    }
    guard let mark = error.firstRange(of: "_ALERT_") else { return "tls: handshake failure" }
    let words = error[mark.upperBound...].prefix { $0.isUppercase || $0 == "_" }
    return "remote error: tls: " + words.lowercased().split(separator: "_").joined(separator: " ")
  }
}
