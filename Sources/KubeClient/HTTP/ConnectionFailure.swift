package import KubeModel
import NIOCore
import NIOPosix
import NIOSSL

/// How a server that cannot be reached shows up among the API's own errors.
package enum ConnectionFailure {
  /// The code of a `StatusError` that stands for a connection that failed: no server has sent it.
  package static let code = 0

  /// The failure as the error that `KubeClient` throws, worded as kubectl does.
  static func statusError(_ error: any Error, authority: String) -> StatusError {
    let message: String
    if isRefusal(error) {
      message =
        "The connection to the server \(authority) was refused - did you specify the right host or port?"
    } else if case ChannelError.connectTimeout = error {
      message = "Unable to connect to the server: \(authority) did not answer in time"
    } else if let error = error as? NIOSSLError, case .handshakeFailed(let cause) = error {
      message = "Unable to connect to the server: TLS handshake with \(authority) failed: \(cause)"
    } else if error is NIOSSLExtraError {
      message = "Unable to connect to the server: the certificate of \(authority) is for another name: \(error)"
    } else if let error = error as? ChannelError, error == .eof || error == .ioOnClosedChannel {
      message = "The server \(authority) closed the connection before it had answered"
    } else {
      message = "Unable to connect to the server \(authority): \(error)"
    }
    return StatusError(code: code, reason: .serviceUnavailable, message: message)
  }

  private static func isRefusal(_ error: any Error) -> Bool {
    if let error = error as? IOError { return error.errnoCode == connectionRefused || error.errnoCode == noSuchFile }
    if let error = error as? NIOConnectionError {
      return !error.connectionErrors.isEmpty && error.connectionErrors.allSatisfy { isRefusal($0.error) }
    }
    return false
  }

  /// ECONNREFUSED and ENOENT of Linux, written out so that this file needs no C library.
  private static let connectionRefused: CInt = 111
  private static let noSuchFile: CInt = 2
}

extension StatusError {
  /// Whether the server could not be reached at all.
  package var isConnectionFailure: Bool { code == ConnectionFailure.code }
}
