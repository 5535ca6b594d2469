/// A DNS message (RFC 1035 section 4) with EDNS (RFC 6891), as a value.
package struct DNSMessage: Sendable, Hashable {
  /// What a client or server says about itself by an OPT record.
  package struct Extension: Sendable, Hashable {
    /// The largest UDP message that the sender takes.
    package var payloadSize: UInt16
    package var version: UInt8
    /// The DO bit (RFC 3225).
    package var wantsSignatures: Bool

    package init(payloadSize: UInt16, version: UInt8 = 0, wantsSignatures: Bool = false) {
      self.payloadSize = payloadSize
      self.version = version
      self.wantsSignatures = wantsSignatures
    }
  }

  package var id: UInt16
  package var isResponse = false
  /// 0 is a query.
  package var operation: UInt8 = 0
  package var isAuthoritative = false
  package var isTruncated = false
  package var wantsRecursion = false
  package var offersRecursion = false
  package var responseCode = DNSResponseCode.noError
  package var questions: [DNSQuestion] = []
  package var answers: [DNSRecord] = []
  package var authorities: [DNSRecord] = []
  package var additionals: [DNSRecord] = []
  /// nil when there is no OPT record.
  package var edns: Extension?

  package init(id: UInt16) { self.id = id }

  /// An answer to `query`, as yet without records; it repeats the id, the questions and the wish for recursion.
  package init(answering query: DNSMessage) {
    id = query.id
    isResponse = true
    operation = query.operation
    wantsRecursion = query.wantsRecursion
    questions = query.questions
  }
}
