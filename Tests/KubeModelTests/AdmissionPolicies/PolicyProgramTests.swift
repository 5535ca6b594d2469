import KubeModel
import Testing

/// Policies and conditions over requests, evaluated without a server.
@Suite("Admission policy programs")
struct PolicyProgramTests {
  /// Who may read pods, and nothing else.
  private struct Reader: ExpressionAuthorizer {
    var name = "reader"

    func decide(_ question: AccessQuestion, verb: String) -> AccessAnswer {
      let isAllowed =
        switch question {
        case .path(let path): path == "/healthz" && verb == "get"
        case .resource(let resource): resource.resource == "pods" && verb == "get" && name == "reader"
        }
      return AccessAnswer(isAllowed: isAllowed, reason: isAllowed ? "by a role" : "")
    }

    func serviceAccount(namespace: String, name: String) -> any ExpressionAuthorizer {
      Reader(name: "\(namespace)/\(name)")
    }
  }

  private static let object: JSONValue = [
    "metadata": ["name": "web", "namespace": "default", "labels": ["a/b": "c"], "creationTimestamp": .null],
    "spec": ["replicas": 7, "namespace": "x"],
  ]

  private func input(_ object: JSONValue = Self.object, old: JSONValue = .null) -> AdmissionInput {
    AdmissionInput(
      object: object, old: old,
      request: [
        "operation": "CREATE", "name": "web", "namespace": "default", "userInfo": ["username": "amy", "groups": ["g"]],
        "resource": ["group": "", "version": "v1", "resource": "pods"], "dryRun": false,
      ],
      namespace: [
        "metadata": ["name": "default", "labels": ["team": "a"], "creationTimestamp": "2024-01-01T00:00:00Z"]
      ], authorizer: Reader(), resource: .init(group: "", resource: "pods", namespace: "default", name: "web"))
  }

  private func outcome(_ spec: JSONValue, params: JSONValue? = nil) -> PolicyProgram.Outcome {
    PolicyProgram(spec).evaluate(input(), params: params)
  }

  private func messages(_ validation: JSONValue) -> [String] {
    outcome(["validations": [validation]]).failures.map(\.message)
  }

  @Test(
    "Expressions see the object, the request, its namespace and who may do what",
    arguments: [
      "object.spec.replicas == 7 && oldObject == null", "object.metadata.labels['a/b'] == 'c'",
      "object.spec.namespace == 'x' && request.namespace == 'default'", "!has(request.subResource)",
      "request.operation in ['CREATE', 'UPDATE'] && 'g' in request.userInfo.groups",
      "namespaceObject.metadata.labels.team == 'a'",
      "namespaceObject.metadata.creationTimestamp < timestamp('2025-01-01T00:00:00Z')",
      "authorizer.group('').resource('pods').namespace('n').check('get').allowed()",
      "!authorizer.group('').resource('secrets').name('a').subresource('s').check('get').allowed()",
      "authorizer.path('/healthz').check('get').reason() == 'by a role' && !authorizer.path('/x').check('get').allowed()",
      "authorizer.requestResource.check('get').allowed() && !authorizer.requestResource.check('get').errored()",
      "!authorizer.serviceAccount('default', 'other').group('').resource('pods').check('get').allowed()",
    ])
  func values(expression: String) {
    #expect(messages(["expression": .string(expression)]) == [])
  }

  @Test("A validation that does not hold says its message, what its expression makes, or itself")
  func texts() {
    #expect(messages(["expression": " object.spec.replicas < 5 "]) == ["failed expression: object.spec.replicas < 5"])
    #expect(messages(["expression": "object.spec.replicas < 5", "message": "too many"]) == ["too many"])
    let made: JSONValue = [
      "expression": "object.spec.replicas < 5", "message": "too many", "reason": "Forbidden",
      "messageExpression": "'%d are too many'.format([object.spec.replicas])",
    ]
    #expect(outcome(["validations": [made]]).failures.map(\.reason) == ["Forbidden"])
    #expect(messages(made) == ["7 are too many"])
    for bad in ["object.nothing + 'x'", "'two\\nlines'", "'  '"] {
      var broken = made
      broken["messageExpression"] = .string(bad)
      #expect(messages(broken) == ["too many"])
    }
  }

  @Test("An expression that cannot be evaluated fails, unless failures are ignored")
  func errors() {
    var spec: JSONValue = ["validations": [["expression": "object.spec.nothing == 1"], ["expression": "true"]]]
    let failure = outcome(spec).failures
    #expect(
      failure.map(\.message) == ["expression 'object.spec.nothing == 1' resulted in error: no such key: nothing"])
    #expect(failure.map(\.reason) == [nil])
    spec["failurePolicy"] = "Ignore"
    #expect(outcome(spec).failures.isEmpty)
    // Stored before expressions were read.
    let unread = messages(["expression": "object.("]).first ?? ""
    #expect(unread.hasPrefix("compilation error: compilation failed: Syntax error"), "\(unread)")
  }

  @Test("Variables are evaluated when they are used, with those before them")
  func variables() {
    var spec: JSONValue = [
      "variables": [
        ["name": "broken", "expression": "object.nothing"], ["name": "limit", "expression": "5"],
        ["name": "over", "expression": "object.spec.replicas > variables.limit"],
        ["name": "all", "expression": "[1, 2].all(over, variables.over)"],
      ], "validations": [["expression": "variables.over && variables.all && has(variables.limit)"]],
    ]
    #expect(outcome(spec).failures.isEmpty)
    spec["validations"] = [["expression": "variables.broken == 1"], ["expression": "variables.limit == 5"]]
    #expect(
      outcome(spec).failures.map(\.message) == [
        "expression 'variables.broken == 1' resulted in error: composited variable \"broken\" fails to evaluate: "
          + "no such key: nothing"
      ])
    // One that uses itself, which only a version that did not read expressions can have stored, ends.
    spec["variables"] = [["name": "a", "expression": "variables.a"]]
    spec["validations"] = [["expression": "variables.a == 1"]]
    #expect(outcome(spec).failures.count == 1)
  }

  @Test("What expressions make of little is bounded")
  func bounds() {
    let doubling = (1...60).map { index -> JSONValue in
      ["name": .string("v\(index)"), "expression": .string("variables.v\(index - 1) + variables.v\(index - 1)")]
    }
    for start in ["'xxxxxxxx'", "[1, 2, 3]"] {
      let spec: JSONValue = [
        "variables": .array([["name": "v0", "expression": .string(start)]] + doubling),
        "validations": [["expression": "size(variables.v60) > 0"]],
      ]
      #expect(outcome(spec).failures.map { $0.message.hasSuffix("actual cost limit exceeded") } == [true])
    }
    let chain = "true" + String(repeating: " && true", count: 5_000)
    #expect(messages(["expression": .string(chain)]).map { $0.contains("nested too deep") } == [true])
    // Each of them nested as deep as it may be, and all of them in each other.
    let deep = (1...20).map { index -> JSONValue in
      let text = "variables.v\(index - 1)" + String(repeating: " && true", count: 490)
      return ["name": .string("v\(index)"), "expression": .string(text)]
    }
    let nested: JSONValue = [
      "variables": .array([["name": "v0", "expression": "true"]] + deep),
      "validations": [["expression": "variables.v1"], ["expression": "variables.v20"]],
    ]
    #expect(outcome(nested).failures.map { $0.message.hasSuffix("actual cost limit exceeded") } == [true])
    let loop = "[1,2,3,4,5,6,7,8,9,10]"
    let loops = (0..<8).reduce("true") { body, index in "\(loop).all(x\(index), \(body))" }
    #expect(messages(["expression": .string(loops)]).map { $0.hasSuffix("actual cost limit exceeded") } == [true])
  }

  @Test("Conditions decide whether a policy is evaluated; one that is false outweighs one that fails")
  func conditions() {
    func verdict(_ expressions: String...) -> MatchConditions.Verdict {
      let list = expressions.map { ["name": "c", "expression": .string($0)] as JSONValue }
      return MatchConditions(.array(list), hasParams: false).verdict(input())
    }
    #expect(verdict() == .matches && verdict("true", "object.spec.replicas == 7") == .matches)
    #expect(verdict("object.nothing == 1", "false") == .differs)
    let text = "expression 'object.nothing == 1' resulted in error: no such key: nothing"
    #expect(verdict("true", "object.nothing == 1") == .fails(text))
    #expect(
      verdict("object.nothing == 1", "1 / 0 == 1")
        == .fails(
          "[\(text), expression '1 / 0 == 1' resulted in error: division by zero]"))
    var spec: JSONValue = [
      "matchConditions": [["name": "c", "expression": "request.name != 'web'"]],
      "validations": [["expression": "false"]],
    ]
    #expect(outcome(spec).failures.isEmpty)
    spec["matchConditions"] = [["name": "c", "expression": "object.nothing == 1"]]
    #expect(outcome(spec).failures.map(\.message) == [text])
    spec["failurePolicy"] = "Ignore"
    #expect(outcome(spec).failures.isEmpty)
  }

  @Test("Parameters are what the binding found, or null")
  func params() {
    let spec: JSONValue = [
      "paramKind": ["apiVersion": "v1", "kind": "ConfigMap"],
      "validations": [["expression": "params == null || object.spec.replicas <= int(params.data.most)"]],
    ]
    #expect(outcome(spec).failures.isEmpty)
    #expect(outcome(spec, params: ["data": ["most": "9"]]).failures.isEmpty)
    #expect(outcome(spec, params: ["data": ["most": "3"]]).failures.count == 1)
    #expect(outcome(spec, params: ["data": [:]]).failures.first?.message.hasSuffix("no such key: most") == true)
  }

  @Test("Annotations are what their expressions make; null and nothing are left out")
  func annotations() {
    var spec: JSONValue = [
      "auditAnnotations": [
        ["key": "replicas", "valueExpression": "'are ' + string(object.spec.replicas)"],
        ["key": "none", "valueExpression": "null"], ["key": "blank", "valueExpression": "' '"],
      ]
    ]
    #expect(outcome(spec).annotations == ["replicas": "are 7"] && outcome(spec).annotationFailures.isEmpty)
    spec["auditAnnotations"] = [["key": "k", "valueExpression": "'x' + object.nothing"]]
    #expect(
      outcome(spec).annotationFailures == [
        "expression ''x' + object.nothing' resulted in error: no such key: nothing"
      ])
    spec["failurePolicy"] = "Ignore"
    #expect(outcome(spec).annotationFailures.isEmpty && outcome(spec).annotations.isEmpty)
  }
}
