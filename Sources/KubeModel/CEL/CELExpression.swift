/// A node of an expression.
indirect enum CELExpression: Sendable, Hashable {
  case literal(CELToken)
  case null
  case bool(Bool)
  case identifier(String)
  /// `operand.name`; with `isOptional` it is `operand.?name`.
  case member(CELExpression, String, isOptional: Bool)
  case index(CELExpression, CELExpression, isOptional: Bool)
  /// `name(arguments)` or `target.name(arguments)`.
  case call(target: CELExpression?, String, [CELExpression])
  case list([CELExpression])
  case map(keys: [CELExpression], values: [CELExpression])
  case unary(String, CELExpression)
  case binary(String, CELExpression, CELExpression)
  case conditional(CELExpression, CELExpression, CELExpression)
  /// `has(operand.name)`.
  case has(CELExpression, String)
  /// `range.macro(variable, body…)`.
  case comprehension(Macro, range: CELExpression, variable: String, [CELExpression])

  enum Macro: String, Sendable, Hashable {
    case all, exists, exists_one, map, filter
  }
}
