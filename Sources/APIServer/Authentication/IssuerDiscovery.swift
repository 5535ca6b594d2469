import KubeModel
import NIOCore
import NIOHTTP1

/// What lets others check the tokens of service accounts (OpenID Connect Discovery; Kubernetes: "Managing Service
/// Accounts", service account issuer discovery).
struct IssuerDiscovery {
  let signer: any TokenSigner

  /// `/.well-known/openid-configuration`; the keys are at the address that the client knows already.
  func configuration(_ request: HTTPRequest) -> HTTPAnswer {
    let host = request.headers.first(name: "host") ?? "kubernetes.default.svc.cluster.local"
    return .json([
      "issuer": .string(ServiceAccountTokens.audience), "jwks_uri": .string("https://\(host)/openid/v1/jwks"),
      "response_types_supported": ["id_token"], "subject_types_supported": ["public"],
      "id_token_signing_alg_values_supported": ["ES256"],
    ])
  }

  /// `/openid/v1/jwks`.
  var keys: HTTPAnswer {
    HTTPAnswer(contentType: "application/jwk-set+json", ByteBuffer(bytes: signer.publicKeys.serialized()))
  }
}
