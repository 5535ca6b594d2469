import Crypto
import FoundationEssentials
import KubeModel

/// A token that was signed here: a JSON Web Token (RFC 7519) in the compact form of RFC 7515, section 3.1, by ES256.
struct SignedToken: Sendable {
  let content: TokenContent
  /// Seconds since 1970 from which, and until which, it is good.
  let notBefore: Int64
  let expiry: Int64

  /// Reads and checks a token's text; nil for anything that `key` has not signed with Kubernetes' claims.
  ///
  /// - Parameter issuer: What `iss` has to be.
  init?(_ text: String, key: P256.Signing.PublicKey, keyID: String, issuer: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.json(parts[0]), header["alg"] == "ES256", header["crit"] == nil,
      header["kid"].map({ $0 == .string(keyID) }) ?? true, let signature = Self.data(parts[2]),
      // RFC 7518, section 3.4: both numbers, one behind the other.
      let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature),
      key.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)), let claims = Self.json(parts[1]),
      claims["iss"] == .string(issuer), let expiry = claims["exp"]?.integerValue,
      let kubernetes = claims["kubernetes.io"], let account = Self.object(kubernetes["serviceaccount"])
    else { return nil }
    self.expiry = expiry
    notBefore = claims["nbf"]?.integerValue ?? 0
    content = TokenContent(
      namespace: kubernetes["namespace"]?.stringValue ?? "", account: account, pod: Self.object(kubernetes["pod"]),
      secret: Self.object(kubernetes["secret"]), audiences: (claims["aud"]?.arrayValue ?? []).compactMap(\.stringValue))
  }

  func isGood(at now: Int64) -> Bool { notBefore <= now && now < expiry }

  private static func object(_ json: JSONValue?) -> TokenContent.Object? {
    guard let name = json?["name"]?.stringValue, let uid = json?["uid"]?.stringValue else { return nil }
    return TokenContent.Object(name: name, uid: uid)
  }

  /// Anything that is no JSON is no part of a token.
  private static func json(_ part: Substring) -> JSONValue? {
    data(part).flatMap { try? JSONValue(parsing: Array($0)) }
  }

  private static func data(_ part: Substring) -> Data? {
    guard !part.contains("="), !part.contains("+"), !part.contains("/") else { return nil }
    let padding = String(repeating: "=", count: (4 - part.utf8.count % 4) % 4)
    return Data(base64Encoded: part.replacing("-", with: "+").replacing("_", with: "/") + padding)
  }
}
