/// An IP address as rules ask about it: `ip(self.address).isLoopback()`.
struct CELIP: Sendable, Hashable {
  /// Four of them, or sixteen.
  let octets: [UInt8]

  /// Throws what is wrong with the text: zones and IPv4 addresses written as IPv6 are not taken.
  init(_ text: String) throws(CELError) {
    if StringFormat.isIPv4(text) {
      octets = text.split(separator: ".").compactMap { UInt8($0) }
    } else if StringFormat.isIPv6(text) {
      octets = Self.octets(ofIPv6: text)
      if octets.prefix(10).allSatisfy({ $0 == 0 }), octets[10] == 0xFF, octets[11] == 0xFF {
        throw CELError("IPv4-mapped IPv6 address \"\(text)\" is not allowed")
      }
    } else {
      throw CELError(
        "IP Address \"\(text)\" parse error during conversion from string: ParseAddr(\"\(text)\"): unable to parse IP")
    }
  }

  init(octets: [UInt8]) { self.octets = octets }

  /// The address as Go's `net.ParseIP` reads it, which fields of old are checked by: an IPv4 address may be written
  /// as an IPv6 one.
  ///
  /// Nil for what is no address.
  init?(lenient text: String) {
    if let address = try? CELIP(text) {
      self = address
    } else if StringFormat.isIPv6(text) {
      octets = Array(Self.octets(ofIPv6: text).suffix(4))
    } else {
      return nil
    }
  }

  /// - Parameter text: A well-formed address.
  private static func octets(ofIPv6 text: String) -> [UInt8] {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false).map { half -> [UInt8] in
      half.split(separator: ":").flatMap { part -> [UInt8] in
        if part.contains(".") { return part.split(separator: ".").compactMap { UInt8($0) } }
        let group = UInt16(part, radix: 16) ?? 0
        return [UInt8(group >> 8), UInt8(group & 0xFF)]
      }
    }
    guard halves.count == 2 else { return halves[0] }
    return halves[0] + Array(repeating: 0, count: 16 - halves[0].count - halves[1].count) + halves[1]
  }

  var isIPv4: Bool { octets.count == 4 }

  /// The one form of the address that is canonical (RFC 5952).
  var text: String {
    if isIPv4 { return octets.map(String.init).joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map { Int(octets[$0]) << 8 | Int(octets[$0 + 1]) }
    var longest = 0..<0
    var start = 0
    while start < groups.count {
      let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
      if end - start > max(1, longest.count) { longest = start..<end }
      start = max(end, start + 1)
    }
    func text(_ part: ArraySlice<Int>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
    guard !longest.isEmpty else { return text(groups[...]) }
    return "\(text(groups[..<longest.lowerBound]))::\(text(groups[longest.upperBound...]))"
  }

  var isUnspecified: Bool { octets.allSatisfy { $0 == 0 } }

  var isLoopback: Bool {
    isIPv4 ? octets[0] == 127 : octets.dropLast().allSatisfy { $0 == 0 } && octets[15] == 1
  }

  var isMulticast: Bool { isIPv4 ? octets[0] & 0xF0 == 0xE0 : octets[0] == 0xFF }

  var isLinkLocalMulticast: Bool {
    isIPv4 ? octets.starts(with: [224, 0, 0]) : octets[0] == 0xFF && octets[1] & 0x0F == 2
  }

  var isLinkLocalUnicast: Bool {
    isIPv4 ? octets.starts(with: [169, 254]) : octets[0] == 0xFE && octets[1] & 0xC0 == 0x80
  }

  var isGlobalUnicast: Bool {
    !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && octets != [255, 255, 255, 255]
  }

  /// The address with all but its first bits cleared.
  func masked(_ length: Int) -> CELIP {
    CELIP(
      octets: octets.enumerated().map { index, octet in
        let kept = min(max(length - index * 8, 0), 8)
        return octet & UInt8(truncatingIfNeeded: 0xFF00 >> kept)
      })
  }
}

/// A network in CIDR notation, its address as it was written.
struct CELNetwork: Sendable, Hashable {
  let address: CELIP
  let length: Int

  init(_ text: String) throws(CELError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let problem = CELError("network address parse error during conversion from string: netip.ParsePrefix(\"\(text)\")")
    guard parts.count == 2, parts[1].allSatisfy(\.isNumber), let length = UInt8(parts[1]), String(length) == parts[1],
      let address = try? CELIP(parts[0]), length <= address.octets.count * 8
    else { throw problem }
    self.address = address
    self.length = Int(length)
  }

  private init(address: CELIP, length: Int) {
    self.address = address
    self.length = length
  }

  /// The network as Go's `net.ParseCIDR` reads it; nil for what is none.
  init?(lenient text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let length = Int(parts[1]), let address = CELIP(lenient: parts[0])
    else { return nil }
    // An IPv4 address that is written as an IPv6 one counts its bits as that.
    let isMapped = address.isIPv4 && parts[0].utf8.contains(UInt8(ascii: ":"))
    guard length <= (isMapped ? 128 : address.octets.count * 8), !isMapped || length >= 96 else { return nil }
    self.init(address: address, length: isMapped ? length - 96 : length)
  }

  var text: String { "\(address.text)/\(length)" }

  var masked: CELNetwork { CELNetwork(address: address.masked(length), length: length) }

  func contains(_ other: CELIP) -> Bool {
    other.octets.count == address.octets.count && other.masked(length) == address.masked(length)
  }
}

extension CELIP {
  static let functions: [String: CELFunctions.Function] = [
    "ip": { arguments throws(CELError) in .ip(try CELIP(try text(arguments))) },
    "isIP": { arguments throws(CELError) in .bool((try? CELIP(try text(arguments))) != nil) },
    "ip.isCanonical": { arguments throws(CELError) in
      let text = try text(arguments)
      return .bool(try CELIP(text).text == text)
    },
    "cidr": { arguments throws(CELError) in .network(try CELNetwork(try text(arguments))) },
    "isCIDR": { arguments throws(CELError) in .bool((try? CELNetwork(try text(arguments))) != nil) },
  ]

  static let methods: [String: CELFunctions.Function] = [
    "family": { arguments throws(CELError) in .int(try address(arguments).isIPv4 ? 4 : 6) },
    "isUnspecified": { arguments throws(CELError) in .bool(try address(arguments).isUnspecified) },
    "isLoopback": { arguments throws(CELError) in .bool(try address(arguments).isLoopback) },
    "isLinkLocalMulticast": { arguments throws(CELError) in .bool(try address(arguments).isLinkLocalMulticast) },
    "isLinkLocalUnicast": { arguments throws(CELError) in .bool(try address(arguments).isLinkLocalUnicast) },
    "isGlobalUnicast": { arguments throws(CELError) in .bool(try address(arguments).isGlobalUnicast) },
    "ip": { arguments throws(CELError) in .ip(try network(arguments).address) },
    "masked": { arguments throws(CELError) in .network(try network(arguments).masked) },
    "prefixLength": { arguments throws(CELError) in .int(Int64(try network(arguments).length)) },
    "containsIP": { arguments throws(CELError) in
      let network = try network(arguments)
      guard arguments.count == 2 else { throw CELFunctions.noOverload }
      switch arguments[1] {
      case .ip(let address): return .bool(network.contains(address))
      case .string(let text): return .bool(network.contains(try CELIP(text)))
      default: throw CELFunctions.noOverload
      }
    },
    "containsCIDR": { arguments throws(CELError) in
      let network = try network(arguments)
      guard arguments.count == 2 else { throw CELFunctions.noOverload }
      var other: CELNetwork
      switch arguments[1] {
      case .network(let network): other = network
      case .string(let text): other = try CELNetwork(text)
      default: throw CELFunctions.noOverload
      }
      return .bool(network.length <= other.length && network.contains(other.address))
    },
  ]

  private static func text(_ arguments: [CELValue]) throws(CELError) -> String {
    guard arguments.count == 1, case .string(let text) = arguments[0] else { throw CELFunctions.noOverload }
    return text
  }

  private static func address(_ arguments: [CELValue]) throws(CELError) -> CELIP {
    guard arguments.count == 1, case .ip(let address) = arguments[0] else { throw CELFunctions.noOverload }
    return address
  }

  private static func network(_ arguments: [CELValue]) throws(CELError) -> CELNetwork {
    guard case .network(let network)? = arguments.first else { throw CELFunctions.noOverload }
    return network
  }
}
