/// The functions that are called by their name alone.
enum CELFunctions {
  typealias Function = @Sendable ([CELValue]) throws(CELError) -> CELValue

  /// Names in front of functions that are no values.
  static let libraries: Set<String> = ["sets", "optional", "format"]

  /// The function that `library.name(…)` calls, such as `sets.contains`; nil when `library` is a value.
  static func qualified(_ name: String, on target: CELExpression?) -> String? {
    guard case .identifier(let library)? = target, isKnown("\(library).\(name)") else { return nil }
    return "\(library).\(name)"
  }

  static func call(_ name: String, _ arguments: [CELValue]) throws(CELError) -> CELValue {
    if let format = try CELFormats.call(name, arguments) { return format }
    guard let function = all[name] else { throw CELError("undeclared reference to '\(name)'") }
    return try function(arguments)
  }

  static func isKnown(_ name: String) -> Bool { all[name] != nil || CELFormats.isKnown(name) }

  static let noOverload = CELError("no such overload")

  static let all = plain.merging(CELIP.functions) { $1 }.merging(CELSemver.functions) { $1 }

  private static let plain: [String: Function] = [
    "size": { arguments throws(CELError) in try CELMethods.call("size", arguments) },
    "matches": { arguments throws(CELError) in try CELMethods.call("matches", arguments) },
    "int": { arguments throws(CELError) in .int(try int(arguments)) },
    "uint": { arguments throws(CELError) in
      let number = try int(arguments)
      guard number >= 0 else { throw CELError("unsigned integer overflow") }
      return .uint(UInt64(number))
    },
    "double": { arguments throws(CELError) in
      if let number = arguments.first?.number { return .double(number) }
      guard case .string(let text)? = arguments.first, let number = Double(text) else { throw noOverload }
      return .double(number)
    },
    "string": { arguments throws(CELError) in .string(try string(arguments)) },
    "bool": { arguments throws(CELError) in
      switch arguments.first {
      case .bool(let flag)?: return .bool(flag)
      case .string(let text)? where ["true", "false"].contains(text.lowercased()):
        return .bool(text.lowercased() == "true")
      default: throw noOverload
      }
    },
    "bytes": { arguments throws(CELError) in
      guard case .string(let text)? = arguments.first else { throw noOverload }
      return .bytes(Array(text.utf8))
    },
    "dyn": { arguments throws(CELError) in arguments.first ?? .null },
    "type": { arguments throws(CELError) in .string(arguments.first?.typeName ?? "") },
    "duration": { arguments throws(CELError) in
      guard case .string(let text)? = arguments.first else { throw noOverload }
      guard let length = GoDuration.nanoseconds(text) else { throw CELError("invalid duration \"\(text)\"") }
      return .duration(length)
    },
    "timestamp": { arguments throws(CELError) in
      guard case .string(let text)? = arguments.first else { throw noOverload }
      guard let moment = Timestamp(text) else { throw CELError("invalid timestamp \"\(text)\"") }
      return .timestamp(moment)
    },
    "quantity": { arguments throws(CELError) in
      guard case .string(let text)? = arguments.first else { throw noOverload }
      guard let quantity = Quantity(json: .string(text)), quantity.canonical != nil else {
        throw CELError(Quantity.formatProblem)
      }
      return .quantity(quantity)
    },
    "isQuantity": { arguments throws(CELError) in
      guard case .string(let text)? = arguments.first else { throw noOverload }
      return .bool(Quantity(json: .string(text))?.canonical != nil)
    },
    "isURL": { arguments throws(CELError) in
      guard case .string(let text)? = arguments.first else { throw noOverload }
      return .bool(CELURL(text) != nil)
    },
    "url": { arguments throws(CELError) in
      guard case .string(let text)? = arguments.first else { throw noOverload }
      guard let url = CELURL(text) else { throw CELError("URL parse error during conversion from string: \(text)") }
      return .url(url)
    },
    "optional.of": { arguments throws(CELError) in .optional(arguments.first) },
    "optional.none": { _ throws(CELError) in .optional(nil) },
    "sets.contains": { arguments throws(CELError) in
      let (left, right) = try lists(arguments)
      return .bool(right.allSatisfy { element in left.contains { $0.isEqual(to: element) } })
    },
    "sets.intersects": { arguments throws(CELError) in
      let (left, right) = try lists(arguments)
      return .bool(right.contains { element in left.contains { $0.isEqual(to: element) } })
    },
    "sets.equivalent": { arguments throws(CELError) in
      let (left, right) = try lists(arguments)
      let isCovered = right.allSatisfy { element in left.contains { $0.isEqual(to: element) } }
      return .bool(isCovered && left.allSatisfy { element in right.contains { $0.isEqual(to: element) } })
    },
  ]

  private static func lists(_ arguments: [CELValue]) throws(CELError) -> ([CELValue], [CELValue]) {
    guard arguments.count == 2, case .list(let left, _) = arguments[0], case .list(let right, _) = arguments[1] else {
      throw noOverload
    }
    return (left, right)
  }

  private static func int(_ arguments: [CELValue]) throws(CELError) -> Int64 {
    switch arguments.first {
    case .int(let number)?: return number
    case .uint(let number)?:
      guard let number = Int64(exactly: number) else { throw CELError("integer overflow") }
      return number
    case .double(let number)?:
      guard let number = Int64(exactly: number.rounded(.towardZero)) else { throw CELError("integer overflow") }
      return number
    case .string(let text)?:
      guard let number = Int64(text) else { throw CELError("type conversion error from '\(text)' to 'int'") }
      return number
    case .timestamp(let moment)?: return moment.seconds
    default: throw noOverload
    }
  }

  static func string(_ arguments: [CELValue]) throws(CELError) -> String {
    switch arguments.first {
    case .string(let text)?: return text
    case .int(let number)?: return String(number)
    case .uint(let number)?: return String(number)
    case .double(let number)?: return JSONText.text(of: number)
    case .bool(let flag)?: return String(flag)
    case .bytes(let octets)?: return String(decoding: octets, as: UTF8.self)
    case .timestamp(let moment)?: return moment.description
    case .duration(let length)?: return CELText.text(ofDuration: length)
    case .ip(let address)?: return address.text
    case .network(let network)?: return network.text
    default: throw noOverload
    }
  }
}
