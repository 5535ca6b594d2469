import Crypto
import FoundationEssentials
import JWTKit
package import KubeModel

/// Signs and checks the tokens of service accounts: JSON Web Tokens (RFC 7519) with Kubernetes' claims, signed with
/// ES256.
package struct ServiceAccountTokens: TokenSigner {
  private let keys: JWTKeyCollection
  private let issuer: String
  private let publicKey: P256.Signing.PublicKey
  private let verified = VerifiedTokens()
  /// The name of the key, from the key itself, as kube-apiserver gives it.
  private let keyID: String

  /// The audience of tokens that are meant for the API server.
  package static let audience = "https://kubernetes.default.svc.cluster.local"

  /// - Parameter key: The private key in PEM (PKCS #8).
  package init(key: String) async throws {
    publicKey = try P256.Signing.PrivateKey(pemRepresentation: key).publicKey
    keyID = Self.base64URL(Data(SHA256.hash(data: publicKey.derRepresentation)))
    keys = await JWTKeyCollection().add(ecdsa: try ES256PrivateKey(pem: key), kid: JWKIdentifier(string: keyID))
    issuer = Self.audience
  }

  package func token(
    for account: ServiceAccount, audiences: [String], expiresAt: Timestamp, warnsAfter: Timestamp?,
    boundTo: ObjectReference?
  ) async throws -> String {
    // Whole seconds, which is what every reader of tokens understands.
    let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    let namespace = account.namespace ?? ""
    let claims = Claims(
      iss: IssuerClaim(value: issuer), sub: SubjectClaim(value: "system:serviceaccount:\(namespace):\(account.name)"),
      aud: audiences.isEmpty ? [issuer] : audiences, iat: IssuedAtClaim(value: now),
      nbf: NotBeforeClaim(value: now),
      jti: IDClaim(value: UniqueIdentifier.make()),
      exp: ExpirationClaim(value: Date(timeIntervalSince1970: Double(expiresAt.seconds))),
      kubernetes: Claims.Kubernetes(
        namespace: namespace, serviceaccount: .init(name: account.name, uid: account.uid),
        pod: Self.named(boundTo, Pod.kind), secret: Self.named(boundTo, Secret.kind), warnafter: warnsAfter?.seconds))
    return try await keys.sign(claims, kid: JWKIdentifier(string: keyID))
  }

  package var publicKeys: JSONValue {
    // SEC 1, section 2.3.3: a byte, then both coordinates.
    let point = publicKey.x963Representation.dropFirst()
    return [
      "keys": [
        [
          "use": "sig", "kty": "EC", "kid": .string(keyID), "crv": "P-256", "alg": "ES256",
          "x": .string(Self.base64URL(Data(point.prefix(32)))), "y": .string(Self.base64URL(Data(point.suffix(32)))),
        ]
      ]
    ]
  }

  private static func base64URL(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private static func named(_ reference: ObjectReference?, _ kind: String) -> Claims.Named? {
    guard let reference, reference.kind == kind else { return nil }
    return Claims.Named(name: reference.name ?? "", uid: reference.uid ?? "")
  }

  package func content(of token: String) -> TokenContent? {
    let verified = verified.token(token) { SignedToken($0, key: publicKey, keyID: keyID, issuer: issuer) }
    guard let verified, verified.isGood(at: Int64(Date().timeIntervalSince1970)) else { return nil }
    return verified.content
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
      var warnafter: Int64?
    }

    var iss: IssuerClaim
    var sub: SubjectClaim
    /// A list also when there is one, as Kubernetes writes it.
    var aud: [String]
    var iat: IssuedAtClaim
    var nbf: NotBeforeClaim
    var jti: IDClaim?
    var exp: ExpirationClaim
    var kubernetes: Kubernetes

    enum CodingKeys: String, CodingKey {
      case iss, sub, aud, iat, nbf, jti, exp
      case kubernetes = "kubernetes.io"
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {
      try exp.verifyNotExpired()
      try nbf.verifyNotBefore()
    }
  }
}
