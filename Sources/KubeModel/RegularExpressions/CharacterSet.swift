import Synchronization

/// A set of Unicode scalars, as a class of a regular expression names it.
struct CharacterSet: Sendable, Hashable {
  /// A part of the set; the set holds what any part holds.
  struct Part: Sendable, Hashable {
    enum Content: Sendable, Hashable {
      /// Ranges of scalars, in any order.
      case ranges([ClosedRange<UInt32>])
      /// A general category, or all of a kind of them, such as `Lu` or `L`.
      case category(String)
      case script(UnicodeScript)
    }

    let content: Content
    /// Whether the part holds everything else instead.
    var isNegated = false

    init(_ content: Content, isNegated: Bool = false) {
      self.content = content
      self.isNegated = isNegated
    }

    init(_ ranges: ClosedRange<Character>..., isNegated: Bool = false) {
      content = .ranges(
        ranges.map { range in
          let bound = { (character: Character) in character.unicodeScalars.first?.value ?? 0 }
          return bound(range.lowerBound)...bound(range.upperBound)
        })
      self.isNegated = isNegated
    }

    fileprivate func contains(_ variants: [Unicode.Scalar]) -> Bool {
      variants.contains(where: containsItself) != isNegated
    }

    private func containsItself(_ scalar: Unicode.Scalar) -> Bool {
      switch content {
      case .ranges(let ranges): ranges.contains { $0.contains(scalar.value) }
      case .category(let name): scalar.properties.generalCategory.abbreviation.hasPrefix(name)
      case .script(let script): script.contains(scalar)
      }
    }
  }

  var parts: [Part]
  var isNegated = false
  /// Whether letters stand for their other cases too.
  var ignoresCase = false

  init(_ parts: [Part], isNegated: Bool = false, ignoresCase: Bool = false) {
    self.parts = parts
    self.isNegated = isNegated
    self.ignoresCase = ignoresCase
  }

  /// One scalar.
  init(_ scalar: Unicode.Scalar, ignoresCase: Bool = false) {
    self.init([Part(.ranges([scalar.value...scalar.value]))], ignoresCase: ignoresCase)
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let variants = ignoresCase ? CaseVariants.of(scalar) : [scalar]
    return parts.contains { $0.contains(variants) } != isNegated
  }

  /// `\d`, `\s` and `\w`, which are of ASCII.
  static let digit = Part("0"..."9")
  static let space = Part(.ranges([0x09...0x0A, 0x0C...0x0D, 0x20...0x20]))
  static let word = Part("0"..."9", "A"..."Z", "a"..."z", "_"..."_")

  /// The classes `[:name:]` of POSIX.
  static let posix: [String: Part] = [
    "alnum": Part("0"..."9", "A"..."Z", "a"..."z"), "alpha": Part("A"..."Z", "a"..."z"),
    "ascii": Part(.ranges([0...0x7F])), "blank": Part(.ranges([0x09...0x09, 0x20...0x20])),
    "cntrl": Part(.ranges([0...0x1F, 0x7F...0x7F])), "digit": digit, "graph": Part("!"..."~"),
    "lower": Part("a"..."z"), "print": Part(" "..."~"), "punct": Part("!"..."/", ":"..."@", "["..."`", "{"..."~"),
    "space": Part(.ranges([0x09...0x0D, 0x20...0x20])), "upper": Part("A"..."Z"), "word": word,
    "xdigit": Part("0"..."9", "A"..."F", "a"..."f"),
  ]
}

extension Unicode.GeneralCategory {
  /// The category's short name in the Unicode standard (UAX 44, section 5.7.1).
  fileprivate var abbreviation: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }

  /// The names of categories that expressions may use, Go's.
  static let expressionNames: Set<String> = [
    "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P",
    "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
  ]
}

/// A script of the Unicode standard (UAX 24).
///
/// The standard library tells scripts through its own expressions only; one that names a single scalar takes the same
/// time for every scalar.
final class UnicodeScript: Sendable, Hashable {
  let name: String
  private let expression: Mutex<Regex<AnyRegexOutput>>

  /// Nil for a name that is no script's.
  init?(_ name: String) {
    let isName = !name.isEmpty && name.utf8.allSatisfy { (65...90).contains($0 & ~0x20) || $0 == 95 }
    // An unknown name is what is asked about.
    guard isName, let read = try? Regex("\\p{Script=\(name)}") else { return nil }
    self.name = name
    expression = Mutex(read)
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    // Without transformations that could throw.
    expression.withLock { (try? $0.wholeMatch(in: String(Character(scalar)))) != nil }
  }

  static func == (left: UnicodeScript, right: UnicodeScript) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
