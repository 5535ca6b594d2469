import KubeModel
import Testing

@Suite("Resource quotas that limit what they can")
struct ResourceQuotaTests {
  private func problems(_ spec: String, old: String? = nil) throws -> [String] {
    func quota(_ spec: String) throws -> JSONValue {
      ["metadata": ["name": "q", "namespace": "default"], "spec": try JSONValue(parsing: spec)]
    }
    return Validation.causes(
      try quota(spec), old: try old.map(quota), kind: GroupVersionKind(group: "", version: "v1", kind: "ResourceQuota")
    ).map { "\($0.field ?? ""): \($0.message)" }
  }

  @Test(
    "Scopes that fit what is limited",
    arguments: [
      #"{"hard": {"pods": "1"}, "scopes": ["BestEffort"]}"#,
      #"{"hard": {"pods": "1", "limits.cpu": "1", "memory": "1Gi"}, "scopes": ["NotBestEffort", "Terminating"]}"#,
      // What Kubernetes does not define is not checked.
      #"{"hard": {"count/deployments.apps": "1", "requests.example.com/gpu": "1"}, "scopes": ["BestEffort"]}"#,
      """
      {"hard": {"pods": "1"}, "scopeSelector": {"matchExpressions": [
       {"scopeName": "PriorityClass", "operator": "NotIn", "values": ["high"]},
       {"scopeName": "CrossNamespacePodAffinity", "operator": "Exists"}]}}
      """,
      """
      {"hard": {"persistentvolumeclaims": "1", "requests.storage": "1Gi",
       "gold.storageclass.storage.k8s.io/requests.storage": "1Gi"},
       "scopeSelector": {"matchExpressions": [
       {"scopeName": "VolumeAttributesClass", "operator": "DoesNotExist"}]}}
      """,
    ])
  func fitting(spec: String) throws {
    #expect(try problems(spec).isEmpty)
  }

  @Test(
    "Scopes that do not fit",
    arguments: [
      (
        #"{"hard": {"pods": "1", "cpu": "1"}, "scopes": ["BestEffort"]}"#,
        #"spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource"#
      ),
      (
        #"{"hard": {"pods": "1", "services": "1"}, "scopes": ["Terminating"]}"#,
        #"spec.scopes: Invalid value: ["Terminating"]: unsupported scope applied to resource"#
      ),
      (
        #"{"hard": {"configmaps": "1"}, "scopes": ["PriorityClass"]}"#,
        #"spec.scopes: Invalid value: ["PriorityClass"]: unsupported scope applied to resource"#
      ),
      (#"{"scopes": ["Often"]}"#, #"spec.scopes: Invalid value: ["Often"]: unsupported scope"#),
      (
        #"{"hard": {"pods": "1"}, "scopes": ["BestEffort", "NotBestEffort"]}"#,
        #"spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes"#
      ),
      (
        #"{"hard": {"pods": "1"}, "scopes": ["NotTerminating", "Terminating"]}"#,
        #"spec.scopes: Invalid value: ["NotTerminating","Terminating"]: conflicting scopes"#
      ),
    ] as [(String, String)])
  func scopes(spec: String, problem: String) throws {
    #expect(try problems(spec) == [problem])
  }

  @Test(
    "Wrong requirements of a scope selector",
    arguments: [
      (
        #"{"scopeName": "CrossNamespacePodAffinity", "operator": "DoesNotExist"}"#,
        "operator: Invalid value: \"DoesNotExist\": must be 'Exists' when scope is any of "
          + "ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
          + "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
      ),
      (
        #"{"scopeName": "PriorityClass", "operator": "In"}"#,
        "values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
      ),
      (
        #"{"scopeName": "PriorityClass", "operator": "Exists", "values": ["a"]}"#,
        #"values: Invalid value: ["a"]: must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope "#
          + "selector"
      ),
      (
        #"{"scopeName": "PriorityClass", "operator": "Gt", "values": ["a"]}"#,
        #"operator: Invalid value: "Gt": not a valid selector operator"#
      ),
      (#"{"scopeName": "Often", "operator": "Exists"}"#, #"scopeName: Invalid value: "Often": unsupported scope"#),
    ] as [(String, String)])
  func selectors(requirement: String, problem: String) throws {
    let spec = #"{"hard": {"pods": "1"}, "scopeSelector": {"matchExpressions": [\#(requirement)]}}"#
    #expect(try problems(spec) == ["spec.scopeSelector.matchExpressions." + problem])
  }

  @Test("A selector is held against the limits and against itself")
  func selectorConflicts() throws {
    let terminating = #"{"scopeName": "Terminating", "operator": "Exists"}"#
    let other = #"{"scopeName": "NotTerminating", "operator": "Exists"}"#
    let path = "spec.scopeSelector.matchExpressions"
    #expect(
      try problems(#"{"hard": {"pods": "1"}, "scopeSelector": {"matchExpressions": [\#(terminating), \#(other)]}}"#)
        == ["\(path): Invalid value: null: conflicting scopes"])
    #expect(
      try problems(#"{"hard": {"secrets": "1"}, "scopeSelector": {"matchExpressions": [\#(terminating)]}}"#) == [
        "\(path): Invalid value: "
          + #"{"matchExpressions":[{"scopeName":"Terminating","operator":"Exists"}]}: "#
          + "unsupported scope applied to resource"
      ])
  }

  @Test("Limits are of known resources, and of objects in whole numbers")
  func limits() throws {
    #expect(
      try problems(#"{"hard": {"tea": "1"}}"#) == [
        #"spec.hard[tea]: Invalid value: "tea": must be a standard resource type or fully qualified"#,
        #"spec.hard[tea]: Invalid value: "tea": must be a standard resource for quota"#,
      ])
    #expect(
      try problems(#"{"hard": {"pods": "1500m", "cpu": "1500m", "count/jobs.batch": "0.5"}}"#) == [
        #"spec.hard[pods]: Invalid value: "1500m": must be an integer"#,
        #"spec.hard[count/jobs.batch]: Invalid value: "0.5": must be an integer"#,
      ])
    #expect(
      try problems(#"{"hard": {"memory": "-1"}}"#) == [
        #"spec.hard[memory]: Invalid value: "-1": must be greater than or equal to 0"#
      ])
  }

  @Test("Scopes stay, in whatever order; a selector may change")
  func updates() throws {
    let old = #"{"hard": {"pods": "1"}, "scopes": ["Terminating", "NotBestEffort"]}"#
    #expect(try problems(#"{"hard": {"pods": "2"}, "scopes": ["NotBestEffort", "Terminating"]}"#, old: old).isEmpty)
    #expect(
      try problems(#"{"hard": {"pods": "2"}, "scopes": ["Terminating"]}"#, old: old) == [
        #"spec.scopes: Invalid value: ["Terminating"]: field is immutable"#
      ])
    let selector = #"{"matchExpressions": [{"scopeName": "PriorityClass", "operator": "Exists"}]}"#
    #expect(
      try problems(#"{"hard": {"pods": "1"}, "scopeSelector": \#(selector)}"#, old: #"{"hard": {"pods": "1"}}"#)
        .isEmpty)
  }

  @Test("A text that several causes share is said once")
  func sharedText() {
    let cause = StatusError.Cause(reason: "FieldValueInvalid", message: "Invalid value: 1: no", field: "spec")
    let error = StatusError.invalid(
      GroupVersionKind(group: "", version: "v1", kind: "ResourceQuota"), name: "q", causes: [cause, cause])
    #expect(error.message == #"ResourceQuota "q" is invalid: spec: Invalid value: 1: no"#)
    #expect(error.details?.causes.count == 2)
  }
}
