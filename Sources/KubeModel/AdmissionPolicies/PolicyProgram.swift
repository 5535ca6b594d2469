/// The expressions of a `ValidatingAdmissionPolicy`, read once.
package struct PolicyProgram: Sendable {
  /// A validation that does not let the request pass.
  package struct Failure: Sendable, Hashable {
    /// Which validation it is; zero for a failure of all of them.
    package let index: Int
    package let message: String
    /// Nil for a validation that could not be evaluated.
    package let reason: String?
  }

  /// What the policy says of a request.
  package struct Outcome: Sendable, Hashable {
    package var failures: [Failure] = []
    /// Keys and values for the audit log, without the policy's name.
    package var annotations: [String: String] = [:]
    /// What kept annotations from being made; stops the request.
    package var annotationFailures: [String] = []
  }

  private struct Validation: Sendable {
    let expression: AdmissionExpression
    let message: String
    let messageExpression: AdmissionExpression?
    let reason: String
  }

  /// How long a message that an expression makes may be, in bytes.
  private static let longestMessage = 5 * 1024
  /// How long the value of an annotation may be, in bytes.
  private static let longestAnnotation = 10 * 1024

  private let failsOpen: Bool
  private let conditions: MatchConditions
  private let variables: [CELEvaluator.Variable]
  private let validations: [Validation]
  private let annotations: [(key: String, expression: AdmissionExpression)]

  /// - Parameter spec: `spec` of the policy.
  package init(_ spec: JSONValue) {
    failsOpen = spec["failurePolicy"]?.stringValue == "Ignore"
    let hasParams = spec["paramKind"]?.objectValue != nil
    conditions = MatchConditions(spec["matchConditions"], hasParams: hasParams)
    var environment = AdmissionEnvironment(hasParams: hasParams)
    variables = (spec["variables"]?.arrayValue ?? []).map { variable in
      let name = variable["name"]?.stringValue ?? ""
      let expression = AdmissionExpression(variable["expression"]?.stringValue ?? "", in: environment)
      environment.compose(name, expression.type)
      return CELEvaluator.Variable(name: name, expression: expression.compiled)
    }
    let all = environment
    validations = (spec["validations"]?.arrayValue ?? []).map { json in
      let messageExpression = (json["messageExpression"]?.stringValue).flatMap { $0.isEmpty ? nil : $0 }
      return Validation(
        expression: AdmissionExpression(json["expression"]?.stringValue ?? "", in: all, yielding: ["bool"]),
        message: (json["message"]?.stringValue ?? "").trimmed,
        messageExpression: messageExpression.map {
          AdmissionExpression($0, in: all.withoutAuthorizer, yielding: ["string"])
        }, reason: json["reason"]?.stringValue ?? "Invalid")
    }
    annotations = (spec["auditAnnotations"]?.arrayValue ?? []).map { json in
      let text = (json["valueExpression"]?.stringValue ?? "").trimmed
      return (
        json["key"]?.stringValue ?? "", AdmissionExpression(text, in: all, yielding: ["string", "null_type"])
      )
    }
  }

  /// Evaluates the policy; nothing comes of one whose conditions are not met.
  package func evaluate(_ input: AdmissionInput, params: JSONValue?) -> Outcome {
    var outcome = Outcome()
    switch conditions.verdict(input, params: params) {
    case .matches: break
    case .differs: return outcome
    case .fails(let message):
      if !failsOpen { outcome.failures.append(Failure(index: 0, message: message, reason: nil)) }
      return outcome
    }
    // Variables are evaluated once for all of the policy's expressions.
    var evaluator = CELEvaluator(input.values(params: params), composed: variables)
    for (index, validation) in validations.enumerated() {
      if let failure = failure(of: validation, index, &evaluator) { outcome.failures.append(failure) }
    }
    for (key, expression) in annotations {
      do throws(CELError) {
        if let value = try value(ofAnnotation: expression, &evaluator) { outcome.annotations[key] = value }
      } catch {
        if !failsOpen { outcome.annotationFailures.append(error.description) }
      }
    }
    return outcome
  }

  private func failure(of validation: Validation, _ index: Int, _ evaluator: inout CELEvaluator) -> Failure? {
    do throws(CELError) {
      if case .bool(true) = try validation.expression.value(&evaluator) { return nil }
      return Failure(index: index, message: message(of: validation, &evaluator), reason: validation.reason)
    } catch {
      return failsOpen ? nil : Failure(index: index, message: error.description, reason: nil)
    }
  }

  /// The message that the expression makes, the fixed one, or the expression that does not hold.
  private func message(of validation: Validation, _ evaluator: inout CELEvaluator) -> String {
    // As in kube-apiserver, a message that cannot be made is replaced by the fixed one.
    if let value = try? validation.messageExpression?.value(&evaluator), case .string(let text) = value {
      let line = text.trimmed
      if !line.isEmpty, line.utf8.count <= Self.longestMessage, !line.contains(where: \.isNewline) { return line }
    }
    if !validation.message.isEmpty { return validation.message }
    return "failed expression: \(validation.expression.text.trimmed)"
  }

  /// Nil for one that has nothing to say.
  private func value(
    ofAnnotation expression: AdmissionExpression, _ evaluator: inout CELEvaluator
  ) throws(CELError) -> String? {
    switch try expression.value(&evaluator) {
    case .string(let text):
      let value = text.trimmed
      return value.isEmpty ? nil : String(decoding: value.utf8.prefix(Self.longestAnnotation), as: UTF8.self)
    case .null: return nil
    case let other:
      throw CELError(
        "valueExpression '\(expression.text)' resulted in unsupported return type: \(other.typeName). "
          + "Return type must be either string or null.")
    }
  }
}
