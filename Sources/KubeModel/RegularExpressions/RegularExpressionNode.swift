/// What an expression says, read.
indirect enum RegularExpressionNode {
  /// A condition on a place between two characters.
  enum Assertion: Sendable, Hashable {
    case beginText
    case endText
    case beginLine
    case endLine
    case wordBoundary
    case noWordBoundary
  }

  case nothing
  case character(CharacterSet)
  case assertion(Assertion)
  case sequence([RegularExpressionNode])
  /// The first that matches counts.
  case choice([RegularExpressionNode])
  case repetition(RegularExpressionNode, RegularExpressionCount)
}

/// How often something may stand one after the other.
struct RegularExpressionCount: Hashable {
  let least: Int
  /// Nil for any number.
  let most: Int?
  /// Whether more are preferred.
  var isGreedy = true
  /// Whether what is repeated can be empty.
  var isOfNothing = false
}
