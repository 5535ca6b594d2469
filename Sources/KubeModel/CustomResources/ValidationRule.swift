/// A rule of a schema (`x-kubernetes-validations`), read once.
struct ValidationRule: Sendable {
  /// The rule as it was written.
  let json: JSONValue
  let expression: CELExpression
  private let messageExpression: CELExpression?
  let usesOldSelf: Bool
  let isOldSelfOptional: Bool

  /// Throws what is wrong with the expressions, whatever the schema.
  init(_ json: JSONValue) throws(CELError) {
    self.json = json
    isOldSelfOptional = json["optionalOldSelf"] == true
    expression = try CELParser.parse(json["rule"]?.stringValue ?? "")
    usesOldSelf = try CELCheck.check(expression, nil, isOldSelfOptional: isOldSelfOptional).usesOldSelf
    let text = json["messageExpression"]?.stringValue ?? ""
    messageExpression = text.isEmpty ? nil : try CELParser.parse(text)
  }

  /// Throws what the expressions ask of the schema in vain.
  func check(in schema: StructuralSchema) throws(CELError) {
    _ = try CELCheck.check(expression, schema, isOldSelfOptional: isOldSelfOptional)
    if let messageExpression {
      _ = try CELCheck.check(messageExpression, schema, isOldSelfOptional: isOldSelfOptional)
    }
  }

  /// Whether the rule holds; throws what went wrong on the way.
  func holds(_ variables: [String: CELValue]) throws(CELError) -> Bool {
    guard case .bool(let holds) = try CELEvaluator.evaluate(expression, variables) else {
      throw CELError("the rule is no condition")
    }
    return holds
  }

  /// What is said of a value for which the rule does not hold.
  func message(_ variables: [String: CELValue]) -> String {
    if let messageExpression {
      // As in kube-apiserver, a message that cannot be made is replaced by the plain one.
      if case .string(let text)? = try? CELEvaluator.evaluate(messageExpression, variables) {
        let line = text.trimmed
        if !line.isEmpty { return line }
      }
    }
    return plainMessage
  }

  private var plainMessage: String {
    if let message = json["message"]?.stringValue, !message.isEmpty { return message }
    return "failed rule: \((json["rule"]?.stringValue ?? "").trimmed)"
  }

  /// The rule as messages about its failure name it.
  var name: String {
    if let message = json["message"]?.stringValue, !message.isEmpty { return "\"\(message)\"" }
    return "\"\((json["rule"]?.stringValue ?? "").trimmed)\""
  }
}
