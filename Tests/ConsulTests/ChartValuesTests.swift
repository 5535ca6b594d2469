import KubeModel
import Testing

@testable import Consul

@Suite("Chart values")
struct ChartValuesTests {
  private func error(_ overrides: JSONValue...) -> String? {
    do {
      _ = try ChartValues(overrides: overrides)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("An unknown key is refused with the nearest known one")
  func unknownKeys() {
    #expect(
      error(["server": ["replica": 5]]) == "server.replica is not a value of this chart: did you mean server.replicas?")
    #expect(
      error(["globl": ["datacenter": "x"]])?.hasPrefix("globl is not a value of this chart: did you mean global?")
        == true)
    #expect(error(["utterlyUnrelated": 1]) == "utterlyUnrelated is not a value of this chart")
  }

  @Test("What the chart does not do is refused by name", arguments: ["syncCatalog", "connectInject"])
  func refusedComponents(component: String) {
    #expect(error([component: ["enabled": true, "default": true]])?.contains("\(component).enabled") == true)
    #expect(error([component: ["enabled": false, "anything": 1]]) == nil)
  }

  @Test("Later values win over earlier ones, member by member, and null takes a default away")
  func merging() throws {
    let values = try ChartValues(
      overrides: [["server": ["replicas": 5, "storage": "1Gi"]], ["server": ["storage": nil, "bootstrapExpect": 5]]])
    #expect(try values.number("server.replicas") == 5)
    #expect(values["server.storage"] == nil)
    #expect(values.flag("server.connect"))
  }

  @Test("Keys of later charts pass at their defaults, and lead to helm otherwise")
  func laterKeys() {
    let defaults: JSONValue = [
      "global": [
        "name": nil, "tls": ["enabled": false, "httpsOnly": true, "caCert": ["secretName": nil, "secretKey": nil]],
        "acls": ["manageSystemACLs": false], "metrics": ["enabled": false],
      ],
      "server": [
        "bootstrapExpect": nil, "securityContext": ["runAsNonRoot": true, "runAsGroup": 1000], "extraLabels": nil,
      ],
      "meshGateway": ["enabled": false, "replicas": 2], "controller": ["enabled": false, "replicas": 1],
      "ui": ["metrics": ["enabled": "-"], "ingress": ["enabled": false, "hosts": []]], "tests": ["enabled": true],
    ]
    #expect(error(defaults) == nil)
    for (key, values) in [
      ("global.tls.enabled", ["global": ["tls": ["enabled": true]]]),
      ("global.acls.manageSystemACLs", ["global": ["acls": ["manageSystemACLs": true]]]),
      ("server.extraLabels", ["server": ["extraLabels": ["a": "b"]]]),
      ("meshGateway.enabled", ["meshGateway": ["enabled": true]]),
    ] as [(String, JSONValue)] {
      let text = error(values) ?? ""
      #expect(text.hasPrefix("\(key) is a value of later consul charts") && text.contains("helm"), "\(text)")
    }
  }

  @Test("JSON for extraConfig is given in quotes with --set, or by --set-file; as a list it is refused with the way")
  func extraConfig() throws {
    func configuration(_ tree: JSONValue) throws -> String? {
      let chart = ConsulChart(release: "consul", namespace: "default", values: try ChartValues(overrides: [tree]))
      return try chart.objects().first { $0["metadata"]?["name"] == "consul-server-config" }?["data"]?[
        "extra-from-values.json"]?.stringValue
    }
    let json = #"{"log_level": "DEBUG"}"#
    let quoted = try ChartValues.combined(files: [], settings: [#"server.extraConfig="{\"log_level\": \"DEBUG\"}""#])
    #expect(try configuration(quoted) == json)
    var file = try #require(try SetExpression.files("server.extraConfig=some/file").first)
    #expect(file.file == "some/file")
    file.content = json
    #expect(try configuration(ChartValues.combined(files: [], contents: [file])) == json)
    let list = try ChartValues.combined(files: [], texts: [#"server.extraConfig={"log_level":"DEBUG"}"#])
    #expect(error(list)?.contains("--set-file server.extraConfig=FILE") == true)
  }

  @Test("A dash means the global switch")
  func dashes() throws {
    #expect(try ChartValues(overrides: []).isEnabled("client.enabled"))
    let off = try ChartValues(overrides: [["global": ["enabled": false], "server": ["enabled": true]]])
    #expect(!off.isEnabled("client.enabled"))
    #expect(off.isEnabled("server.enabled"))
  }

  @Test("More servers expected than there are is refused")
  func bootstrap() {
    #expect(error(["server": ["replicas": 1]])?.contains("server.bootstrapExpect (3)") == true)
  }

  @Test(
    "--set is read as Helm reads it",
    arguments: [
      ("a.b=c", ["a": ["b": "c"]]),
      ("a=1,b=true,c=null,d=", ["a": 1, "b": true, "c": nil, "d": ""]),
      ("a={x,2}", ["a": ["x", 2]]),
      ("a[1].b=c", ["a": [nil, ["b": "c"]]]),
      (#"a\.b=c\,d"#, ["a.b": "c,d"]),
      ("zip=0123", ["zip": "0123"]),
    ] as [(String, JSONValue)])
  func setExpressions(text: String, expected: JSONValue) throws {
    #expect(try SetExpression.parse(text) == expected)
  }

  @Test("Several --set go into one tree, over the files, so that indexes reach into one list")
  func combined() throws {
    let files: [JSONValue] = [
      ["server": ["extraVolumes": [["type": "configMap", "name": "a"]], "storage": "1Gi"]],
      .null, ["server": ["storage": "2Gi"]],
    ]
    let tree = try ChartValues.combined(
      files: files,
      settings: [
        "server.extraVolumes[1].type=secret", "server.extraVolumes[1].name=x", "server.extraVolumes[0].load=true",
      ], texts: ["client.extraEnvironmentVars.N=1"])
    #expect(
      tree == [
        "server": [
          "extraVolumes": [
            ["type": "configMap", "name": "a", "load": true], ["type": "secret", "name": "x"],
          ], "storage": "2Gi",
        ], "client": ["extraEnvironmentVars": ["N": "1"]],
      ])
    let fresh = try ChartValues.combined(
      files: [], settings: ["server.extraVolumes[0].type=secret", "server.extraVolumes[0].name=x"])
    #expect(fresh == ["server": ["extraVolumes": [["type": "secret", "name": "x"]]]])
    #expect(throws: ChartValues.ValueError.self) { try ChartValues.combined(files: [["a"]]) }
  }

  @Test(
    "A value of the wrong type is refused with its key and what it must be",
    arguments: [
      (["client": ["join": "10.0.0.1"]], "client.join must be a list"),
      (["server": ["extraVolumes": [:]]], "server.extraVolumes must be a list"),
      (["client": ["extraEnvironmentVars": ["A"]]], "client.extraEnvironmentVars must be a map of texts"),
      (["client": ["extraEnvironmentVars": ["A": ["B": 1]]]], "client.extraEnvironmentVars must be a map of texts"),
      (["server": ["connect": "yes"]], "server.connect must be true or false"),
      (["server": ["connect": "-"]], "server.connect must be true or false"),
      (["dns": ["enabled": "maybe"]], "dns.enabled must be true, false, or \"-\" for what global.enabled says"),
      (["global": ["datacenter": .number(1.5)]], "global.datacenter must be a text; put it in quotes"),
      (["client": false], "client must be a map of values: did you mean client.enabled?"),
      (["client": nil], "client must be a map of values"),
      (["localkube": ["readiness": true]], "localkube.readiness must be a map of values"),
      (["server": ["replicas": "many"]], "server.replicas must be a whole number"),
      (["server": ["extraConfig": ["a": 1]]], "server.extraConfig must be a text (write `extraConfig: |`)"),
      (["server": ["tolerations": ["key": "a"]]], "server.tolerations must be a list, or a text with one in YAML"),
      (["server": ["nodeSelector": ["a"]]], "server.nodeSelector must be a map, or a text with one in YAML"),
    ] as [(JSONValue, String)])
  func wrongTypes(values: JSONValue, text: String) {
    #expect(error(values) == text)
  }

  @Test(
    "Values that Helm's users write are taken",
    arguments: [
      ["server": ["replicas": "3", "connect": "false", "storage": 10]], ["global": ["datacenter": 1]],
      ["ui": ["service": ["enabled": "-"]]], ["server": ["tolerations": [["key": "a"]], "resources": nil]],
      ["client": ["annotations": "a: b", "extraEnvironmentVars": ["N": 1]]], ["syncCatalog": ["default": true]],
    ] as [JSONValue])
  func usualTypes(values: JSONValue) {
    #expect(error(values) == nil)
  }

  @Test("A malformed --set is refused", arguments: ["a", "=b", "a[x]=1", "a[0=1", "a={b", "a[70000]=1"])
  func malformedSet(text: String) {
    #expect(throws: ChartValues.ValueError.self) { try SetExpression.parse(text) }
  }

  @Test("Templates in values stand for the release and other values")
  func templates() throws {
    let values = try ChartValues(overrides: [])
    let template = ValueTemplate(
      names: ReleaseNames(release: "prod", namespace: "consul", values: values), values: values)
    func expand(_ text: String) throws -> String { try template.expand(text, path: "x") }
    #expect(try expand(#"app: {{ template "consul.name" . }}"#) == "app: consul")
    #expect(try expand("{{ .Release.Name }}/{{.Release.Namespace}}") == "prod/consul")
    #expect(try expand(#"{{ template "consul.fullname" . }}"#) == "prod-consul")
    #expect(try expand("{{ .Values.server.replicas | quote }}") == "\"3\"")
    #expect(try expand(#"[{{ .Values.Component }}] {{ .Values.Component | default "none" }}"#) == "[] none")
    #expect(try expand("a {{- .Release.Name -}}  b") == "aprodb")
    #expect(throws: ChartValues.ValueError.self) { try expand("{{ range .Values }}") }
    #expect(throws: ChartValues.ValueError.self) { try expand("{{ .Release.Name") }
  }
}
