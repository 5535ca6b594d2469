package import DNSWire
import KubeModel
import SandboxRuntime

/// What the cluster's DNS says to a question, from an index alone.
package struct DNSAnswerer: Sendable {
  /// The outcome of a look-up in the cluster's zone.
  package enum Outcome: Sendable, Hashable {
    /// The name exists; without answers it has none of this type (RFC 2308: NODATA).
    case found(answers: [DNSRecord], additionals: [DNSRecord])
    /// The name is an alias that leads, over others perhaps, to a name that does not exist: NXDOMAIN with the aliases
    /// (RFC 6604 section 3).
    case dangling(aliases: [DNSRecord])
    /// There is no such name (NXDOMAIN).
    case missing
    /// The name is not this zone's business.
    case foreign
  }

  package let zone: DNSName
  private let serverAddress: UInt32
  private let timeToLive: UInt32 = 5
  /// How many aliases are followed one behind the other; a circle of them ends here, too.
  private static let longestChain = 8

  /// - Parameters:
  ///   - zone: The cluster's domain, `cluster.local`.
  ///   - serverAddress: The address of the DNS server itself, for the zone's NS record.
  package init(zone: DNSName, serverAddress: UInt32) {
    self.zone = zone
    self.serverAddress = serverAddress
  }

  /// The authority that goes with an answer that says no.
  package var authority: DNSRecord {
    DNSRecord(
      zone, timeToLive: timeToLive,
      .soa(
        DNSStartOfAuthority(
          primary: nameServer, mailbox: zone.prepending("hostmaster") ?? zone, serial: 1, refresh: 7_200, retry: 1_800,
          expire: 86_400, minimum: timeToLive)))
  }

  private var nameServer: DNSName { zone.prepending("dns")?.prepending("ns") ?? zone }

  /// Looks up one question.
  package func answer(_ question: DNSQuestion, in index: DNSIndex) -> Outcome {
    guard question.name.isWithin(zone) else { return outside(question, index) }
    let labels = Array(question.name.labels.dropLast(zone.labels.count))
    let outcome = lookUp(labels, question, index, remaining: Self.longestChain)
    guard case .found(let answers, let additionals) = outcome else { return outcome }
    return .found(answers: answers.filter { matches($0, question) }, additionals: additionals)
  }

  private func matches(_ record: DNSRecord, _ question: DNSQuestion) -> Bool {
    question.type == .any || record.data.type == question.type || record.data.type == .cname
      || record.name != question.name
  }

  // MARK: The zone

  /// - Parameter remaining: How many aliases may be followed yet.
  private func lookUp(
    _ labels: [String], _ question: DNSQuestion, _ index: DNSIndex, remaining: Int
  ) -> Outcome {
    func record(_ data: DNSRecordData) -> DNSRecord { DNSRecord(question.name, timeToLive: timeToLive, data) }
    let empty = Outcome.found(answers: [], additionals: [])
    guard let first = labels.last else {
      let own = DNSRecord(nameServer, timeToLive: timeToLive, .a(serverAddress))
      var soa = authority
      soa.name = question.name
      return .found(answers: [soa, record(.ns(nameServer))], additionals: question.type == .ns ? [own] : [])
    }
    switch (first, labels.count) {
    case ("dns-version", 1): return .found(answers: [record(.txt([Array("1.1.0".utf8)]))], additionals: [])
    case ("dns", 1): return empty
    case ("dns", 2) where labels[0] == "ns": return .found(answers: [record(.a(serverAddress))], additionals: [])
    case ("svc", 1), ("pod", 1): return empty
    case ("svc", 2), ("pod", 2): return index.hasNamespace(labels[0]) ? empty : .missing
    case ("pod", 3):
      let address = IPv4Address(labels[0].split(separator: "-").joined(separator: "."))
      guard let address, index.hasNamespace(labels[1]) else { return .missing }
      return .found(answers: [record(.a(address.rawValue))], additionals: [])
    case ("svc", 3...):
      let name = NamespacedName(namespace: labels[labels.count - 2], name: labels[labels.count - 3])
      guard let service = index.service(name) else { return .missing }
      return ofService(name, service, Array(labels.dropLast(3)), question, index, remaining: remaining)
    default: return .missing
    }
  }

  private func ofService(
    _ name: NamespacedName, _ service: DNSIndex.ServiceEntry, _ prefix: [String], _ question: DNSQuestion,
    _ index: DNSIndex, remaining: Int
  ) -> Outcome {
    func records(_ addresses: [IPv4Address]) -> [DNSRecord] {
      addresses.map { DNSRecord(question.name, timeToLive: timeToLive, .a($0.rawValue)) }
    }
    if let target = service.externalName {
      guard prefix.isEmpty else { return .missing }
      return external(target, question, index, remaining: remaining)
    }
    // Section 2.4.1: a headless service without an endpoint that is to be found does not exist.
    let endpoints = service.isHeadless ? index.endpoints(of: name, service) : []
    if service.isHeadless, endpoints.isEmpty { return .missing }
    switch prefix.count {
    case 0:
      let addresses = service.isHeadless ? endpoints.map(\.address) : service.addresses
      guard question.type == .srv || question.type == .any else {
        return .found(answers: records(addresses), additionals: [])
      }
      let (answers, additionals) = ports(name, service, endpoints, question, index) { _ in true }
      return .found(answers: records(addresses) + answers, additionals: additionals)
    case 1 where prefix[0] == "_tcp" || prefix[0] == "_udp":
      let transport = prefix[0].dropFirst()
      let exists = service.ports.contains { $0.transport == transport }
      return exists ? .found(answers: [], additionals: []) : .missing
    case 1:
      guard service.isHeadless else { return .missing }
      let named = endpoints.filter { $0.label == prefix[0] }
      return named.isEmpty ? .missing : .found(answers: records(named.map(\.address)), additionals: [])
    case 2 where prefix[0].hasPrefix("_") && prefix[1].hasPrefix("_"):
      let (port, transport) = (prefix[0].dropFirst(), prefix[1].dropFirst())
      let known = service.ports.contains { $0.name == port && $0.transport == transport }
      guard known else { return .missing }
      let (answers, additionals) = ports(name, service, endpoints, question, index) {
        $0.name == port && $0.transport == transport
      }
      return .found(answers: answers, additionals: additionals)
    default: return .missing
    }
  }

  private func ports(
    _ name: NamespacedName, _ service: DNSIndex.ServiceEntry, _ endpoints: [DNSIndex.EndpointEntry],
    _ question: DNSQuestion, _ index: DNSIndex, where isWanted: (DNSIndex.Port) -> Bool
  ) -> ([DNSRecord], [DNSRecord]) {
    guard let own = serviceName(name) else { return ([], []) }
    var answers: [DNSRecord] = []
    var additionals: [DNSRecord] = []
    func add(_ port: UInt16, _ target: DNSName) {
      let data = DNSRecordData.srv(priority: 0, weight: 100, port: port, target: target)
      answers.append(DNSRecord(question.name, timeToLive: timeToLive, data))
    }
    guard service.isHeadless else {
      for port in service.ports where isWanted(port) && !port.name.isEmpty { add(port.number, own) }
      additionals = service.addresses.map { DNSRecord(own, timeToLive: timeToLive, .a($0.rawValue)) }
      return (answers, answers.isEmpty ? [] : additionals)
    }
    for endpoint in endpoints {
      guard let target = own.prepending(endpoint.label) else { continue }
      let wanted = index.ports(of: name, at: endpoint.address).filter { isWanted($0) && !$0.name.isEmpty }
      for port in wanted { add(port.number, target) }
      if !wanted.isEmpty {
        additionals.append(DNSRecord(target, timeToLive: timeToLive, .a(endpoint.address.rawValue)))
      }
    }
    return (answers, additionals)
  }

  /// An alias; where it leads into the zone, what is there comes along.
  private func external(_ target: DNSName, _ question: DNSQuestion, _ index: DNSIndex, remaining: Int) -> Outcome {
    let alias = DNSRecord(question.name, timeToLive: timeToLive, .cname(target))
    guard question.type != .cname, target.isWithin(zone), remaining > 0 else {
      return .found(answers: [alias], additionals: [])
    }
    let labels = Array(target.labels.dropLast(zone.labels.count))
    let further = lookUp(labels, DNSQuestion(target, question.type), index, remaining: remaining - 1)
    switch further {
    case .found(let answers, _):
      let wanted = answers.filter { $0.data.type == question.type || $0.data.type == .cname }
      return .found(answers: [alias] + wanted, additionals: [])
    case .dangling(let aliases): return .dangling(aliases: [alias] + aliases)
    case .missing: return .dangling(aliases: [alias])
    case .foreign: return .found(answers: [alias], additionals: [])
    }
  }

  private func serviceName(_ name: NamespacedName) -> DNSName? {
    zone.prepending("svc")?.prepending(name.namespace ?? "")?.prepending(name.name)
  }

  // MARK: Outside the zone

  private func outside(_ question: DNSQuestion, _ index: DNSIndex) -> Outcome {
    let labels = question.name.labels
    if labels.suffix(2) == ["in-addr", "arpa"] { return pointer(labels, question, index) }
    if labels.last == "localhost" {
      let local = DNSRecord(question.name, timeToLive: timeToLive, .a(0x7F00_0001))
      return .found(answers: question.type == .a || question.type == .any ? [local] : [], additionals: [])
    }
    return .foreign
  }

  private func pointer(_ labels: [String], _ question: DNSQuestion, _ index: DNSIndex) -> Outcome {
    guard labels.count == 6, let address = IPv4Address(labels.prefix(4).reversed().joined(separator: ".")) else {
      return .foreign
    }
    let names = index.names(of: address).compactMap { service, label -> DNSName? in
      guard let own = serviceName(service) else { return nil }
      return label.map { own.prepending($0) } ?? own
    }
    if names.isEmpty {
      // RFC 6303: private addresses have no names outside.
      let isPrivate =
        address.rawValue >> 24 == 10 || address.rawValue >> 24 == 127 || address.rawValue >> 20 == 0xAC1
        || address.rawValue >> 16 == 0xC0A8
      return isPrivate ? .missing : .foreign
    }
    let records = names.map { DNSRecord(question.name, timeToLive: timeToLive, .ptr($0)) }
    let isAsked = question.type == .ptr || question.type == .any
    return .found(answers: isAsked ? records : [], additionals: [])
  }
}
