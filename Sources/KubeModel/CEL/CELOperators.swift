/// The operators with two operands, besides `&&` and `||`.
enum CELOperators {
  static func apply(_ symbol: String, _ left: CELValue, _ right: CELValue) throws(CELError) -> CELValue {
    switch symbol {
    case "==": return .bool(left.isEqual(to: right))
    case "!=": return .bool(!left.isEqual(to: right))
    case "in": return .bool(try contains(right, left))
    case "<", "<=", ">", ">=":
      guard let order = left.order(comparedTo: right) else { throw CELError("no such overload") }
      switch symbol {
      case "<": return .bool(order < 0)
      case "<=": return .bool(order <= 0)
      case ">": return .bool(order > 0)
      default: return .bool(order >= 0)
      }
    default: return try arithmetic(symbol, left, right)
    }
  }

  private static func contains(_ collection: CELValue, _ element: CELValue) throws(CELError) -> Bool {
    switch collection {
    case .list(let elements, _): return elements.contains { $0.isEqual(to: element) }
    case .map(let entries): return CELKey(element).map { entries[$0] != nil } ?? false
    default: throw CELError("no such overload")
    }
  }

  private static func arithmetic(
    _ symbol: String, _ left: CELValue, _ right: CELValue
  ) throws(CELError) -> CELValue {
    switch (left, right) {
    case (.int(let left), .int(let right)): return .int(try whole(symbol, left, right, "integer"))
    case (.uint(let left), .uint(let right)): return .uint(try whole(symbol, left, right, "unsigned integer"))
    case (.double(let left), .double(let right)):
      switch symbol {
      case "+": return .double(left + right)
      case "-": return .double(left - right)
      case "*": return .double(left * right)
      case "/": return .double(left / right)
      default: throw CELError("no such overload")
      }
    case (.string(let left), .string(let right)) where symbol == "+": return .string(left + right)
    case (.bytes(let left), .bytes(let right)) where symbol == "+": return .bytes(left + right)
    case (.list(let left, let kind), .list(let right, _)) where symbol == "+":
      return .list(joined(left, right, kind), kind)
    case (.timestamp(let moment), .duration(let length)):
      let sum = moment.nanoseconds + Int128(length) * (symbol == "-" ? -1 : 1)
      let result = Timestamp(nanoseconds: sum)
      guard symbol == "+" || symbol == "-", result.nanoseconds == sum else { throw CELError("timestamp overflow") }
      return .timestamp(result)
    case (.duration, .timestamp) where symbol == "+": return try arithmetic("+", right, left)
    case (.timestamp(let left), .timestamp(let right)) where symbol == "-":
      guard let length = Int64(exactly: left.nanoseconds - right.nanoseconds) else {
        throw CELError("duration overflow")
      }
      return .duration(length)
    case (.duration(let left), .duration(let right)) where symbol == "+" || symbol == "-":
      return .duration(try whole(symbol, left, right, "duration"))
    default: throw CELError("no such overload")
    }
  }

  private static func whole<Number: FixedWidthInteger>(
    _ symbol: String, _ left: Number, _ right: Number, _ type: String
  ) throws(CELError) -> Number {
    let result: (partialValue: Number, overflow: Bool)
    switch symbol {
    case "+": result = left.addingReportingOverflow(right)
    case "-": result = left.subtractingReportingOverflow(right)
    case "*": result = left.multipliedReportingOverflow(by: right)
    case "/":
      guard right != 0 else { throw CELError("division by zero") }
      result = left.dividedReportingOverflow(by: right)
    case "%":
      guard right != 0 else { throw CELError("modulus by zero") }
      result = left.remainderReportingOverflow(dividingBy: right)
    default: throw CELError("no such overload")
    }
    guard !result.overflow else { throw CELError("\(type) overflow") }
    return result.partialValue
  }

  /// Sets are united; of map lists, later elements take the place of earlier ones with the same keys.
  private static func joined(_ left: [CELValue], _ right: [CELValue], _ kind: CELValue.ListKind) -> [CELValue] {
    switch kind {
    case .plain: return left + right
    case .set: return left + right.filter { element in !left.contains { $0.isEqual(to: element) } }
    case .map(let keys):
      func identity(_ value: CELValue) -> [CELValue] {
        guard case .map(let entries) = value else { return [value] }
        return keys.map { entries[.string($0)] ?? .null }
      }
      var result = left
      for element in right {
        let own = identity(element)
        if let index = result.firstIndex(where: { zip(identity($0), own).allSatisfy { $0.isEqual(to: $1) } }) {
          result[index] = element
        } else {
          result.append(element)
        }
      }
      return result
    }
  }
}
