package import KubeModel
import OrderedCollections

extension SeededGenerator {
  /// A string out of which programs have been known to fall.
  package mutating func hostileText() -> String {
    switch number(0...13) {
    case 0: return ""
    case 1:
      return pick(["9223372036854775807", "-9223372036854775808", "1e9223372036854775807", "99999999999999999999"])
    case 2:
      return pick(["1e59", "1e-59", "999Ei", "0.0000000001", "+1", "1e38", "-1E30", "m", ".", "1.5.5", "123456E"])
    case 3:
      return pick([
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1677-09-21T00:12:43Z", "2262-04-11T23:47:17Z",
        "0000-00-00T00:00:00Z", "2024-02-30T25:61:61Z", "2024-01-01T00:00:00+99:99",
      ])
    case 4: return String(repeating: pick(["a", "[", "{", "/", "\u{301}", "é", "\u{0}", "%"]), count: number(1...400))
    case 5: return pick(["\u{fffd}", "\u{0}", "\n", "\r\n\r\n", "\u{202e}", "e\u{301}", "\u{e9}", "👩‍👩‍👧‍👦", "\u{feff}"])
    case 6:
      return pick(["*/5 * * * *", "@every 9223372036854775807h", "0 0 31 2 *", "* * * * * *", "@yearly", "60 * * * *"])
    case 7: return pick(["../../../etc/passwd", "/", "//", ".", "..", "a/b/c", "~", "$(A)$(", "$$(A)", "${"])
    case 8: return pick(["100%", "-1%", "99999999999%", "%", "50.5%", "101%"])
    case 9:
      return pick(["Always", "Never", "ClusterIP", "LoadBalancer", "RollingUpdate", "Recreate", "TCP", "UDP", "Opaque"])
    case 10: return pick(["10.0.0.1", "::1", "0.0.0.0/0", "300.1.1.1", "10.96.0.1", "1.2.3", "fe80::%eth0", "None"])
    case 11: return pick(["a", "web", "default", "kube-system", "app.kubernetes.io/name", "a--b", "-a", "A_b", "a.b."])
    case 12: return pick(["true", "null", "{}", "[]", "0", "-0", "NaN", "\"", "\\", "'", "<a>&", "{{.}}"])
    default: return String((0..<number(0...24)).map { _ in Character(UnicodeScalar(UInt8(number(32...126)))) })
    }
  }

  package mutating func hostileNumber() -> JSONValue {
    switch number(0...6) {
    case 0: .integer(pick([.max, .min, .max - 1, .min + 1]))
    case 1: .integer(pick([Int64(Int32.max), Int64(Int32.min), Int64(Int32.max) + 1, 1 << 53, -(1 << 53)]))
    case 2: .number(pick([1e308, -1e308, 2.3e-308, 0.1, -0.0, 1.5, 9.3e18, 1e19]))
    case 3: .integer(Int64(pick([-1, 0, 1, 2])))
    case 4: .integer(Int64(number(0...65_536)))
    case 5: .integer(Int64(bitPattern: next()))
    default: .integer(Int64(number(0...300)))
    }
  }

  /// Any JSON value.
  package mutating func hostileJSON(depth: Int = 4) -> JSONValue {
    switch number(0...(depth > 0 ? 9 : 5)) {
    case 0: return .null
    case 1: return .bool(chance(0.5))
    case 2, 3: return hostileNumber()
    case 4, 5: return .string(hostileText())
    case 6, 7: return .array(list(upTo: 4) { $0.hostileJSON(depth: depth - 1) })
    default:
      var object = JSONValue.emptyObject
      for _ in 0..<number(0...4) { object[hostileText()] = hostileJSON(depth: depth - 1) }
      return object
    }
  }

  /// A value with some of its parts put in the place of others, or out of it.
  package mutating func spoiled(_ value: JSONValue, probability: Double = 0.05) -> JSONValue {
    if chance(probability) {
      switch number(0...5) {
      case 0: return hostileJSON(depth: 2)
      case 1: return .null
      case 2: return .string(hostileText())
      case 3: return hostileNumber()
      case 4: return .array([value, value])
      default: return ["a": value]
      }
    }
    switch value {
    case .array(let elements): return .array(elements.map { spoiled($0, probability: probability) })
    case .object(let members):
      var result = JSONValue.emptyObject
      for (key, member) in members where !chance(probability / 4) {
        result[chance(probability / 4) ? hostileText() : key] = spoiled(member, probability: probability)
      }
      return result
    default: return value
    }
  }
}
