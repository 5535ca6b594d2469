/// Checks of single values that several kinds share.
extension Findings {
  /// A text that has to be there, and have a certain form.
  mutating func requiredForm(
    _ path: FieldPath, _ value: JSONValue?, _ why: String = "", _ problems: (String) -> [String]
  ) {
    let text = value?.stringValue ?? ""
    if text.isEmpty { required(path, why) } else { form(path, text, problems) }
  }

  /// A text of a certain form, if there is one.
  mutating func optionalForm(_ path: FieldPath, _ value: JSONValue?, _ problems: (String) -> [String]) {
    if let text = value?.stringValue, !text.isEmpty { form(path, text, problems) }
  }

  /// A text that Go holds by a pointer: once it is there, even an empty one must have the form.
  mutating func givenForm(_ path: FieldPath, _ value: JSONValue?, _ problems: (String) -> [String]) {
    if let text = value?.stringValue { form(path, text, problems) }
  }

  /// A number above zero.
  mutating func positive(_ path: FieldPath, _ value: JSONValue?, _ why: String = "must be greater than zero") {
    let number = value?.integerValue ?? 0
    if number <= 0 { invalid(path, .integer(number), why) }
  }

  /// An amount above zero.
  mutating func positiveQuantity(_ path: FieldPath, _ value: JSONValue?, _ why: String = "must be greater than zero") {
    guard let value, let quantity = Quantity(json: value), quantity.canonical != nil, quantity.sign <= 0 else { return }
    invalid(path, value, why)
  }

  /// A text that is too long in octets.
  mutating func atMost(_ limit: Int, _ path: FieldPath, _ text: String) {
    if text.utf8.count > limit { tooLong(path, limit: limit) }
  }

  /// What is there twice in a list of texts; each later one is named.
  mutating func duplicates(_ list: [JSONValue], _ path: (Int) -> FieldPath) {
    var seen: Set<JSONValue> = []
    for (index, value) in list.enumerated() where !seen.insert(value).inserted { duplicate(path(index), value) }
  }

  // MARK: Addresses

  /// An IP address as Go's `net.ParseIP` takes it.
  mutating func address(_ path: FieldPath, _ text: String) {
    if CELIP(lenient: text) == nil {
      invalid(path, .string(text), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
    }
  }

  /// An address to which others may be sent: none of the machine itself and none of its link.
  mutating func reachableAddress(_ path: FieldPath, _ text: String) {
    guard let address = CELIP(lenient: text) else {
      return invalid(path, .string(text), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
    }
    if address.isUnspecified { invalid(path, .string(text), "may not be unspecified (\(text))") }
    if address.isLoopback {
      invalid(path, .string(text), "may not be in the loopback range (127.0.0.0/8, ::1/128)")
    }
    if address.isLinkLocalUnicast {
      invalid(path, .string(text), "may not be in the link-local range (169.254.0.0/16, fe80::/10)")
    }
    if address.isLinkLocalMulticast {
      invalid(path, .string(text), "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")
    }
  }

  /// A network in CIDR notation.
  mutating func network(_ path: FieldPath, _ text: String) {
    if CELNetwork(lenient: text) == nil {
      invalid(path, .string(text), "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
    }
  }
}
