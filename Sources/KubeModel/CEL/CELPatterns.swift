import Synchronization

/// The regular expressions of rules, read once: a rule names the same ones at every evaluation.
enum CELPatterns {
  private static let mostKnown = 128
  private static let known = Mutex<[String: RegularExpression]>([:])

  /// Throws what is wrong with the text.
  static func expression(_ text: String) throws(CELError) -> RegularExpression {
    if let expression = known.withLock({ $0[text] }) { return expression }
    let expression: RegularExpression
    do {
      expression = try RegularExpression(text)
    } catch {
      throw CELError("\(error)")
    }
    known.withLock { known in
      if known.count >= mostKnown { known = [:] }
      known[text] = expression
    }
    return expression
  }

  /// How many steps of a matcher make one of the evaluator.
  private static let stepsInOne = 50

  /// The parts of the text that match.
  ///
  /// Finding all of them can mean to look at the rest of the text for each, so what they cost shows on the way.
  static func find(_ pattern: String, in text: String, limit: Int) throws(CELError) -> [String] {
    let most = CELEvaluator.maximumSteps * stepsInOne
    guard let found = try expression(pattern).find(in: text, limit: limit, mostSteps: most) else {
      throw CELEvaluator.tooCostly
    }
    return found
  }

  /// What a match costs a rule, in the evaluator's steps: a match takes many small ones.
  static func cost(_ name: String, _ arguments: [CELValue]) throws(CELError) -> Int {
    guard ["matches", "find", "findAll"].contains(name), arguments.count > 1, case .string(let text) = arguments[0],
      case .string(let pattern) = arguments[1]
    else { return 0 }
    return try expression(pattern).mostSteps(bytes: text.utf8.count) / stepsInOne
  }
}
