/// How much there is of something that others use up, and how much of it is in use: in all, and by each client.
///
/// What pods do must not take everything that the control plane has of descriptors or memory, and one pod must not take
/// what is there for all.
package struct Allowance: Sendable, Hashable {
  /// What comes of a request.
  package enum Answer: Sendable, Hashable {
    case granted
    /// There is nothing left, or the client has its share; `isNews` at the first refusal since a quarter was free, to
    /// be told once.
    case refused(isNews: Bool)
  }

  /// How much there is.
  package let most: Int
  /// How much one client may have.
  package let mostOfClient: Int
  package private(set) var used = 0
  private var byClient: [String: Int] = [:]
  private var isTold = false

  /// - Parameter mostOfClient: nil leaves each client half of all.
  package init(most: Int, mostOfClient: Int? = nil) {
    self.most = most
    self.mostOfClient = mostOfClient ?? max(most / 2, 1)
  }

  /// Takes some for a client, or nothing.
  package mutating func take(_ count: Int = 1, for client: String) -> Answer {
    let own = byClient[client] ?? 0
    guard used + count <= most, own + count <= mostOfClient else {
      defer { isTold = true }
      return .refused(isNews: !isTold)
    }
    used += count
    byClient[client] = own + count
    return .granted
  }

  /// Gives back what was taken for a client.
  package mutating func give(_ count: Int = 1, for client: String) {
    guard let own = byClient[client] else { return }
    let given = min(count, own)
    used -= given
    byClient[client] = own == given ? nil : own - given
    if used <= most / 4 * 3 { isTold = false }
  }
}
