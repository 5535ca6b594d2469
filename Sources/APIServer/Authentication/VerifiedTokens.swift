import Crypto
import FoundationEssentials
import Synchronization

/// Tokens whose signatures were found good, remembered for ten seconds as kube-apiserver does
/// (`--authentication-token-...-cache`, success only): most clients show the same one at every request, and a signature
/// costs more than the rest of a small request.
///
/// What can change meanwhile (expiry, the objects that a token dies with) is looked at each time, other than in
/// kube-apiserver. Tokens are known by their digests, so that no token is kept.
final class VerifiedTokens: Sendable {
  static let lifetime = Duration.seconds(10)
  /// How many are remembered; beyond that, all are forgotten.
  static let limit = 4_096

  private struct Entry {
    let token: SignedToken
    let until: ContinuousClock.Instant
  }

  private let entries = Mutex<[SHA256Digest: Entry]>([:])

  /// What `verify` says of the token, or has said within the last ten seconds.
  func token(_ text: String, verify: (String) -> SignedToken?) -> SignedToken? {
    let digest = SHA256.hash(data: Data(text.utf8))
    let now = ContinuousClock.now
    if let known = entries.withLock({ $0[digest] }), known.until > now { return known.token }
    guard let token = verify(text) else { return nil }
    entries.withLock { entries in
      if entries.count >= Self.limit { entries = [:] }
      entries[digest] = Entry(token: token, until: now + Self.lifetime)
    }
    return token
  }
}
