import APIServer
import Crypto
import Foundation
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Service account tokens")
struct TokenTests {
  /// The parts of a token: header and claims.
  private static func decode(_ token: String) throws -> (header: JSONValue, claims: JSONValue) {
    let parts = token.split(separator: ".").map { part -> [UInt8] in
      var text = part.replacing("-", with: "+").replacing("_", with: "/")
      while text.count % 4 != 0 { text += "=" }
      return Array(Data(base64Encoded: String(text)) ?? Data())
    }
    #expect(parts.count == 3)
    return (try JSONValue(parsing: parts[0]), try JSONValue(parsing: parts[1]))
  }

  @Test("Times are whole seconds, and the key is named by what the issuer publishes")
  func claims() async throws {
    try await TestAPI.with { api in
      let token = try await api.account("robot")
      let (header, claims) = try Self.decode(token)
      for name in ["iat", "nbf", "exp"] { #expect(claims[name]?.integerValue != nil, "\(name): \(claims)") }
      #expect(claims["jti"]?.stringValue?.count == 36)
      let keys = try await api.send(.GET, "/openid/v1/jwks", as: .token(token))
      let key = keys.body["keys"]?.arrayValue?.first
      #expect(key?["kid"] == header["kid"] && key?["crv"] == "P-256" && key?["alg"] == "ES256", "\(keys)")
      #expect(keys.headers.first(name: "content-type") == "application/jwk-set+json")
      let configuration = try await api.send(.GET, "/.well-known/openid-configuration", as: .token(token))
      #expect(configuration.body["issuer"] == claims["iss"], "\(configuration)")
      #expect(configuration.body["jwks_uri"]?.stringValue?.hasSuffix("/openid/v1/jwks") == true)
    }
  }

  @Test("A token is good for the audiences that it names alone")
  func audiences() async throws {
    try await TestAPI.with { api in
      _ = try await api.account("robot")
      let made = try await api.send(
        .POST, "/api/v1/namespaces/default/serviceaccounts/robot/token",
        ["spec": ["audiences": ["vault"], "boundObjectRef": nil]])
      let token = try #require(made.body["status"]?["token"]?.stringValue)
      #expect(try await api.send(.GET, "/api", as: .token(token)).code == 401)
      func review(_ audiences: JSONValue) async throws -> JSONValue? {
        try await api.send(
          .POST, "/apis/authentication.k8s.io/v1/tokenreviews",
          [
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview",
            "spec": ["token": .string(token), "audiences": audiences],
          ]
        ).body["status"]
      }
      let good = try await review(["vault", "other"])
      #expect(good?["authenticated"] == true && good?["audiences"] == ["vault"])
      #expect(try await review(["other"])?["authenticated"] != true)
      #expect(try await review([])?["authenticated"] != true)
    }
  }

  @Test("A pod's token outlives its time for programs that read it once, and says when it should be read again")
  func extendedTokens() async throws {
    try await TestAPI.with { api in
      _ = try await api.account("robot")
      var pod = Pod(name: "web", namespace: "default")
      pod.spec.serviceAccountName = "robot"
      pod.spec.containers = [
        .with {
          $0.name = "c"
          $0.image = "busybox"
        }
      ]
      try await api.client.create(pod)
      let made = try await api.send(
        .POST, "/api/v1/namespaces/default/serviceaccounts/robot/token",
        [
          "spec": [
            "expirationSeconds": 3607, "boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": "web"],
          ]
        ])
      let (_, claims) = try Self.decode(try #require(made.body["status"]?["token"]?.stringValue))
      let issued = try #require(claims["iat"]?.integerValue)
      let kubernetes = claims["kubernetes.io"]
      #expect(abs((claims["exp"]?.integerValue ?? 0) - issued - 365 * 86_400) < 5, "\(claims)")
      #expect(abs((kubernetes?["warnafter"]?.integerValue ?? 0) - issued - 3607) < 5, "\(claims)")
      #expect(kubernetes?["pod"]?["name"] == "web")
    }
  }
}
