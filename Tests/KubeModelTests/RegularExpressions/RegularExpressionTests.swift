import Testing

@testable import KubeModel

@Suite("Regular expressions")
struct RegularExpressionTests {
  /// An expression, a text, and the parts that Go's `regexp.FindAllString` finds in it.
  struct Example: Sendable, CustomTestStringConvertible {
    let expression: String
    let text: String
    let found: [String]

    init(_ expression: String, _ text: String, _ found: [String]) {
      self.expression = expression
      self.text = text
      self.found = found
    }

    var testDescription: String { "\(expression) on \(text)" }
  }

  static let examples: [Example] = [
    Example("", "ab", ["", "", ""]), Example("a*", "baac", ["", "aa", ""]), Example("a+?", "aaa", ["a", "a", "a"]),
    Example("a|ab", "abab", ["a", "a"]), Example("ab|a", "abab", ["ab", "ab"]), Example("(|a)*", "aa", ["", "", ""]),
    Example("(|a)+", "aa", ["", "", ""]), Example("(a|b)*?c", "abac", ["abac"]),
    Example("x{2,3}", "xxxxx", ["xxx", "xx"]),
    Example("x{2,3}?", "xxxxx", ["xx", "xx"]), Example("x{2,}", "xxxxx", ["xxxxx"]), Example("x{2}", "xxx", ["xx"]),
    Example("x{,2}", "x{,2}", ["x{,2}"]), Example("^a$", "a\n", []),
    Example("a$", "ba", ["a"]), Example("(?m)^a$", "a\nb\na", ["a", "a"]), Example("(?s)a.b", "a\nb", ["a\nb"]),
    Example("a.b", "a\nb", []), Example("(?i)straSSe", "STRASSE", ["STRASSE"]),
    Example("(?i)k", "\u{212A}", ["\u{212A}"]),
    Example("(?i:a)b", "Ab AB", ["Ab"]), Example("(?U)a+", "aaa", ["a", "a", "a"]), Example("(?U)a+?", "aaa", ["aaa"]),
    Example("[^a-c]", "abcd", ["d"]), Example("(?i)[^a]", "aAb", ["b"]), Example("[]a]+", "]a]", ["]a]"]),
    Example("[a-]+", "a-a", ["a-a"]), Example("[[:alpha:]]+", "ab1", ["ab"]), Example("[[:^alpha:]]+", "ab1", ["1"]),
    Example("[\\d.]+", "1.2x", ["1.2"]), Example("\\D+", "1ab2", ["ab"]), Example("\\w+", "a_1é", ["a_1"]),
    Example("\\s", "a\u{0B}b c", [" "]), Example("\\bfoo\\b", "foo food", ["foo"]), Example("\\Boo", "foo", ["oo"]),
    Example("\\pL+", "aé1", ["aé"]), Example("\\p{Greek}+", "abγδ", ["γδ"]), Example("\\P{Greek}+", "abγ", ["ab"]),
    Example("\\p{^Lu}+", "aB", ["a"]), Example("(?i)\\p{Lu}+", "aB", ["aB"]), Example("\\x41\\x{1F600}", "A😀", ["A😀"]),
    Example("\\101\\n\\t", "A\n\t", ["A\n\t"]), Example("\\Qa.b\\E+", "a.bb", ["a.bb"]), Example("\\Aa\\z", "a", ["a"]),
    Example(".", "e\u{301}", ["e", "\u{301}"]), Example("(?P<x>a)(?<y>b)", "ab", ["ab"]),
    Example("^(?:a?){3}a{3}$", "aaa", ["aaa"]), Example("(a*)*", "b", ["", ""]), Example("(a*)+b", "aab", ["aab"]),
    Example("\\.\\-\\/", ".-/", [".-/"]),
  ]

  @Test("Finds what Go finds", arguments: examples)
  func finding(example: Example) throws {
    let expression = try RegularExpression(example.expression)
    #expect(expression.find(in: example.text) == example.found)
    #expect(expression.matches(example.text) == !example.found.isEmpty)
    // The states are kept from text to text.
    #expect(expression.matches(example.text) == !example.found.isEmpty)
  }

  @Test(
    "What Go cannot read is refused in its words",
    arguments: [
      ("a(b", "missing closing ): `a(b`"), ("a)b", "unexpected ): `a)b`"), ("[a", "missing closing ]: `[a`"),
      ("*a", "missing argument to repetition operator: `*`"), ("a|*", "missing argument to repetition operator: `*`"),
      ("(?i)*", "missing argument to repetition operator: `*`"), ("a**", "invalid nested repetition operator: `**`"),
      ("a*??", "invalid nested repetition operator: `*??`"),
      ("a{2}{3}", "invalid nested repetition operator: `{2}{3}`"),
      ("a{1001}", "invalid repeat count: `{1001}`"), ("a{3,2}", "invalid repeat count: `{3,2}`"),
      ("(a{100}){100}", "invalid repeat count: `{100}`"), ("[z-a]", "invalid character class range: `z-a`"),
      ("[[:foo:]]", "invalid character class range: `[:foo:]`"), ("\\pX", "invalid character class range: `\\pX`"),
      ("\\p{Foo}", "invalid character class range: `\\p{Foo}`"), ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
      ("(?!a)", "invalid or unsupported Perl syntax: `(?!`"), ("(?P<a", "invalid named capture: `(?P<a`"),
      ("(a)\\1", "invalid escape sequence: `\\1`"), ("\\y", "invalid escape sequence: `\\y`"),
      ("\\C", "invalid escape sequence: `\\C`"), ("a\\", "trailing backslash at end of expression: ``"),
      ("\\x{110000}", "invalid escape sequence: `\\x{110000`"), ("(?z)", "invalid or unsupported Perl syntax: `(?z`"),
    ])
  func refusals(expression: String, problem: String) {
    #expect { try RegularExpression(expression) } throws: { "\($0)" == "error parsing regexp: \(problem)" }
  }

  @Test(
    "No expression takes more than linear time",
    arguments: [
      "^(a+)+$", "^([a-zA-Z0-9]+[-._]?)+$", "(a|aa)*b", "(x+x+)+y", "\\b(a+)+$\\b", "^(.*)*z$", "(a?){500}a{500}c",
    ])
  func linearTime(expression: String) throws {
    let read = try RegularExpression(expression)
    #expect(!read.matches(String(repeating: "a", count: 2_000) + "!"))
  }

  @Test("An expression of many repetitions is refused as too large, and so is one that is nested too deeply")
  func bounds() {
    let large = String(repeating: "(abcdefghij){1000}", count: 20)
    #expect { try RegularExpression(large) } throws: { "\($0)".contains("expression too large") }
    let deep = String(repeating: "(", count: 1_001) + String(repeating: ")", count: 1_001)
    #expect { try RegularExpression(deep) } throws: { "\($0)".contains("expression nests too deeply") }
  }

  @Test("States that are forgotten and made anew tell the same")
  func forgottenStates() throws {
    // Which of the last twelve letters were an a makes 4,096 states.
    let expression = try RegularExpression("a[ab]{11}$")
    var seed: UInt64 = 88_172_645_463_325_252
    for _ in 0..<30 {
      var text = ""
      for _ in 0..<400 {
        seed ^= seed << 13
        seed ^= seed >> 7
        seed ^= seed << 17
        text += seed & 1 == 0 ? "a" : "b"
      }
      #expect(expression.matches(text) == (text.dropLast(11).last == "a"))
    }
  }

  @Test("Long matches are left to whoever postpones them, and are known afterwards")
  func postponed() throws {
    let pattern = try SchemaPattern("^(a|b){1,500}$")
    let text = String(repeating: "ab", count: 1_000)
    let postponed = PostponedMatches()
    func check() -> Bool { PostponedMatches.$current.withValue(postponed) { pattern.matches(text) } }
    #expect(check())
    #expect(!postponed.isEmpty)
    postponed.make()
    #expect(postponed.isEmpty)
    #expect(!check())
    #expect(postponed.isEmpty)
  }
}
