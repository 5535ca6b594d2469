/// A domain name (RFC 1035 section 3.1), kept with the letters as they came and compared without regard to case.
///
/// At most 127 labels of 1 to 63 octets each, and 255 octets on the wire.
package struct DNSName: Sendable, CustomStringConvertible {
  /// The labels in wire form, each behind its length, without the root's zero.
  package let wire: [UInt8]
  /// `wire` in lower case.
  private let folded: [UInt8]

  /// The root.
  package static let root = DNSName(uncheckedWire: [])

  fileprivate init(uncheckedWire wire: [UInt8]) {
    self.wire = wire
    // Lengths are below 64 and so are never taken for letters.
    folded = wire.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
  }

  /// A name from labels in wire form without the root; nil when it is longer than a name may be.
  init?(wire: [UInt8]) {
    guard wire.count <= 254 else { return nil }
    self.init(uncheckedWire: wire)
  }

  /// Reads `web.default.svc.cluster.local` with or without the last dot; nil when a label is empty or too long, or
  /// the name is.
  package init?(_ text: some StringProtocol) {
    var octets = Array(text.utf8)
    if octets.last == UInt8(ascii: ".") { octets.removeLast() }
    guard !octets.isEmpty else {
      self = .root
      return
    }
    var wire: [UInt8] = []
    wire.reserveCapacity(octets.count + 1)
    for label in octets.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard (1...63).contains(label.count) else { return nil }
      wire.append(UInt8(label.count))
      wire.append(contentsOf: label)
    }
    self.init(wire: wire)
  }

  /// The labels in lower case, the first one leftmost.
  ///
  /// An octet that is no UTF-8 becomes U+FFFD.
  package var labels: [String] {
    var result: [String] = []
    var index = 0
    while index < folded.count {
      let end = index + 1 + Int(folded[index])
      result.append(String(decoding: folded[(index + 1)..<end], as: UTF8.self))
      index = end
    }
    return result
  }

  /// Whether the name is `zone` or below it.
  package func isWithin(_ zone: DNSName) -> Bool {
    var index = 0
    while folded.count - index > zone.folded.count { index += 1 + Int(folded[index]) }
    return folded[index...].elementsEqual(zone.folded)
  }

  /// The name without its first label; nil for the root.
  package var parent: DNSName? {
    guard let length = wire.first else { return nil }
    return DNSName(uncheckedWire: Array(wire[(1 + Int(length))...]))
  }

  /// `label` in front of this name; nil when that is longer than a name may be.
  package func prepending(_ label: some StringProtocol) -> DNSName? {
    let octets = Array(label.utf8)
    guard (1...63).contains(octets.count) else { return nil }
    return DNSName(wire: [UInt8(octets.count)] + octets + wire)
  }

  /// The name with dots between and behind its labels: `web.default.`; the root is `.`.
  package var description: String {
    guard !wire.isEmpty else { return "." }
    var text: [UInt8] = []
    var index = 0
    while index < wire.count {
      let end = index + 1 + Int(wire[index])
      text.append(contentsOf: wire[(index + 1)..<end])
      text.append(UInt8(ascii: "."))
      index = end
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension DNSName: Hashable {
  package static func == (left: Self, right: Self) -> Bool { left.folded == right.folded }

  package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
}
