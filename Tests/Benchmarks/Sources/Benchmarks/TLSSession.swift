import COpenSSL

/// TLS over a connected socket, by the machine's OpenSSL in the thread that asks: a client that costs as little as one can.
final class TLSSession {
  private let context: OpaquePointer
  private let session: OpaquePointer

  /// Shows the certificate, and takes only a server whose own was signed by the authority.
  init(_ descriptor: Int32, _ credentials: HTTPConnection.Credentials) throws {
    guard let context = SSL_CTX_new(TLS_client_method()), let session = Self.session(context, credentials) else {
      throw Failure("OpenSSL does not take the certificates of the kubeconfig")
    }
    (self.context, self.session) = (context, session)
    guard SSL_set_fd(session, descriptor) == 1, SSL_connect(session) == 1 else {
      throw Failure("there is no TLS with the API")
    }
  }

  private static func session(_ context: OpaquePointer, _ credentials: HTTPConnection.Credentials) -> OpaquePointer? {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    guard SSL_CTX_load_verify_locations(context, credentials.authority, nil) == 1 else { return nil }
    guard credentials.token == nil else { return SSL_new(context) }
    guard SSL_CTX_use_certificate_file(context, credentials.certificate, SSL_FILETYPE_PEM) == 1,
      SSL_CTX_use_PrivateKey_file(context, credentials.key, SSL_FILETYPE_PEM) == 1
    else { return nil }
    return SSL_new(context)
  }

  deinit {
    SSL_free(session)
    SSL_CTX_free(context)
  }

  /// As read(2), but for the meaning of errors: zero or less is the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    Int(SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count)))
  }

  /// As write(2).
  func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    Int(SSL_write(session, bytes.baseAddress, Int32(clamping: bytes.count)))
  }
}
