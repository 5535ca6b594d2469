import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Access over HTTP")
struct AccessTests {
  private static let pods = "/api/v1/namespaces/default/pods"

  private func forbidden(_ answer: TestAPI.Answer, _ message: String) {
    #expect(answer.code == 403 && answer.body["reason"] == "Forbidden", "\(answer)")
    #expect(answer.message == message)
  }

  @Test("Who has no role is refused in kube-apiserver's words, in every form")
  func messages() async throws {
    try await TestAPI.with { api in
      let ann = TestAPI.Caller.user("ann")
      forbidden(
        try await api.send(.GET, Self.pods, as: ann),
        #"pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "default""#)
      forbidden(
        try await api.send(.DELETE, "/apis/apps/v1/namespaces/default/deployments/web", as: ann),
        #"deployments.apps "web" is forbidden: User "ann" cannot delete resource "deployments" in API group "apps" "#
          + #"in the namespace "default""#)
      forbidden(
        try await api.send(.GET, "/api/v1/nodes", as: ann),
        #"nodes is forbidden: User "ann" cannot list resource "nodes" in API group "" at the cluster scope"#)
      forbidden(
        try await api.send(.GET, Self.pods + "/web/log", as: ann),
        #"pods "web" is forbidden: User "ann" cannot get resource "pods/log" in API group "" in the namespace "#
          + #""default""#)
      forbidden(
        try await api.send(.GET, "/api/v1/namespaces/default", as: ann),
        #"namespaces "default" is forbidden: User "ann" cannot get resource "namespaces" in API group "" in the "#
          + #"namespace "default""#)
      forbidden(
        try await api.send(.GET, "/metrics", as: ann), #"forbidden: User "ann" cannot get path "/metrics""#)
      forbidden(
        try await api.send(.POST, Self.pods, "no object at all", as: ann),
        #"pods is forbidden: User "ann" cannot create resource "pods" in API group "" in the namespace "default""#)
    }
  }

  @Test("Everybody with credentials finds out what is served; without them only health and version answer")
  func discovery() async throws {
    try await TestAPI.with { api in
      for path in ["/api", "/apis", "/apis/apps/v1", "/openapi/v3", "/version", "/healthz"] {
        let code = try await api.send(.GET, path, as: .user("ann")).code
        #expect(code == 200, "\(path)")
      }
      for path in ["/healthz", "/livez", "/readyz", "/version"] {
        let code = try await api.send(.GET, path, as: .nobody).code
        #expect(code == 200, "\(path)")
      }
      for path in ["/healthz/etcd", "/api", Self.pods, "/nothing"] {
        let code = try await api.send(.GET, path, as: .nobody).code
        #expect(code == 401, "\(path)")
      }
      #expect(try await api.send(.GET, "/api", as: .token("wrong")).code == 401)
    }
  }

  @Test("A service account's token can do what its role says, and dies with the account")
  func serviceAccount() async throws {
    try await TestAPI.with { api in
      let token = try await api.account("reader")
      let caller = TestAPI.Caller.token(token)
      #expect(try await api.send(.GET, Self.pods, as: caller).code == 403)
      try await api.grant(
        "pod-reader", verbs: ["get", "list"], resources: ["pods"],
        to: ["kind": "ServiceAccount", "name": "reader", "namespace": "default"])
      #expect(try await api.send(.GET, Self.pods, as: caller).code == 200)
      let secrets = try await api.send(.GET, "/api/v1/namespaces/default/secrets", as: caller)
      forbidden(
        secrets,
        #"secrets is forbidden: User "system:serviceaccount:default:reader" cannot list resource "secrets" in API "#
          + #"group "" in the namespace "default""#)
      #expect(try await api.send(.GET, "/api/v1/namespaces/kube-system/pods", as: caller).code == 403)
      try await api.client.delete(
        ServiceAccount.resource, namespace: "default", name: "reader", options: DeleteOptions())
      #expect(try await api.send(.GET, Self.pods, as: caller).code == 401)
    }
  }

  @Test("A token that is bound to a pod dies with it, and is refused for a pod of another account")
  func boundToken() async throws {
    try await TestAPI.with { api in
      _ = try await api.account("reader")
      var pod = Pod(name: "p", namespace: "default")
      pod.json["spec"] = ["serviceAccountName": "reader", "containers": [["name": "main", "image": "busybox"]]]
      try await api.client.create(pod)
      let path = "/api/v1/namespaces/default/serviceaccounts/reader/token"
      func request(_ reference: JSONValue) -> JSONValue { ["spec": ["boundObjectRef": reference]] }
      let made = try await api.send(.POST, path, request(["kind": "Pod", "apiVersion": "v1", "name": "p"]))
      let token = try #require(made.body["status"]?["token"]?.stringValue, "\(made)")
      #expect(try await api.send(.GET, "/api", as: .token(token)).code == 200)
      let who = try await api.send(
        .POST, "/apis/authentication.k8s.io/v1/selfsubjectreviews", .emptyObject, as: .token(token))
      let extra = who.body["status"]?["userInfo"]?["extra"]
      #expect(extra?["authentication.kubernetes.io/pod-name"] == ["p"], "\(who)")
      let none = try await api.send(.POST, path, request(["kind": "Pod", "name": "nobody"]))
      #expect(none.code == 404, "\(none)")
      let recreated = try await api.send(.POST, path, request(["kind": "Pod", "name": "p", "uid": "other"]))
      #expect(recreated.code == 409, "\(recreated)")
      try await api.client.create(ServiceAccount(name: "other", namespace: "default"))
      let foreign = try await api.send(
        .POST, path.replacing("reader", with: "other"), request(["kind": "Pod", "name": "p"]))
      #expect(foreign.code == 400, "\(foreign)")
      try await api.client.delete(Pod.resource, namespace: "default", name: "p", options: DeleteOptions())
      #expect(try await api.send(.GET, "/api", as: .token(token)).code == 401)
    }
  }

  @Test("A list or watch of one object counts as a request for that object")
  func selectedName() async throws {
    try await TestAPI.with { api in
      var role = Role(name: "one", namespace: "default")
      role.rules = [
        .with {
          $0.verbs = ["list", "watch", "get"]
          $0.apiGroups = [""]
          $0.resources = ["configmaps"]
          $0.resourceNames = ["a"]
        }
      ]
      try await api.client.create(role)
      var binding = RoleBinding(name: "one", namespace: "default")
      binding.roleRef = .with {
        $0.kind = "Role"
        $0.name = "one"
      }
      binding.subjects = [Subject(json: ["kind": "User", "name": "ann"])]
      try await api.client.create(binding)
      let maps = "/api/v1/namespaces/default/configmaps"
      let ann = TestAPI.Caller.user("ann")
      #expect(try await api.send(.GET, maps + "?fieldSelector=metadata.name%3Da", as: ann).code == 200)
      #expect(try await api.send(.GET, maps + "?fieldSelector=metadata.name%3Db", as: ann).code == 403)
      #expect(try await api.send(.GET, maps, as: ann).code == 403)
      #expect(try await api.send(.GET, maps + "/a", as: ann).code == 404)
      #expect(try await api.send(.GET, maps + "/b", as: ann).code == 403)
    }
  }

  @Test("An apply that makes an object needs the permission to create")
  func applyCreates() async throws {
    try await TestAPI.with { api in
      try await api.grant("patcher", verbs: ["patch"], resources: ["configmaps"], to: ["kind": "User", "name": "ann"])
      let path = "/api/v1/namespaces/default/configmaps/a?fieldManager=test"
      let object: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"], "data": ["k": "v"]]
      let type = "application/apply-patch+yaml"
      let ann = TestAPI.Caller.user("ann")
      forbidden(
        try await api.send(.PATCH, path, object, as: ann, contentType: type),
        #"configmaps "a" is forbidden: User "ann" cannot create resource "configmaps" in API group "" in the "#
          + #"namespace "default""#)
      try await api.grant("creator", verbs: ["create"], resources: ["configmaps"], to: ["kind": "User", "name": "ann"])
      #expect(try await api.send(.PATCH, path, object, as: ann, contentType: type).code == 201)
    }
  }

  // MARK: Giving away

  private static let roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles"
  private static let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings"
  private static let clusterRoles = "/apis/rbac.authorization.k8s.io/v1/clusterroles"

  private func role(_ name: String, _ verbs: [String], _ resources: [String], kind: String = "Role") -> JSONValue {
    [
      "apiVersion": "rbac.authorization.k8s.io/v1", "kind": .string(kind), "metadata": ["name": .string(name)],
      "rules": [
        [
          "apiGroups": [""], "resources": .array(resources.map(JSONValue.string)),
          "verbs": .array(verbs.map(JSONValue.string)),
        ]
      ],
    ]
  }

  private func binding(_ name: String, _ kind: String, _ role: String) -> JSONValue {
    [
      "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": ["name": .string(name)],
      "subjects": [["kind": "User", "name": "bob"]],
      "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind), "name": .string(role)],
    ]
  }

  @Test("Nobody gives away by a role what they do not hold, unless they may escalate")
  func roleEscalation() async throws {
    try await TestAPI.with { api in
      let ann = TestAPI.Caller.user("ann", groups: ["devs"])
      let subject: JSONValue = ["kind": "User", "name": "ann"]
      let group = "rbac.authorization.k8s.io"
      try await api.grant(
        "writer", verbs: ["create", "update", "patch"], group: group, resources: ["roles"], to: subject)
      try await api.grant("reader", verbs: ["get", "list"], resources: ["pods"], to: subject)
      #expect(try await api.send(.POST, Self.roles, role("a", ["get"], ["pods"]), as: ann).code == 201)
      let message =
        #"roles.rbac.authorization.k8s.io "b" is forbidden: user "ann" (groups=["devs" "system:authenticated"]) is "#
        + "attempting to grant RBAC permissions not currently held:\n"
        + #"{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}"# + "\n"
        + #"{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete"]}"#
      forbidden(
        try await api.send(.POST, Self.roles, role("b", ["get", "delete"], ["pods", "secrets"]), as: ann), message)
      let wider = try await api.send(.PUT, Self.roles + "/a", role("a", ["get", "delete"], ["pods"]), as: ann)
      #expect(wider.code == 403, "\(wider)")
      // What lets the collector remove it may be changed even on a role that is beyond the writer; labels may not, since
      // other roles gather by them.
      try await api.send(.POST, Self.roles, role("c", ["*"], ["*"]))
      func patch(_ metadata: JSONValue) async throws -> UInt {
        try await api.send(
          .PATCH, Self.roles + "/c", ["metadata": metadata], as: ann, contentType: "application/merge-patch+json"
        ).code
      }
      #expect(try await patch(["finalizers": ["example.com/f"]]) == 200)
      #expect(try await patch(["labels": ["x": "y"]]) == 403)
      try await api.grant("escalator", verbs: ["escalate"], group: group, resources: ["roles"], to: subject)
      let allowed = try await api.send(.POST, Self.roles, role("b", ["get"], ["secrets"]), as: ann)
      #expect(allowed.code == 201, "\(allowed)")
    }
  }

  @Test("Nobody gives a role to those that gather by labels, nor makes one gather, beyond what they hold")
  func gatheredRoles() async throws {
    try await TestAPI.with { api in
      let path = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
      let ann = TestAPI.Caller.user("ann")
      try await api.grant(
        "writer", verbs: ["create", "update", "patch"], group: "rbac.authorization.k8s.io",
        resources: ["clusterroles"], to: ["kind": "User", "name": "ann"])
      func clusterRole(_ name: String, _ more: JSONValue = .emptyObject) -> JSONValue {
        var role: JSONValue = [
          "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": ["name": .string(name)],
          "rules": [["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]],
        ]
        role = MergePatch.apply(more, to: role)
        return role
      }
      try await api.send(.POST, path, clusterRole("all"))
      let labels: JSONValue = ["metadata": ["labels": ["rbac.authorization.k8s.io/aggregate-to-view": "true"]]]
      let gathers: JSONValue = [
        "aggregationRule": ["clusterRoleSelectors": [["matchLabels": ["a": "b"]]]], "rules": [],
      ]
      for change in [labels, gathers] {
        for type in ["application/merge-patch+json", "application/strategic-merge-patch+json"] {
          let patched = try await api.send(.PATCH, path + "/all", change, as: ann, contentType: type)
          #expect(patched.code == 403, "\(patched)")
        }
        let replaced = try await api.send(.PUT, path + "/all", clusterRole("all", change), as: ann)
        #expect(replaced.code == 403, "\(replaced)")
      }
      let made = try await api.send(.POST, path, clusterRole("other", gathers), as: ann)
      #expect(made.code == 403, "\(made)")
    }
  }

  @Test("Nobody gives away by a binding what they do not hold, unless they may bind the role")
  func bindingEscalation() async throws {
    try await TestAPI.with { api in
      let ann = TestAPI.Caller.user("ann")
      let subject: JSONValue = ["kind": "User", "name": "ann"]
      let group = "rbac.authorization.k8s.io"
      try await api.grant("binder", verbs: ["create"], group: group, resources: ["rolebindings"], to: subject)
      let refused = try await api.send(.POST, Self.bindings, binding("b", "ClusterRole", "system:kube-dns"), as: ann)
      forbidden(
        refused,
        #"rolebindings.rbac.authorization.k8s.io "b" is forbidden: user "ann" (groups=["system:authenticated"]) is "#
          + "attempting to grant RBAC permissions not currently held:\n"
          + #"{APIGroups:[""], Resources:["endpoints"], Verbs:["list" "watch"]}"# + "\n"
          + #"{APIGroups:[""], Resources:["services"], Verbs:["list" "watch"]}"#)
      let missing = try await api.send(.POST, Self.bindings, binding("b", "Role", "nothing"), as: ann)
      #expect(missing.code == 404, "\(missing)")
      try await api.grant("may-bind", verbs: ["bind"], group: group, resources: ["clusterroles"], to: subject)
      let allowed = try await api.send(.POST, Self.bindings, binding("b", "ClusterRole", "system:kube-dns"), as: ann)
      #expect(allowed.code == 201, "\(allowed)")
      let turned = try await api.send(.PUT, Self.bindings + "/b", binding("b", "ClusterRole", "view"))
      #expect(turned.code == 422, "\(turned)")
      #expect(
        turned.message
          == #"RoleBinding.rbac.authorization.k8s.io "b" is invalid: roleRef: Invalid value: "#
          + #"{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}: cannot change roleRef"#
      )
    }
  }

  @Test("Only who holds everything may make a role that gathers others")
  func aggregation() async throws {
    try await TestAPI.with { api in
      let ann = TestAPI.Caller.user("ann")
      var writer = role("writer", ["create"], ["clusterroles"], kind: "ClusterRole")
      writer["rules"] = [
        ["apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["create"]]
      ]
      try await api.send(.POST, Self.clusterRoles, writer)
      var own = ClusterRoleBinding(name: "writer")
      own.roleRef = .with {
        $0.kind = "ClusterRole"
        $0.name = "writer"
      }
      own.subjects = [Subject(json: ["kind": "User", "name": "ann"])]
      try await api.client.create(own)
      let gatherer: JSONValue = [
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": ["name": "g"], "rules": [],
        "aggregationRule": ["clusterRoleSelectors": [["matchLabels": ["a": "b"]]]],
      ]
      forbidden(
        try await api.send(.POST, Self.clusterRoles, gatherer, as: ann),
        #"clusterroles.rbac.authorization.k8s.io "g" is forbidden: must have cluster-admin privileges to use the "#
          + "aggregationRule")
      #expect(try await api.send(.POST, Self.clusterRoles, gatherer).code == 201)
    }
  }

  @Test("Roles and bindings without what they need are refused, each lack by its field")
  func invalid() async throws {
    try await TestAPI.with { api in
      var empty = role("x", [], [])
      empty["rules"] = [.emptyObject, ["verbs": ["get"], "nonResourceURLs": ["/x"]]]
      let answer = try await api.send(.POST, Self.roles, empty)
      #expect(
        answer.message
          == #"Role.rbac.authorization.k8s.io "x" is invalid: [rules[0].verbs: Required value: verbs must contain at "#
          + "least one value, rules[0].apiGroups: Required value: resource rules must supply at least one api group, "
          + "rules[0].resources: Required value: resource rules must supply at least one resource, "
          + #"rules[1].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource "#
          + "URLs]")
      var wrong = binding("x", "Roll", "")
      wrong["subjects"] = [["kind": "Users", "name": "ann"], ["kind": "User"]]
      let second = try await api.send(.POST, Self.bindings, wrong)
      let fields = second.body[path: "details", "causes"]?.arrayValue?.compactMap { $0["field"]?.stringValue }
      #expect(
        Set(fields ?? []) == ["roleRef.kind", "roleRef.name", "subjects[0].kind", "subjects[1].name"], "\(second)")
    }
  }
}
