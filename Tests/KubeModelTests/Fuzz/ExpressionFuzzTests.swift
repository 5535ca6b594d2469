import KubeModel
import Properties
import Testing

/// Hostile expressions in CEL, as anybody who may write a policy or a definition can send them.
@Suite("Fuzzer of expressions", .serialized)
struct ExpressionFuzzTests {
  /// Everybody may do everything that has a short name.
  private struct Authorizer: ExpressionAuthorizer {
    func decide(_ question: AccessQuestion, verb: String) -> AccessAnswer {
      AccessAnswer(isAllowed: verb.utf8.count < 4, reason: verb)
    }

    func serviceAccount(namespace: String, name: String) -> any ExpressionAuthorizer { self }
  }

  private static let expressions = [
    "object.spec.replicas <= 5 && has(object.metadata.labels) || request.operation == 'DELETE'",
    "object.metadata.labels.all(k, k.startsWith('a') ? object.metadata.labels[k].size() > 2 : true)",
    "[1, 2, 3].map(x, x * x).filter(x, x > 1).exists_one(x, x == 4)",
    "{'a': [1, 2], 'b': {'c': dyn(null)}}['a'][1] in [1u, 2.5, -3]",
    "'abcabc'.replace('b', 'xx').split('x').join('-').matches('^[a-c-]+$')",
    "ip('10.0.0.1').isLoopback() || cidr('10.0.0.0/8').containsIP('10.1.2.3') || isCIDR('::1/64')",
    "quantity('1.5Gi').add(quantity('500Mi')).isGreaterThan(quantity('2G')) && isQuantity('x')",
    "semver('1.2.3-rc.1').compareTo(semver('1.10.0')) < 0",
    "authorizer.group('apps').resource('deployments').namespace('x').check('get').allowed()",
    "timestamp('2024-02-29T00:00:00Z') + duration('36h') > timestamp(object.metadata.creationTimestamp)",
    "url('https://a.b:80/c?d=e').getHost() == 'a.b' && optional.of(1).orValue(2) == object.?spec.?n.orValue(1)",
    "'%s is %d of %.2f %b'.format(['x', 3, 1.5, true]) + string(int('12') % 5)",
    "variables.long.size() > 3 && params.limits.all(l, l.name in variables.names)",
    "b'\\x00\\u00e9' == bytes('é') ? \"a\" : r'\\d+' + '''three'''",
  ]
  private static let words = [
    "object", ".all(x, ", ".map(y, ", ".filter(", "size(", " in ", "[", "]", "{", "}", "(", ")", " && ", " || ", "!",
    "-", " ? ", " : ", "'", "\"", "\\", "1e308", "9223372036854775807", "0u", "null", "has(", " + ", " * ", " / ",
    " % ", ".?", "[?", "variables.names", "oldObject", "'a'.replace('a', 'aaaaaaaaaaaaaaaa')",
    "timestamp('9999-12-31T23:59:59Z')",
  ]

  private static func expression(_ generator: inout SeededGenerator) -> JSONValue {
    let text = generator.pick(expressions)
    guard generator.chance(0.8) else { return .string(text) }
    return .string(String(decoding: generator.mutated(Array(text.utf8), words: words), as: UTF8.self))
  }

  @Test("Expressions are read or refused, and evaluated in a bounded time, over whatever an object holds")
  func expressions() async throws {
    try await Fuzzing.run("expressions") { generator in
      let spec: JSONValue = [
        "paramKind": ["apiVersion": "v1", "kind": "ConfigMap"],
        "matchConditions": [["name": "a", "expression": Self.expression(&generator)]],
        "variables": [
          ["name": "long", "expression": Self.expression(&generator)], ["name": "names", "expression": "['a', 'b']"],
        ],
        "validations": .array(
          (0..<4).map { _ in
            ["expression": Self.expression(&generator), "messageExpression": Self.expression(&generator)]
          }),
        "auditAnnotations": [["key": "k", "valueExpression": Self.expression(&generator)]],
      ]
      let metadata: JSONValue = [
        "name": "web", "labels": ["a/b": "c"], "creationTimestamp": .string(generator.hostileText()),
      ]
      let object: JSONValue = ["metadata": metadata, "spec": generator.hostileJSON(depth: 3)]
      let input = AdmissionInput(
        object: generator.spoiled(object), old: generator.hostileJSON(depth: 2),
        request: ["operation": "CREATE", "userInfo": generator.hostileJSON(depth: 2)],
        namespace: ["metadata": metadata], authorizer: Authorizer(),
        resource: .init(group: "", resource: "pods", namespace: "default", name: generator.hostileText()))
      let outcome = PolicyProgram(spec).evaluate(input, params: generator.hostileJSON())
      try hold(outcome.failures.count <= 4, "\(outcome)")
    }
  }
}
