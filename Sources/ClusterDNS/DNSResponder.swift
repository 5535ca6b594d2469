package import DNSWire

/// Turns the octets of a query into the octets of its answer, or says where else to ask.
package struct DNSResponder: Sendable {
  /// What comes of a query.
  package enum Response: Sendable, Hashable {
    case answer([UInt8])
    /// The question belongs to another server; these octets go back when it does not answer.
    case forward(DNSName, refusal: [UInt8])
    /// Not a query: nothing goes back.
    case nothing
  }

  private let answerer: DNSAnswerer
  private let delegated: [DNSName]
  private let forwardsRest: Bool

  /// - Parameters:
  ///   - delegated: Domains whose questions go to a server of their own.
  ///   - forwardsRest: Whether there is a server for all names outside the cluster.
  package init(answerer: DNSAnswerer, delegated: [DNSName] = [], forwardsRest: Bool = false) {
    self.answerer = answerer
    self.delegated = delegated
    self.forwardsRest = forwardsRest
  }

  /// Answers a query that came over UDP or TCP.
  package func respond(to octets: [UInt8], overTCP: Bool, index: DNSIndex) -> Response {
    let query: DNSMessage
    do {
      query = try DNSReader.message(octets)
    } catch {
      return formatError(octets)
    }
    guard !query.isResponse else { return .nothing }
    var answer = DNSMessage(answering: query)
    let limit = overTCP ? 65_535 : max(512, Int(min(query.edns?.payloadSize ?? 512, 1_232)))
    if let edns = query.edns {
      answer.edns = DNSMessage.Extension(payloadSize: 1_232, wantsSignatures: edns.wantsSignatures)
    }
    func written(_ code: DNSResponseCode) -> [UInt8] {
      var coded = answer
      coded.responseCode = code
      return DNSWriter.octets(coded, limit: limit)
    }
    /// The zone's own word that there is no such name.
    func unknown() -> Response {
      answer.isAuthoritative = true
      answer.authorities = [answerer.authority]
      return .answer(written(.nameError))
    }
    guard (query.edns?.version ?? 0) == 0 else { return .answer(written(.badVersion)) }
    guard query.operation == 0 else { return .answer(written(.notImplemented)) }
    guard query.questions.count == 1 else { return .answer(written(.formatError)) }
    let question = query.questions[0]
    guard question.questionClass == 1 || question.questionClass == 255 else { return .answer(written(.refused)) }
    if let domain = delegated.filter({ question.name.isWithin($0) }).max(by: { $0.wire.count < $1.wire.count }),
      !question.name.isWithin(answerer.zone)
    {
      return .forward(domain, refusal: written(.serverFailure))
    }
    switch answerer.answer(question, in: index) {
    case .found(let answers, let additionals):
      answer.isAuthoritative = true
      answer.answers = Self.rotated(answers, by: Int(query.id))
      answer.additionals = additionals
      if answers.isEmpty { answer.authorities = [answerer.authority] }
      return .answer(DNSWriter.octets(answer, limit: limit))
    case .dangling(let aliases):
      answer.answers = aliases
      return unknown()
    case .missing: return unknown()
    case .foreign:
      if Self.isNowhere(question.name) { return .answer(written(.nameError)) }
      let refusal = written(.serverFailure)
      return forwardsRest ? .forward(.root, refusal: refusal) : .answer(refusal)
    }
  }

  /// The records with the addresses among them begun at another place: a client that takes the first one finds another
  /// endpoint each time, since every query has an id of its own.
  private static func rotated(_ records: [DNSRecord], by number: Int) -> [DNSRecord] {
    let places = records.indices.filter { records[$0].data.type == .a }
    guard places.count > 1 else { return records }
    var rotated = records
    for (position, place) in places.enumerated() {
      rotated[place] = records[places[(position + number) % places.count]]
    }
    return rotated
  }

  /// A header alone, when there is enough of the query to name its id.
  private func formatError(_ octets: [UInt8]) -> Response {
    guard octets.count >= 12, octets[2] & 0x80 == 0 else { return .nothing }
    var message = DNSMessage(id: UInt16(octets[0]) << 8 | UInt16(octets[1]))
    message.isResponse = true
    message.responseCode = .formatError
    return .answer(DNSWriter.octets(message, limit: 512))
  }

  /// Names that the public DNS cannot know either: a bare label, or one below a domain that is not delegated.
  ///
  /// A mistyped service is thus unknown at once, as in a cluster with an uplink.
  private static func isNowhere(_ name: DNSName) -> Bool {
    let labels = name.labels
    // The root itself is known everywhere.
    guard !labels.isEmpty else { return false }
    let special: Set<String> = ["svc", "local", "internal", "test", "invalid", "lan"]
    return labels.count < 2 || special.contains(labels[labels.count - 1])
  }
}
