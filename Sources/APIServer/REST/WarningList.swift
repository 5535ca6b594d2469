/// The warnings of one answer, kept within what its headers may hold, as kube-apiserver's recorder does.
///
/// All of them together have at most ``total`` characters. When a warning goes beyond that, each is cut off at ``each``
/// characters, those before it included, and what comes after the limit is dropped.
struct WarningList: Sendable {
  static let total = 4_096
  static let each = 256

  private(set) var texts: [String] = []
  private var known: Set<String> = []
  private var length = 0
  private var isCut = false

  /// Adds a text unless it is empty, there already, or beyond the limit.
  mutating func add(_ text: String) {
    guard !text.isEmpty, !isCut || length < Self.total, known.insert(text).inserted else { return }
    let count = text.unicodeScalars.count
    if !isCut, length + count > Self.total {
      isCut = true
      texts = texts.map(Self.cut)
      length = texts.reduce(0) { $0 + $1.unicodeScalars.count }
    }
    let shown = isCut ? Self.cut(text) : text
    texts.append(shown)
    length += isCut ? shown.unicodeScalars.count : count
  }

  private static func cut(_ text: String) -> String {
    guard text.unicodeScalars.count > each else { return text }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: text.unicodeScalars.prefix(each))
    return String(shown)
  }
}
