import KubeModel
import Testing

@testable import APIServer

@Suite("Rules of roles")
struct AccessRuleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let rule: AccessRule
    /// `VERB RESOURCE[.GROUP][/SUBRESOURCE] [NAME]`, or `VERB /PATH`.
    let request: String
    let isAllowed: Bool

    var testDescription: String { "\(rule.text) \(isAllowed ? "allows" : "forbids") \(request)" }

    init(_ rule: AccessRule, _ request: String, _ isAllowed: Bool) {
      self.rule = rule
      self.request = request
      self.isAllowed = isAllowed
    }

    var attributes: AccessAttributes {
      let words = request.split(separator: " ").map(String.init)
      let user = UserInfo(name: "somebody")
      guard words[1].first != "/" else { return AccessAttributes(user: user, verb: words[0], .path(words[1])) }
      let parts = words[1].split(separator: "/").map(String.init)
      let names = parts[0].split(separator: ".", maxSplits: 1).map(String.init)
      return AccessAttributes(
        user: user, verb: words[0],
        .resource(
          .init(
            group: names.count > 1 ? names[1] : "", resource: names[0], name: words.count > 2 ? words[2] : nil,
            subresource: parts.count > 1 ? parts[1] : nil)))
    }
  }

  static let pods = AccessRule(verbs: ["get", "list"], apiGroups: [""], resources: ["pods", "pods/log"])
  static let named = AccessRule(
    verbs: ["get", "update"], apiGroups: [""], resources: ["configmaps"], resourceNames: ["a", "b"])
  static let scales = AccessRule(verbs: ["update"], apiGroups: ["*"], resources: ["*/scale"])
  static let everything = AccessRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"])
  static let paths = AccessRule(verbs: ["get"], nonResourceURLs: ["/healthz", "/logs/*", "/metrics*"])

  static let resourceCases: [Case] = [
    Case(pods, "get pods", true), Case(pods, "list pods", true), Case(pods, "watch pods", false),
    Case(pods, "get pods web", true), Case(pods, "get pods.metrics.k8s.io", false), Case(pods, "get secrets", false),
    Case(pods, "get pods/log web", true), Case(pods, "get pods/status web", false), Case(pods, "get /healthz", false),
    Case(everything, "delete deployments.apps/scale web", true), Case(everything, "escalate roles.x", true),
    Case(everything, "get /healthz", false),
  ]

  static let nameCases: [Case] = [
    Case(named, "get configmaps a", true), Case(named, "update configmaps b", true),
    Case(named, "get configmaps c", false), Case(named, "get configmaps", false),
    Case(scales, "update deployments.apps/scale web", true), Case(scales, "update deployments.apps web", false),
    Case(scales, "update things.example.com/rescale web", false), Case(scales, "update scale", false),
  ]

  static let pathCases: [Case] = [
    Case(paths, "get /healthz", true), Case(paths, "get /healthz/", false), Case(paths, "post /healthz", false),
    Case(paths, "get /logs/", true), Case(paths, "get /logs/a/b", true), Case(paths, "get /logs", false),
    Case(paths, "get /metrics", true), Case(paths, "get /metrics/cadvisor", true), Case(paths, "get pods", false),
    Case(AccessRule(verbs: ["*"], nonResourceURLs: ["*"]), "delete /anything", true),
  ]

  @Test("A rule allows what it names, and nothing else", arguments: resourceCases + nameCases + pathCases)
  func matching(_ one: Case) {
    #expect(one.rule.allows(one.attributes) == one.isAllowed)
  }

  @Test("What somebody lacks for a role is told in few rules, as Kubernetes writes them")
  func missing() {
    let held = [Self.pods, AccessRule(verbs: ["*"], apiGroups: ["apps"], resources: ["*/scale", "deployments"])]
    func lacks(_ rule: AccessRule) -> [String] {
      AccessRule.compacted(AccessRule.missing([rule], from: held)).map(\.text)
    }
    #expect(lacks(AccessRule(verbs: ["get"], apiGroups: [""], resources: ["pods"], resourceNames: ["web"])).isEmpty)
    #expect(lacks(AccessRule(verbs: ["delete"], apiGroups: ["apps"], resources: ["replicasets/scale"])).isEmpty)
    #expect(
      lacks(AccessRule(verbs: ["get", "watch", "delete"], apiGroups: [""], resources: ["pods"])) == [
        #"{APIGroups:[""], Resources:["pods"], Verbs:["watch" "delete"]}"#
      ])
    #expect(
      lacks(AccessRule(verbs: ["get"], apiGroups: ["", "apps"], resources: ["secrets"])) == [
        #"{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}"#,
        #"{APIGroups:["apps"], Resources:["secrets"], Verbs:["get"]}"#,
      ])
    #expect(lacks(Self.scales) == [#"{APIGroups:["*"], Resources:["*/scale"], Verbs:["update"]}"#])
    #expect(
      lacks(AccessRule(verbs: ["get"], nonResourceURLs: ["/metrics"])) == [
        #"{NonResourceURLs:["/metrics"], Verbs:["get"]}"#
      ])
    #expect(
      lacks(AccessRule(verbs: ["get"], apiGroups: ["x"], resources: ["y"], resourceNames: ["n"])) == [
        #"{APIGroups:["x"], Resources:["y"], ResourceNames:["n"], Verbs:["get"]}"#
      ])
  }

  @Test("A rule with names covers no rule without, and a path with a star covers those below it")
  func coverage() {
    let name = AccessRule(verbs: ["get"], apiGroups: [""], resources: ["pods"], resourceNames: ["web"])
    let all = AccessRule(verbs: ["get"], apiGroups: [""], resources: ["pods"])
    #expect(!AccessRule.missing([all], from: [name]).isEmpty)
    let below = AccessRule(verbs: ["get"], nonResourceURLs: ["/logs/a", "/logs/*"])
    #expect(AccessRule.missing([below], from: [Self.paths]).isEmpty)
  }
}
