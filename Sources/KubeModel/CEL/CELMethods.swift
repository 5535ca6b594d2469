/// The functions that are called on a value, which is their first argument.
enum CELMethods {
  static func call(_ name: String, _ arguments: [CELValue]) throws(CELError) -> CELValue {
    guard let method = all[name] else { throw CELError("undeclared reference to '\(name)'") }
    return try method(arguments)
  }

  private static let noOverload = CELFunctions.noOverload

  static let all: [String: CELFunctions.Function] = texts.merging(lists) { $1 }.merging(CELFormats.methods) { $1 }
    .merging(times) { $1 }
    .merging(quantities) { $1 }
    .merging(CELURL.methods) { $1 }
    .merging(CELFormatting.methods) { $1 }
    .merging(CELIP.methods) { $1 }
    .merging(CELSemver.methods) { $1 }
    .merging(CELAccess.methods) { $1 }

  // MARK: Texts

  private static let texts: [String: CELFunctions.Function] = [
    "startsWith": { arguments throws(CELError) in
      let (text, other) = try two(arguments)
      return .bool(text.utf8.starts(with: other.utf8))
    },
    "endsWith": { arguments throws(CELError) in
      let (text, other) = try two(arguments)
      return .bool(text.utf8.reversed().starts(with: other.utf8.reversed()))
    },
    "contains": { arguments throws(CELError) in
      let (text, other) = try two(arguments)
      return .bool(CELScalars.contains(text, other))
    },
    "matches": { arguments throws(CELError) in
      let (text, pattern) = try two(arguments)
      return .bool(try CELPatterns.expression(pattern).matches(text))
    },
    "find": { arguments throws(CELError) in
      let (text, pattern) = try two(arguments)
      return .string(try CELPatterns.find(pattern, in: text, limit: 1).first ?? "")
    },
    "findAll": { arguments throws(CELError) in
      let (text, pattern) = try two(Array(arguments.prefix(2)))
      var limit = Int.max
      if arguments.count == 3 {
        guard case .int(let most) = arguments[2] else { throw noOverload }
        if most >= 0 { limit = Int(most) }
      }
      return .list(try CELPatterns.find(pattern, in: text, limit: limit).map(CELValue.string))
    },
    "lowerAscii": { arguments throws(CELError) in .string(CELScalars.mapped(try one(arguments), "A"..."Z") { $0 + 32 })
    },
    "upperAscii": { arguments throws(CELError) in .string(CELScalars.mapped(try one(arguments), "a"..."z") { $0 - 32 })
    },
    "trim": { arguments throws(CELError) in .string(try one(arguments).trimmed) },
    "charAt": { arguments throws(CELError) in
      guard arguments.count == 2, case .int(let index) = arguments[1] else { throw noOverload }
      let characters = Array(try one(arguments).unicodeScalars)
      if index == characters.count { return .string("") }
      guard characters.indices.contains(Int(index)) else { throw CELError("index out of range: \(index)") }
      return .string(String(Character(characters[Int(index)])))
    },
    "substring": { arguments throws(CELError) in
      let characters = Array(try one(arguments).unicodeScalars)
      var bounds: [Int] = []
      for argument in arguments.dropFirst() {
        guard case .int(let index) = argument else { throw noOverload }
        bounds.append(Int(index))
      }
      guard let start = bounds.first else { throw noOverload }
      let end = bounds.count > 1 ? bounds[1] : characters.count
      guard start >= 0, start <= end, end <= characters.count else { throw CELError("index out of range: \(start)") }
      return .string(String(String.UnicodeScalarView(characters[start..<end])))
    },
    "replace": { arguments throws(CELError) in
      guard arguments.count >= 3, case .string(let old) = arguments[1], case .string(let new) = arguments[2] else {
        throw noOverload
      }
      let text = try one(arguments)
      // The longest text that could come of it: every character replaced.
      guard (text.utf8.count + 1) * (new.utf8.count + 1) < 1 << 24 else { throw CELEvaluator.tooCostly }
      guard arguments.count > 3 else { return .string(CELScalars.replacing(old, in: text, with: new, most: .max)) }
      guard case .int(let limit) = arguments[3] else { throw noOverload }
      return .string(CELScalars.replacing(old, in: text, with: new, most: limit < 0 ? .max : Int(limit)))
    },
    "split": { arguments throws(CELError) in
      guard arguments.count >= 2, case .string(let separator) = arguments[1] else { throw noOverload }
      let text = try one(arguments)
      guard arguments.count > 2 else {
        return .list(CELScalars.split(text, separator, most: .max).map(CELValue.string))
      }
      guard case .int(let limit) = arguments[2] else { throw noOverload }
      return .list(
        CELScalars.split(text, separator, most: limit < 0 ? .max : Int(limit)).map(CELValue.string))
    },
  ]

  private static func one(_ arguments: [CELValue]) throws(CELError) -> String {
    guard case .string(let text)? = arguments.first else { throw noOverload }
    return text
  }

  private static func two(_ arguments: [CELValue]) throws(CELError) -> (String, String) {
    guard arguments.count == 2, case .string(let other) = arguments[1] else { throw noOverload }
    return (try one(arguments), other)
  }

  // MARK: Lists and optional values

  private static let lists: [String: CELFunctions.Function] = [
    "size": { arguments throws(CELError) in
      switch arguments.first {
      case .string(let text)?: return .int(Int64(text.unicodeScalars.count))
      case .bytes(let octets)?: return .int(Int64(octets.count))
      case .list(let elements, _)?: return .int(Int64(elements.count))
      case .map(let entries)?: return .int(Int64(entries.count))
      default: throw noOverload
      }
    },
    "join": { arguments throws(CELError) in
      var parts: [String] = []
      for element in try list(arguments) { parts.append(try one([element])) }
      let separator = arguments.count > 1 ? try one([arguments[1]]) : ""
      let length = parts.reduce(0) { $0 + $1.utf8.count + separator.utf8.count }
      guard length < 1 << 24 else { throw CELEvaluator.tooCostly }
      return .string(parts.joined(separator: separator))
    },
    "indexOf": { arguments throws(CELError) in try index(arguments, fromEnd: false) },
    "lastIndexOf": { arguments throws(CELError) in try index(arguments, fromEnd: true) },
    "isSorted": { arguments throws(CELError) in
      let elements = try list(arguments)
      return .bool(zip(elements, elements.dropFirst()).allSatisfy { ($0.order(comparedTo: $1) ?? 1) <= 0 })
    },
    "sum": { arguments throws(CELError) in
      let elements = try list(arguments)
      guard var sum = elements.first else { return .int(0) }
      for element in elements.dropFirst() { sum = try CELOperators.apply("+", sum, element) }
      return sum
    },
    "min": { arguments throws(CELError) in try extreme(arguments) { $0 < 0 } },
    "max": { arguments throws(CELError) in try extreme(arguments) { $0 > 0 } },
    "hasValue": { arguments throws(CELError) in .bool(try optional(arguments) != nil) },
    "orValue": { arguments throws(CELError) in
      guard arguments.count == 2 else { throw noOverload }
      return try optional(arguments) ?? arguments[1]
    },
    "value": { arguments throws(CELError) in
      guard let value = try optional(arguments) else { throw CELError("optional.none() dereference") }
      return value
    },
  ]

  private static func list(_ arguments: [CELValue]) throws(CELError) -> [CELValue] {
    guard case .list(let elements, _)? = arguments.first else { throw noOverload }
    return elements
  }

  private static func optional(_ arguments: [CELValue]) throws(CELError) -> CELValue? {
    guard case .optional(let inner)? = arguments.first else { throw noOverload }
    return inner
  }

  /// Where a text stands in a text, or a value in a list; -1 when it does not.
  private static func index(_ arguments: [CELValue], fromEnd: Bool) throws(CELError) -> CELValue {
    guard arguments.count == 2 else { throw noOverload }
    if case .list(let elements, _) = arguments[0] {
      let isWanted: (CELValue) -> Bool = { $0.isEqual(to: arguments[1]) }
      let index = fromEnd ? elements.lastIndex(where: isWanted) : elements.firstIndex(where: isWanted)
      return .int(Int64(index ?? -1))
    }
    let (text, other) = try two(arguments)
    let (characters, wanted) = (Array(text.unicodeScalars), Array(other.unicodeScalars))
    guard wanted.count <= characters.count else { return .int(-1) }
    let places = Array(0...(characters.count - wanted.count))
    let found = (fromEnd ? places.reversed() : places).first {
      characters[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }
    return .int(Int64(found ?? -1))
  }

  private static func extreme(_ arguments: [CELValue], _ isBetter: (Int) -> Bool) throws(CELError) -> CELValue {
    let elements = try list(arguments)
    guard var best = elements.first else { throw CELError("min/max called on empty list") }
    for element in elements.dropFirst() {
      guard let order = element.order(comparedTo: best) else { throw noOverload }
      if isBetter(order) { best = element }
    }
    return best
  }

  // MARK: Times

  private static let times: [String: CELFunctions.Function] = [
    "getSeconds": { arguments throws(CELError) in
      try part(arguments, ofDuration: 1_000_000_000, ofTime: { $0.seconds % 60 })
    },
    "getMinutes": { arguments throws(CELError) in
      try part(arguments, ofDuration: 60_000_000_000, ofTime: { $0.seconds / 60 % 60 })
    },
    "getHours": { arguments throws(CELError) in
      try part(arguments, ofDuration: 3_600_000_000_000, ofTime: { $0.seconds / 3_600 % 24 })
    },
    "getMilliseconds": { arguments throws(CELError) in
      try part(arguments, ofDuration: 1_000_000, ofTime: { Int64($0.nanoseconds / 1_000_000 % 1_000) })
    },
    "getFullYear": { arguments throws(CELError) in
      try part(arguments, ofDuration: nil, ofTime: { Timestamp.civil(day: $0.seconds / 86_400).year })
    },
    "getMonth": { arguments throws(CELError) in
      try part(arguments, ofDuration: nil, ofTime: { Timestamp.civil(day: $0.seconds / 86_400).month - 1 })
    },
    "getDate": { arguments throws(CELError) in
      try part(arguments, ofDuration: nil, ofTime: { Timestamp.civil(day: $0.seconds / 86_400).day })
    },
    "getDayOfMonth": { arguments throws(CELError) in
      try part(arguments, ofDuration: nil, ofTime: { Timestamp.civil(day: $0.seconds / 86_400).day - 1 })
    },
  ]

  /// A part of a duration, or of a moment in UTC.
  private static func part(
    _ arguments: [CELValue], ofDuration unit: Int64?, ofTime read: (Timestamp) -> Int64
  ) throws(CELError) -> CELValue {
    guard arguments.count == 1 else { throw noOverload }
    switch (arguments[0], unit) {
    case (.duration(let length), let unit?): return .int(length / unit)
    case (.timestamp(let moment), _): return .int(read(moment))
    default: throw noOverload
    }
  }

  // MARK: Quantities

  private static let quantities: [String: CELFunctions.Function] = [
    "isLessThan": { arguments throws(CELError) in .bool(try compare(arguments) < 0) },
    "isGreaterThan": { arguments throws(CELError) in .bool(try compare(arguments) > 0) },
    "compareTo": { arguments throws(CELError) in .int(Int64(try compare(arguments))) },
    "add": { arguments throws(CELError) in .quantity(try combined(arguments) { $0.adding($1) }) },
    "sub": { arguments throws(CELError) in .quantity(try combined(arguments) { $0.subtracting($1) }) },
    "sign": { arguments throws(CELError) in
      guard case .quantity(let quantity)? = arguments.first, let order = quantity.compare(Quantity("0")) else {
        throw noOverload
      }
      return .int(Int64(order.signum()))
    },
    "isInteger": { arguments throws(CELError) in
      guard case .quantity(let quantity)? = arguments.first else { throw noOverload }
      return .bool(quantity.value.map { Quantity(String($0)).compare(quantity) == 0 } ?? false)
    },
    "asInteger": { arguments throws(CELError) in
      guard case .quantity(let quantity)? = arguments.first, let value = quantity.value else { throw noOverload }
      return .int(value)
    },
  ]

  private static func pair(_ arguments: [CELValue]) throws(CELError) -> (Quantity, Quantity) {
    guard arguments.count == 2, case .quantity(let left) = arguments[0] else { throw noOverload }
    switch arguments[1] {
    case .quantity(let right): return (left, right)
    case .int(let right): return (left, Quantity(String(right)))
    default: throw noOverload
    }
  }

  private static func compare(_ arguments: [CELValue]) throws(CELError) -> Int {
    if arguments.count == 2, case .semver(let left) = arguments[0], case .semver(let right) = arguments[1] {
      return left.compare(right)
    }
    let (left, right) = try pair(arguments)
    guard let order = left.compare(right) else { throw noOverload }
    return order
  }

  private static func combined(
    _ arguments: [CELValue], _ combine: (Quantity, Quantity) -> Quantity?
  ) throws(CELError) -> Quantity {
    let (left, right) = try pair(arguments)
    guard let result = combine(left, right) else { throw noOverload }
    return result
  }
}
