/// An expression about requests, read once.
struct AdmissionExpression: Sendable {
  let text: String
  /// A failure for one that was stored by a version of localkube that did not read it.
  let compiled: Result<CELExpression, CELError>
  /// What it yields, as far as that is known.
  let type: CELType

  init(_ text: String, in environment: AdmissionEnvironment, yielding types: [String] = []) {
    self.text = text
    do throws(CELError) {
      let (expression, type) = try environment.compile(text, yielding: types)
      compiled = .success(expression)
      self.type = type
    } catch {
      compiled = .failure(error)
      type = .anything
    }
  }

  /// Its value; throws what is wrong with it as clients are told.
  func value(_ evaluator: inout CELEvaluator) throws(CELError) -> CELValue {
    let expression: CELExpression
    do throws(CELError) {
      expression = try compiled.get()
    } catch {
      throw CELError("compilation error: \(error)")
    }
    do throws(CELError) {
      return try evaluator.evaluate(expression)
    } catch {
      throw CELError("expression '\(text)' resulted in error: \(error)")
    }
  }
}
