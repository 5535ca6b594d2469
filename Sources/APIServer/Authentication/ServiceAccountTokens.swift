import Crypto
import FoundationEssentials
import JWTKit
package import KubeModel

/// Signs and checks the tokens of service accounts: JSON Web Tokens (RFC 7519) with Kubernetes' claims, signed with
/// ES256.
package struct ServiceAccountTokens: TokenSigner {
  private let keys: JWTKeyCollection
  private let issuer: String

  /// The audience of tokens that are meant for the API server.
  package static let audience = "https://kubernetes.default.svc.cluster.local"

  /// - Parameter key: The private key in PEM (PKCS #8).
  package init(key: String) async throws {
    keys = await JWTKeyCollection().add(ecdsa: try ES256PrivateKey(pem: key))
    issuer = Self.audience
  }

  package func token(
    for account: ServiceAccount, audiences: [String], expiresAt: Timestamp, boundTo: ObjectReference?
  ) async throws -> String {
    let now = Date()
    let namespace = account.namespace ?? ""
    let claims = Claims(
      iss: IssuerClaim(value: issuer), sub: SubjectClaim(value: "system:serviceaccount:\(namespace):\(account.name)"),
      aud: AudienceClaim(value: audiences.isEmpty ? [issuer] : audiences), iat: IssuedAtClaim(value: now),
      nbf: NotBeforeClaim(value: now),
      exp: ExpirationClaim(value: Date(timeIntervalSince1970: Double(expiresAt.seconds))),
      kubernetes: Claims.Kubernetes(
        namespace: namespace, serviceaccount: .init(name: account.name, uid: account.uid),
        pod: Self.named(boundTo, Pod.kind), secret: Self.named(boundTo, Secret.kind)))
    return try await keys.sign(claims)
  }

  private static func named(_ reference: ObjectReference?, _ kind: String) -> Claims.Named? {
    guard let reference, reference.kind == kind else { return nil }
    return Claims.Named(name: reference.name ?? "", uid: reference.uid ?? "")
  }

  package func content(of token: String) async -> TokenContent? {
    // Whatever is wrong with a token, it is no token of this cluster.
    guard let claims = try? await keys.verify(token, as: Claims.self), claims.iss.value == issuer else { return nil }
    let account = claims.kubernetes.serviceaccount
    return TokenContent(
      namespace: claims.kubernetes.namespace, account: .init(name: account.name, uid: account.uid),
      pod: claims.kubernetes.pod.map { .init(name: $0.name, uid: $0.uid) },
      secret: claims.kubernetes.secret.map { .init(name: $0.name, uid: $0.uid) }, audiences: claims.aud.value)
  }

  /// The claims of a service account's token (Kubernetes, "Managing Service Accounts").
  private struct Claims: JWTPayload {
    struct Named: Codable {
      var name: String
      var uid: String
    }

    struct Kubernetes: Codable {
      var namespace: String
      var serviceaccount: Named
      var pod: Named?
      var secret: Named?
    }

    var iss: IssuerClaim
    var sub: SubjectClaim
    var aud: AudienceClaim
    var iat: IssuedAtClaim
    var nbf: NotBeforeClaim
    var exp: ExpirationClaim
    var kubernetes: Kubernetes

    enum CodingKeys: String, CodingKey {
      case iss, sub, aud, iat, nbf, exp
      case kubernetes = "kubernetes.io"
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {
      try exp.verifyNotExpired()
      try nbf.verifyNotBefore()
    }
  }
}
