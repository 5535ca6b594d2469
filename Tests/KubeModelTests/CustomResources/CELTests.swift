import KubeModel
import Testing

/// Rules in the Common Expression Language, in the schemas where they stand.
@Suite("Validation rules")
struct CELTests {
  private static let properties: JSONValue = [
    "min": ["type": "integer"], "max": ["type": "integer"], "name": ["type": "string"],
    "ratio": ["type": "number"], "wait": ["type": "string", "format": "duration"],
    "at": ["type": "string", "format": "date-time"], "port": ["x-kubernetes-int-or-string": true],
    "tags": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
    "labels": ["type": "object", "additionalProperties": ["type": "string"]],
    "parts": [
      "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["key"],
      "items": [
        "type": "object", "required": ["key"],
        "properties": ["key": ["type": "string"], "size": ["type": "integer"]],
      ],
    ],
    "my-field": ["type": "boolean"],
  ]

  private func schema(_ rule: JSONValue) -> StructuralSchema {
    StructuralSchema(json: [
      "type": "object",
      "properties": [
        "spec": ["type": "object", "properties": Self.properties, "x-kubernetes-validations": [rule]]
      ],
    ])
  }

  private func problems(_ rule: JSONValue, _ spec: JSONValue, old: JSONValue? = nil) -> [String] {
    func object(_ spec: JSONValue) -> JSONValue { ["metadata": ["name": "x"], "spec": spec] }
    return CustomResourceRules(schema: schema(rule), scale: nil)
      .causes(object(spec), old: old.map(object), isStatus: false).map { "\($0.field ?? ""): \($0.message)" }
  }

  @Test(
    "Rules that hold say nothing",
    arguments: [
      "self.min <= self.max", "!has(self.ratio) || self.ratio < 1.0",
      "self.name.startsWith('a') && size(self.name) == 3",
      "self.name.matches('^[a-z]+$')", "self.tags.all(t, t.size() > 0)", "self.tags.exists(t, t == 'x')",
      "self.tags.exists_one(t, t == 'x')", "'x' in self.tags", "!('z' in self.labels)", "self.labels['k'] == 'v'",
      "self.labels.all(k, self.labels[k] != '')", "self.parts.map(p, p.key) == ['a', 'b']",
      "self.parts.filter(p, has(p.size)).size() == 1", "self.parts.exists(p, p.key == 'a' && p.size == 3)",
      "self.wait > duration('1m') && self.wait <= duration('1h')", "self.at < timestamp('2030-01-01T00:00:00Z')",
      "type(self.port) == string ? self.port == 'http' : self.port == 80", "self.__my__dash__field == true || true",
      "self.min + 2 * 3 - 1 == 6 && 7 % 4 == 3 && -self.min == -1", "self.max / 2 == 2 && 5.0 / 2.0 == 2.5",
      "string(self.max) + 'x' == '5x' && int('7') == 7", "self.tags == ['y', 'x']", "self.tags + ['x'] == self.tags",
      "isURL('https://a.b:80/c?d=e') && !isURL('a.b')", "url('HTTPS://a.b').getScheme() == 'https'",
      "url('https://u@a.b:80/c%20d?e=1&f=2&e=3%20').getHost() == 'a.b:80'", "url('/c?d').getHost() == ''",
      "url('https://[::1]:80/c').getHostname() == '::1' && url('https://[::1]/c').getPort() == ''",
      "url('https://a.b:80/c%20d').getPort() == '80' && url('https://a.b/c%20d').getEscapedPath() == '/c%20d'",
      "url('https://a.b/?e=1&f=2&e=3%20').getQuery() == {'e': ['1', '3 '], 'f': ['2']}",
      "url('https://a.b') == url('https://a.b') && url('https://a.b') != url('https://a.c')",
      "quantity('1Gi').isGreaterThan(quantity('1000Mi'))", "self.name.split('b').join('-') == 'a-c'",
      "self.?ratio.orValue(0.5) == 0.5", "[1, 2, 3].sum() == 6 && ['a', 'b'].isSorted()", "self.max > 1 ? true : false",
      "sets.contains(self.tags, ['x'])", "self.name.replace('b', '') == 'ac' && self.name.indexOf('c') == 2",
      "isIP('127.0.0.1') && !isIP('::ffff:1.2.3.4') && ip('::1').family() == 6 && ip('1.2.3.4').family() == 4",
      "ip('127.1.2.3').isLoopback() && ip('::1').isLoopback() && !ip('::2').isLoopback() && ip('::').isUnspecified()",
      "ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast() && ip('0.0.0.0').isUnspecified()",
      "ip('224.0.0.1').isLinkLocalMulticast() && !ip('224.0.1.1').isLinkLocalMulticast()",
      "ip('ff02::1').isLinkLocalMulticast() && ip('fe80::1').isLinkLocalUnicast() && !ip('fd80::1').isLinkLocalUnicast()",
      "ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8::ABCD') && !ip.isCanonical('2001:db8::0:0:0:abcd')",
      "string(ip('2001:0:0:1:0:0:0:1')) == '2001:0:0:1::1' && string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8'",
      "isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0/08') && cidr('::1/128').prefixLength() == 128",
      "cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))",
      "cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24') && !cidr('10.0.0.0/16').containsCIDR(cidr('10.0.0.0/8'))",
      "cidr('192.168.0.1/24').ip() == ip('192.168.0.1') && cidr('10.0.0.1/8') != cidr('10.0.0.1/8').masked()",
      "['127.0.0.1'].all(ip, ip.startsWith('127') && isIP(ip))", "!cidr('::/0').containsIP('1.2.3.4')",
      "semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.0.0-alpha.1').compareTo(semver('1.0.0-alpha.beta')) == -1",
      "!isSemver('v1.0') && isSemver('v1.0', true) && semver('01.02', true).minor() == 2 && !isSemver('1.0.0-01')",
      "semver('1.0.0+a') == semver('1.0.0+b') && semver('1.0.0').isGreaterThan(semver('1.0.0-rc.1'))",
      "'%s has %d of %.2f, %s %%'.format(['a', 3, 2.5, ['x', true]]) == 'a has 3 of 2.50, [x, true] %'",
      "'%x %X %b'.format([255, 255, 5]) == 'ff FF 101'", "false || (1 / 0 > 1 || true)",
      "{'a': 1}['a'] == 1 && r'\\d' == '\\\\d'", "1 == 1.0 && 2u > 1u",
    ])
  func holding(rule: String) {
    let spec: JSONValue = [
      "min": 1, "max": 5, "name": "abc", "wait": "90s", "at": "2024-05-01T10:00:00Z", "port": "http",
      "tags": ["x", "y"], "labels": ["k": "v"], "parts": [["key": "a", "size": 3], ["key": "b"]], "my-field": true,
    ]
    #expect(problems(["rule": .string(rule)], spec) == [])
  }

  @Test(
    "Texts are Unicode scalars: what readers see as one character may be several, and two ways to write it differ",
    arguments: [
      "'e\u{301}' != '\u{e9}'", "size('e\u{301}') == 2", "'e\u{301}'.startsWith('e')", "'e\u{301}'.endsWith('\u{301}')",
      "'e\u{301}'.contains('\u{301}')", "!('e\u{301}'.contains('\u{e9}'))", "'e\u{301}'.split('') == ['e', '\u{301}']",
      "'ae\u{301}a'.split('e') == ['a', '\u{301}a']", "'e\u{301}'.replace('e', 'o') == 'o\u{301}'",
      "'aaa'.replace('a', 'b', 2) == 'bba'", "'ab'.replace('', '-') == '-a-b-'",
      "'a,b,c'.split(',', 2) == ['a', 'b,c']",
      "'a,b'.split(',', 0) == []", "'\u{c9}A'.lowerAscii() == '\u{c9}a'", "'\u{e9}a'.upperAscii() == '\u{e9}A'",
      "'e\u{301}'.substring(1) == '\u{301}'", "'e\u{301}'.charAt(1) == '\u{301}'",
      "'xe\u{301}'.indexOf('\u{301}') == 2",
      "{'e\u{301}': 1, '\u{e9}': 2}['\u{e9}'] == 2", "!('\u{e9}' in ['e\u{301}'])", "'e\u{301}'.matches('^..$')",
    ])
  func scalars(rule: String) {
    #expect(problems(["rule": .string(rule)], .emptyObject).isEmpty)
  }

  @Test("What does not hold is told with its message, its reason and its place")
  func messages() {
    let bounds: JSONValue = ["rule": "self.min <= self.max"]
    #expect(
      problems(bounds, ["min": 2, "max": 1]) == [
        "spec: Invalid value: \"object\": failed rule: self.min <= self.max"
      ])
    let named: JSONValue = [
      "rule": "self.min <= self.max", "message": "min is above max", "reason": "FieldValueForbidden",
      "fieldPath": ".min",
    ]
    #expect(problems(named, ["min": 2, "max": 1]) == ["spec.min: Forbidden: min is above max"])
    let computed: JSONValue = [
      "rule": "self.min <= self.max", "messageExpression": "'min may be ' + string(self.max) + ' at most'",
    ]
    #expect(
      problems(computed, ["min": 2, "max": 1]) == ["spec: Invalid value: \"object\": min may be 1 at most"])
    #expect(
      problems(bounds, ["min": 2]) == [
        "spec: Invalid value: \"object\": no such key: max evaluating rule: \"self.min <= self.max\""
      ])
    #expect(
      problems(bounds, ["min": "x"]).last
        == "<nil>: Invalid value: \"null\": some validation rules were not checked because the object was invalid; "
        + "correct the existing errors to complete validation")
  }

  @Test("Rules at the root know the name, and forms of texts can be asked for")
  func root() {
    let schema = StructuralSchema(json: [
      "type": "object", "properties": ["host": ["type": "string"]],
      "x-kubernetes-validations": [
        ["rule": "self.metadata.name == self.host"],
        ["rule": "!format.dns1123Label().validate(self.host).hasValue()", "message": "no label"],
      ],
    ])
    func problems(_ name: String, _ host: String) -> [String] {
      CustomResourceRules(schema: schema, scale: nil)
        .causes(
          ["kind": "X", "metadata": ["name": .string(name)], "host": .string(host)], old: nil, isStatus: false
        ).map(\.message)
    }
    #expect(problems("a", "a") == [])
    #expect(problems("a", "b").count == 1)
    #expect(problems("a.b", "a.b") == ["Invalid value: \"object\": no label"])
  }

  @Test("Rules about changes look at what was there before")
  func transitions() {
    let fixed: JSONValue = ["rule": "self.name == oldSelf.name", "message": "name is immutable"]
    #expect(problems(fixed, ["name": "a"]) == [])
    #expect(problems(fixed, ["name": "a"], old: ["name": "a"]) == [])
    #expect(
      problems(fixed, ["name": "b"], old: ["name": "a"]) == ["spec: Invalid value: \"object\": name is immutable"])
    let optional: JSONValue = ["rule": "oldSelf.hasValue() || self.min == 0", "optionalOldSelf": true]
    #expect(problems(optional, ["min": 1]).count == 1)
    #expect(problems(optional, ["min": 1], old: ["min": 0]) == [])
  }

  @Test(
    "Rules that cannot be evaluated are refused with their place when the definition is written",
    arguments: [
      ("self.missing > 1", "undefined field 'missing'"), ("self.min >", "Syntax error: mismatched input '<EOF>'"),
      ("other == 1", "undeclared reference to 'other'"),
      ("self.name.frobnicate()", "the function 'frobnicate' is not known"),
      ("self.parts.all(p, p.nothing == 1)", "undefined field 'nothing'"),
    ])
  func refused(rule: String, why: String) {
    let definition: JSONValue = [
      "metadata": ["name": "parts.example.com"],
      "spec": [
        "group": "example.com", "scope": "Namespaced",
        "names": ["plural": "parts", "singular": "part", "kind": "Part", "listKind": "PartList"],
        "versions": [
          [
            "name": "v1", "served": true, "storage": true,
            "schema": ["openAPIV3Schema": schema(["rule": .string(rule)]).json],
          ]
        ],
      ],
    ]
    let causes = Validation.causes(definition, old: nil, kind: CustomResourceDefinition.groupVersionKind)
    #expect(
      causes.first?.field
        == "spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule")
    #expect(causes.first?.message.contains(why) == true, "\(causes)")
  }
}
