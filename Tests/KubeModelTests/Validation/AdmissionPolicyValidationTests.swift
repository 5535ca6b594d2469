import KubeModel
import OrderedCollections
import Testing

/// What is refused when a policy, a binding or a condition is written.
@Suite("Validation of admission policies")
struct AdmissionPolicyValidationTests {
  private static let match: JSONValue = [
    "matchPolicy": "Equivalent",
    "resourceRules": [
      ["apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"], "operations": ["CREATE"], "scope": "*"]
    ],
  ]

  private func problems(_ kind: String, _ spec: JSONValue) -> [String] {
    let kind = GroupVersionKind(group: "admissionregistration.k8s.io", version: "v1", kind: kind)
    var object: JSONValue = ["metadata": ["name": "p"], "spec": spec]
    Defaulting.apply(to: &object, kind: kind)
    return Validation.causes(object, old: nil, kind: kind).map { "\($0.field ?? ""): \($0.message)" }
  }

  private func policy(_ change: JSONValue) -> [String] {
    var spec: JSONValue = ["matchConstraints": Self.match, "validations": [["expression": "true"]]]
    for (name, value) in change.objectValue ?? [:] { spec[name] = value }
    return problems("ValidatingAdmissionPolicy", spec)
  }

  private func problem(_ expression: String, _ change: JSONValue = .emptyObject) -> String {
    var change = change
    change["validations"] = [["expression": .string(expression)]]
    let all = policy(change)
    guard let first = all.first else { return "" }
    let prefix = "spec.validations[0].expression: Invalid value: \(JSONValue.string(expression).quoted): "
    #expect(all.count == 1 && first.hasPrefix(prefix), "\(all)")
    return String(first.dropFirst(prefix.count))
  }

  @Test(
    "What a policy may ask",
    arguments: [
      "object.spec.replicas <= 5", "has(object.x) && object.x.exists(y, y.z)", "!object.flag", "params.a == 1",
      "object.?a.orValue('') == 'b'", "variables.team == 'a' && variables.count + 1 > 2",
      "request.userInfo.extra['k'][0] == 'v'", "request.options.kind == 'CreateOptions'",
      "object.a ? object.b == 1 : false", "namespaceObject == null || namespaceObject.metadata.name == 'a'",
      "authorizer.requestResource.check('get').allowed()", "object.list.all(x, x.a.startsWith('b'))",
      "oldObject == null || object.spec == oldObject.spec", "1 < 2.5 && (1 == 1 || object.x)",
      "variables.names.exists(n, n == 'a')",
    ])
  func expressions(text: String) {
    #expect(
      problem(
        text,
        [
          "paramKind": ["apiVersion": "example.com/v1", "kind": "Limit"],
          "variables": [
            ["name": "team", "expression": "object.metadata.labels.team"], ["name": "count", "expression": "1"],
            ["name": "names", "expression": "object.list.map(x, x.name)"],
          ],
        ]) == "")
  }

  @Test(
    "What a policy may not ask",
    arguments: [
      ("object.spec.(", "compilation failed: Syntax error: mismatched input '('"),
      ("thing.a == 1", "compilation failed: undeclared reference to 'thing' (in container '')"),
      ("params.a == 1", "compilation failed: undeclared reference to 'params' (in container '')"),
      ("variables.a == 1", "compilation failed: undeclared reference to 'variables' (in container '')"),
      ("request.object.a == 1", "compilation failed: undefined field 'object'"),
      ("authorizer.x == 1", "compilation failed: undefined field 'x'"),
      ("object.a.frob()", "compilation failed: the function 'frob' is not known"),
      ("1 == 'a'", "compilation failed: found no matching overload for '_==_' applied to '(int, string)'"),
      ("1 + 'a' == 2", "compilation failed: found no matching overload for '_+_' applied to '(int, string)'"),
      ("!'a'", "compilation failed: found no matching overload for '!_' applied to '(string)'"),
      ("'a'.b == 1", "compilation failed: type 'string' does not support field selection"),
      ("'a'", "must evaluate to bool but got string"), ("request.name", "must evaluate to bool but got string"),
      ("object.spec.flag", "must evaluate to bool but got dyn"), ("object.a + 1", "must evaluate to bool but got int"),
      ("[true]", "must evaluate to bool but got list"), ("size(object.a)", "must evaluate to bool but got int"),
    ])
  func refusals(text: String, problem: String) {
    #expect(self.problem(text) == problem)
  }

  @Test("Variables are those before, and are named as CEL names things")
  func variables() {
    let found = policy([
      "variables": [
        ["name": "a", "expression": "variables.b"], ["name": "b", "expression": "1"],
        ["name": "in", "expression": "1"],
        ["name": "c", "expression": " "], ["name": "", "expression": "1"], ["name": "9a", "expression": "1"],
      ]
    ])
    #expect(
      found == [
        "spec.variables[0].expression: Invalid value: \"variables.b\": compilation failed: undeclared reference to "
          + "'variables' (in container '')",
        "spec.variables[2].name: Invalid value: \"in\": name is not a valid CEL identifier",
        "spec.variables[3].expression: Required value: expression is not specified",
        "spec.variables[4].name: Required value: name is not specified",
        "spec.variables[5].name: Invalid value: \"9a\": name is not a valid CEL identifier",
      ])
    let unknown = problem("variables.b == 1", ["variables": [["name": "a", "expression": "1"]]])
    #expect(unknown == "compilation failed: undefined field 'b'")
  }

  @Test("Everything else that is wrong with a policy is told by its field")
  func fields() {
    let annotations: JSONValue = [
      ["key": "k", "valueExpression": "object.a"], ["key": "k", "valueExpression": ""],
      ["key": "-", "valueExpression": "'a'"],
    ]
    let validations: JSONValue = [
      ["expression": "", "message": " ", "messageExpression": " ", "reason": "Gone"],
      ["expression": "true", "message": "a\nb", "messageExpression": "1"],
      ["expression": "true", "messageExpression": "authorizer.path('/').check('get').reason()"],
    ]
    let found = policy([
      "failurePolicy": "Maybe", "paramKind": ["apiVersion": "a/b/c", "kind": ""],
      "matchConstraints": .emptyObject, "validations": validations, "auditAnnotations": annotations,
    ])
    let expected: [String] = [
      "spec.failurePolicy: Unsupported value: \"Maybe\": supported values: \"Fail\", \"Ignore\"",
      "spec.paramKind.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c",
      "spec.paramKind.kind: Required value", "spec.matchConstraints.resourceRules: Required value",
      "spec.validations[0].expression: Required value: expression is not specified",
      "spec.validations[0].messageExpression: Invalid value: \" \": must be non-empty if specified",
      "spec.validations[0].message: Invalid value: \" \": message must be non-empty if specified",
      "spec.validations[0].reason: Unsupported value: \"Gone\": supported values: \"Forbidden\", \"Invalid\", \"Reque",
      "spec.validations[1].messageExpression: Invalid value: \"1\": must evaluate to string but got int",
      "spec.validations[1].message: Invalid value: \"a\\nb\": message must not contain line breaks",
      "spec.validations[2].messageExpression: Invalid value: \"authorizer.path('/').check('get').reason()\": compila",
      "spec.auditAnnotations[0].valueExpression: Invalid value: \"object.a\": must evaluate to one of [string null_t",
      "spec.auditAnnotations[1].valueExpression: Required value: valueExpression is not specified",
      "spec.auditAnnotations[1].key: Duplicate value: \"k\"",
      "spec.auditAnnotations[2].key: Invalid value: \"p/-\": name part must consist of alphanumeric characters, '-', ",
    ]
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) { #expect(found.hasPrefix(expected)) }
    #expect(
      policy(["validations": []])
        == ["validations", "auditAnnotations"].map {
          "spec.\($0): Required value: validations or auditAnnotations must contain at least one item"
        })
    let missing = problems("ValidatingAdmissionPolicy", ["validations": [["expression": "true"]]])
    #expect(missing == ["spec.matchConstraints: Required value"])
    var named = Self.match
    named["excludeResourceRules"] = [
      [
        "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"], "operations": ["GET"],
        "resourceNames": ["a/b", "c", "c"],
      ]
    ]
    #expect(
      policy(["matchConstraints": named]) == [
        "spec.matchConstraints.excludeResourceRules[0].resourceNames[0]: Invalid value: \"a/b\": may not contain '/'",
        "spec.matchConstraints.excludeResourceRules[0].resourceNames[2]: Duplicate value: \"c\"",
        "spec.matchConstraints.excludeResourceRules[0].operations[0]: Unsupported value: \"GET\": supported values: "
          + "\"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\"",
      ])
  }

  @Test("Conditions have names of their own and are conditions")
  func conditions() {
    let many = (0..<65).map { ["name": .string("c\($0)"), "expression": "true"] as JSONValue }
    #expect(
      policy(["matchConditions": .array(many)]) == [
        "spec.matchConditions: Too many: 65: must have at most 64 items"
      ])
    let found = policy([
      "matchConditions": [
        ["name": "a", "expression": "true"], ["name": "a", "expression": ""], ["name": "", "expression": "'x'"],
        ["name": "a b", "expression": "true"],
      ]
    ])
    #expect(
      found.prefix(4) == [
        "spec.matchConditions[1].expression: Required value", "spec.matchConditions[1].name: Duplicate value: \"a\"",
        "spec.matchConditions[2].expression: Invalid value: \"'x'\": must evaluate to bool but got string",
        "spec.matchConditions[2].name: Required value",
      ])
    #expect(
      found.count == 5 && found[4].hasPrefix("spec.matchConditions[3].name: Invalid value: \"a b\": name part must"))
  }

  @Test("A binding names its policy, its parameters and what is done")
  func bindings() {
    func binding(_ spec: JSONValue) -> [String] { problems("ValidatingAdmissionPolicyBinding", spec) }
    #expect(binding(["policyName": "p", "validationActions": ["Deny", "Audit"], "matchResources": Self.match]) == [])
    #expect(
      binding(["validationActions": ["Deny", "Warn", "Warn", "Pray"], "paramRef": [:]]) == [
        "spec.policyName: Required value", "spec.paramRef: Required value: one of name or selector must be specified",
        "spec.paramRef.parameterNotFoundAction: Required value",
        "spec.validationActions[2]: Duplicate value: \"Warn\"",
        "spec.validationActions[3]: Unsupported value: \"Pray\": supported values: \"Audit\", \"Deny\", \"Warn\"",
        "spec.validationActions: Invalid value: [\"Deny\",\"Warn\",\"Warn\",\"Pray\"]: must not contain both Deny and Warn "
          + "(repeating the same validation failure information in the API response and headers serves no purpose)",
      ])
    #expect(
      binding([
        "policyName": "p", "paramRef": ["name": "a", "selector": [:], "parameterNotFoundAction": "Shrug"],
      ]) == [
        "spec.paramRef.name: Forbidden: name and selector are mutually exclusive",
        "spec.paramRef.selector: Forbidden: name and selector are mutually exclusive",
        "spec.paramRef.parameterNotFoundAction: Unsupported value: \"Shrug\": supported values: \"Allow\", \"Deny\"",
        "spec.validationActions: Required value: at least one validation action is required",
      ])
    #expect(
      problems("MutatingAdmissionPolicyBinding", ["policyName": "p"]).map { $0.prefix(27) } == [
        "spec.policyName: Forbidden:"
      ])
  }
}

extension JSONValue {
  fileprivate var quoted: String { String(decoding: serialized(), as: UTF8.self) }
}
