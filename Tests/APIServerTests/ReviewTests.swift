import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Reviews and impersonation")
struct ReviewTests {
  private static let access = "/apis/authorization.k8s.io/v1"
  private static let identity = "/apis/authentication.k8s.io/v1"

  private func question(_ verb: String, _ resource: String, in namespace: String = "default") -> JSONValue {
    ["resourceAttributes": ["verb": .string(verb), "resource": .string(resource), "namespace": .string(namespace)]]
  }

  @Test("An answer that has no rows is refused to clients that take nothing else")
  func table() async throws {
    try await TestAPI.with { api in
      let path = Self.access + "/selfsubjectaccessreviews"
      let body: JSONValue = ["spec": question("list", "pods")]
      let table = "application/json;as=Table;v=v1;g=meta.k8s.io"
      let refused = try await api.send(.POST, path, body, headers: ["accept": table])
      #expect(refused.code == 406 && refused.body["reason"] == "NotAcceptable", "\(refused)")
      let plain = try await api.send(.POST, path, body, headers: ["accept": table + ", application/json"])
      #expect(plain.code == 201 && plain.body["kind"] == "SelfSubjectAccessReview", "\(plain)")
    }
  }

  @Test("Everybody may ask what they may do themselves")
  func selfAccess() async throws {
    try await TestAPI.with { api in
      try await api.grant("reader", verbs: ["list"], resources: ["pods"], to: ["kind": "User", "name": "ann"])
      func ask(_ spec: JSONValue, as caller: TestAPI.Caller) async throws -> TestAPI.Answer {
        try await api.send(.POST, Self.access + "/selfsubjectaccessreviews", ["spec": spec], as: caller)
      }
      let yes = try await ask(question("list", "pods"), as: .user("ann"))
      #expect(yes.code == 201 && yes.body["kind"] == "SelfSubjectAccessReview", "\(yes)")
      #expect(
        yes.body["status"] == [
          "allowed": true,
          "reason": #"RBAC: allowed by RoleBinding "reader/default" of Role "reader" to User "ann""#,
        ])
      let no = try await ask(question("delete", "pods"), as: .user("ann"))
      #expect(no.body["status"] == ["allowed": false])
      let path = try await ask(["nonResourceAttributes": ["verb": "get", "path": "/healthz"]], as: .user("ann"))
      #expect(path.body["status"]?["allowed"] == true, "\(path)")
      #expect(try await ask(question("*", "*"), as: .admin).body["status"] == ["allowed": true])
      let nothing = try await ask(.emptyObject, as: .user("ann"))
      #expect(nothing.code == 422, "\(nothing)")
      #expect(
        nothing.message
          == #"SelfSubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: "#
          + "null: exactly one of nonResourceAttributes or resourceAttributes must be specified")
      #expect(try await api.send(.GET, Self.access + "/selfsubjectaccessreviews").code == 405)
    }
  }

  @Test("Who may, asks what others may do")
  func subjectAccess() async throws {
    try await TestAPI.with { api in
      try await api.grant("reader", verbs: ["list"], resources: ["pods"], to: ["kind": "Group", "name": "devs"])
      var spec = question("list", "pods")
      spec["user"] = "bob"
      spec["groups"] = ["devs"]
      let path = Self.access + "/subjectaccessreviews"
      let answer = try await api.send(.POST, path, ["spec": spec])
      #expect(answer.body["status"]?["allowed"] == true, "\(answer)")
      #expect(try await api.send(.POST, path, ["spec": spec], as: .user("ann")).code == 403)
      spec["groups"] = []
      #expect(try await api.send(.POST, path, ["spec": spec]).body["status"] == ["allowed": false])
      let local = Self.access + "/namespaces/default/localsubjectaccessreviews"
      let inside = try await api.send(.POST, local, ["spec": spec])
      #expect(inside.code == 201 && inside.body["status"]?["allowed"] == false, "\(inside)")
      spec["resourceAttributes"]?["namespace"] = "kube-system"
      #expect(try await api.send(.POST, local, ["spec": spec]).code == 422)
    }
  }

  @Test("The rules of a user in a namespace are listed")
  func rules() async throws {
    try await TestAPI.with { api in
      try await api.grant("reader", verbs: ["list"], resources: ["pods"], to: ["kind": "User", "name": "ann"])
      let path = Self.access + "/selfsubjectrulesreviews"
      let answer = try await api.send(.POST, path, ["spec": ["namespace": "default"]], as: .user("ann"))
      let rules = answer.body["status"]?["resourceRules"]?.arrayValue ?? []
      #expect(rules.contains(["verbs": ["list"], "apiGroups": [""], "resources": ["pods"]]), "\(answer)")
      #expect(answer.body["status"]?["nonResourceRules"]?.arrayValue?.count == 2, "\(answer)")
      let other = try await api.send(.POST, path, ["spec": ["namespace": "kube-system"]], as: .user("ann"))
      #expect(other.body["status"]?["resourceRules"]?.arrayValue?.count == 2, "\(other)")
      let none = try await api.send(.POST, path, ["spec": .emptyObject], as: .user("ann"))
      #expect(none.code == 400 && none.message == "no namespace on request", "\(none)")
    }
  }

  @Test("Everybody learns who they are, and who may, whose a token is")
  func identity() async throws {
    try await TestAPI.with { api in
      let token = try await api.account("reader")
      let who = try await api.send(.POST, Self.identity + "/selfsubjectreviews", .emptyObject, as: .token(token))
      let user = who.body["status"]?["userInfo"]
      #expect(who.code == 201 && user?["username"] == "system:serviceaccount:default:reader", "\(who)")
      #expect(
        user?["groups"] == ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"])
      let path = Self.identity + "/tokenreviews"
      let review = try await api.send(.POST, path, ["spec": ["token": .string(token)]])
      #expect(review.body["status"]?["authenticated"] == true && review.body["status"]?["user"] == user, "\(review)")
      #expect(review.body["status"]?["audiences"] == ["https://kubernetes.default.svc.cluster.local"])
      let other = try await api.send(.POST, path, ["spec": ["token": .string(token), "audiences": ["vault"]]])
      #expect(other.body["status"]?["authenticated"] == nil, "\(other)")
      let wrong = try await api.send(.POST, path, ["spec": ["token": "wrong"]])
      #expect(wrong.code == 201 && wrong.body["status"]?["authenticated"] == nil, "\(wrong)")
      #expect(try await api.send(.POST, path, ["spec": ["token": "x"]], as: .user("ann")).code == 403)
    }
  }

  @Test("Clients of years ago ask in v1beta1, where a subject's groups are named group")
  func olderVersions() async throws {
    try await TestAPI.with { api in
      try await api.grant("reader", verbs: ["list"], resources: ["pods"], to: ["kind": "Group", "name": "devs"])
      let access = "/apis/authorization.k8s.io/v1beta1"
      var spec = question("list", "pods")
      #expect(try await api.send(.POST, access + "/selfsubjectaccessreviews", ["spec": spec]).code == 201)
      spec["user"] = "bob"
      spec["group"] = ["devs"]
      for path in ["/subjectaccessreviews", "/namespaces/default/localsubjectaccessreviews"] {
        let answer = try await api.send(.POST, access + path, ["spec": spec])
        #expect(answer.body["apiVersion"] == "authorization.k8s.io/v1beta1", "\(answer)")
        #expect(answer.body["spec"]?.isSame(as: spec) == true && answer.body["status"]?["allowed"] == true, "\(answer)")
        spec["group"] = ["others"]
        let other = try await api.send(.POST, access + path, ["spec": spec])
        #expect(other.body["status"] == ["allowed": false], "\(other)")
        spec["group"] = ["devs"]
      }
      let rules = try await api.send(
        .POST, access + "/selfsubjectrulesreviews", ["spec": ["namespace": "default"]])
      #expect(rules.body["status"]?["resourceRules"]?.arrayValue?.isEmpty == false, "\(rules)")

      let identity = "/apis/authentication.k8s.io/v1beta1"
      let who = try await api.send(.POST, identity + "/selfsubjectreviews", .emptyObject, as: .user("ann"))
      #expect(who.body["apiVersion"] == "authentication.k8s.io/v1beta1", "\(who)")
      #expect(who.body["status"]?["userInfo"]?["username"] == "ann", "\(who)")
      // The one dropped kind for which kube-apiserver advises nothing.
      let warning = "authentication.k8s.io/v1beta1 SelfSubjectReview is deprecated in v1.30+, unavailable in v1.33+"
      #expect(who.warnings == ["299 - \"\(warning)\""])
      let review = try await api.send(
        .POST, identity + "/tokenreviews", ["spec": ["token": .string(try await api.account("reader"))]])
      #expect(review.body["status"]?["user"]?["username"] == "system:serviceaccount:default:reader", "\(review)")
    }
  }

  private func whoAmI(
    _ api: TestAPI, as caller: TestAPI.Caller = .admin, _ headers: HTTPHeaders
  ) async throws -> TestAPI.Answer {
    try await api.send(.POST, Self.identity + "/selfsubjectreviews", .emptyObject, as: caller, headers: headers)
  }

  @Test("An administrator may act as anybody, with the groups, uid and extra fields asked for")
  func impersonation() async throws {
    try await TestAPI.with { api in
      let full = try await whoAmI(
        api,
        [
          "Impersonate-User": "bob", "Impersonate-Group": "devs", "Impersonate-Uid": "7",
          "Impersonate-Extra-Example.com%2FScopes": "a",
        ])
      #expect(
        full.body["status"]?["userInfo"] == [
          "username": "bob", "uid": "7", "groups": ["devs", "system:authenticated"],
          "extra": ["example.com/scopes": ["a"]],
        ], "\(full)")
      let account = try await whoAmI(api, ["Impersonate-User": "system:serviceaccount:default:reader"])
      #expect(
        account.body["status"]?["userInfo"]?["groups"]
          == ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"], "\(account)")
      let list = try await api.send(
        .GET, "/api/v1/namespaces/default/pods", headers: ["Impersonate-User": "bob"])
      #expect(list.code == 403 && list.message.contains(#"User "bob" cannot list"#), "\(list)")
      #expect(try await whoAmI(api, ["Impersonate-Group": "devs"]).code == 500)
    }
  }

  @Test("Others may act only as those whom a role lets them impersonate")
  func limitedImpersonation() async throws {
    try await TestAPI.with { api in
      let ann = TestAPI.Caller.user("ann")
      let refused = try await whoAmI(api, as: ann, ["Impersonate-User": "bob"])
      #expect(
        refused.message
          == #"users "bob" is forbidden: User "ann" cannot impersonate resource "users" in API group "" at the "#
          + "cluster scope")
      try await api.grant(
        "acting", verbs: ["impersonate"], resources: ["serviceaccounts"], to: ["kind": "User", "name": "ann"])
      let allowed = try await whoAmI(api, as: ann, ["Impersonate-User": "system:serviceaccount:default:reader"])
      #expect(allowed.code == 201, "\(allowed)")
      let elsewhere = try await whoAmI(
        api, as: ann, ["Impersonate-User": "system:serviceaccount:kube-system:reader"])
      #expect(elsewhere.code == 403, "\(elsewhere)")
      let group = try await whoAmI(
        api, as: ann,
        ["Impersonate-User": "system:serviceaccount:default:reader", "Impersonate-Group": "system:masters"])
      #expect(group.code == 403 && group.message.hasPrefix(#"groups "system:masters" is forbidden"#), "\(group)")
    }
  }
}
