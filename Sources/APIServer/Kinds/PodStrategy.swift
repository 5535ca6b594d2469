import KubeModel
import ObjectStore
import OrderedCollections

/// What admission does to new pods: default requests and limits, the default service account with its token,
/// tolerations, priority, phase.
struct PodStrategy: KindStrategy {
  var statusMetadata: StatusMetadata { .allButOwners }

  var hasGeneration: Bool { true }

  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    var pod = Pod(json: object)
    try RuntimeClassAdmission.complete(&pod, scope)
    LimitRangeDefaults.complete(&pod, from: LimitRanges.of(scope.key.namespace, in: scope.transaction))
    try addServiceAccount(to: &pod, in: scope)
    addTolerations(to: &pod)
    try addPriority(to: &pod, in: scope)
    object = pod.json
    var status: JSONValue = ["phase": "Pending", "qosClass": .string(Self.qualityOfService(of: pod))]
    if !pod.spec.schedulingGates.isEmpty { status["conditions"] = [Self.gated] }
    object["status"] = status
  }

  /// What a pod with scheduling gates says of itself from the beginning (Kubernetes: "Pod Scheduling Readiness").
  private static let gated: JSONValue = [
    "type": "PodScheduled", "status": "False", "reason": "SchedulingGated",
    "message": "Scheduling is blocked due to non-empty scheduling gates",
  ]

  func merge(
    _ given: JSONValue, into old: JSONValue, subresource: String, in scope: inout StrategyScope
  ) throws -> JSONValue {
    var object = old
    let causes: [StatusError.Cause]
    switch subresource {
    case "ephemeralcontainers":
      object["spec"]?["ephemeralContainers"] = given["spec"]?["ephemeralContainers"]
      causes = Validation.ephemeralContainers(of: object, old: old)
    case "resize":
      for list in ["containers", "initContainers"] {
        guard var containers = old["spec"]?[list]?.arrayValue else { continue }
        for index in containers.indices {
          let wanted = given["spec"]?[list]?.arrayValue?.first { $0["name"] == containers[index]["name"] }
          containers[index]["resources"] = wanted?["resources"]
        }
        object["spec"]?[list] = .array(containers)
      }
      causes = Validation.resize(of: object, old: old) + Self.changeOfQuality(Pod(json: object), Pod(json: old))
    default:
      object["status"] = given["status"]
      return object
    }
    guard causes.isEmpty else { throw StatusError.invalid(Pod.groupVersionKind, name: scope.key.name, causes: causes) }
    return object
  }

  /// A pod keeps the class of service that it was started with.
  private static func changeOfQuality(_ pod: Pod, _ old: Pod) -> [StatusError.Cause] {
    let quality = qualityOfService(of: pod)
    guard quality != qualityOfService(of: old) else { return [] }
    return [
      .init(
        reason: "FieldValueInvalid",
        message: "Invalid value: \"\(quality)\": Pod QOS Class may not change as a result of resizing",
        field: "spec")
    ]
  }

  /// ServiceAccount admission: the account must exist, and every container without a mount there gets the token.
  private func addServiceAccount(to pod: inout Pod, in scope: StrategyScope) throws {
    if pod.metadata.annotations["kubernetes.io/config.mirror"] != nil { return }
    let name = pod.spec.serviceAccountName.flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    let key = ObjectKey(GroupResource(resource: "serviceaccounts"), namespace: scope.key.namespace, name: name)
    let account = scope.transaction.object(key)
    guard account != nil || name == "default" else {
      throw StatusError.forbidden(
        GroupResource(resource: "pods"), name: scope.key.name,
        why:
          "error looking up service account \(scope.key.namespace ?? "")/\(name): serviceaccount \"\(name)\" not found")
    }
    pod.spec.serviceAccountName = name
    pod.json["spec", default: .emptyObject]["serviceAccount"] = .string(name)
    if pod.spec.imagePullSecrets.isEmpty, let secrets = account?.value["imagePullSecrets"] {
      pod.json["spec", default: .emptyObject]["imagePullSecrets"] = secrets
    }
    let wanted =
      pod.json["spec"]?["automountServiceAccountToken"]?.boolValue
      ?? account?.value["automountServiceAccountToken"]?.boolValue ?? true
    guard wanted else { return }
    addToken(to: &pod)
  }

  private func addToken(to pod: inout Pod) {
    let path = "/var/run/secrets/kubernetes.io/serviceaccount"
    // A pod that a webhook has changed since has one already.
    let known = pod.spec.volumes.compactMap(\.name).first { $0.hasPrefix("kube-api-access-") }
    let volume = known ?? "kube-api-access-" + ObjectMetadata.suffix()
    var used = false
    for list in ["initContainers", "containers"] {
      guard var containers = pod.json["spec"]?[list]?.arrayValue else { continue }
      for index in containers.indices {
        var mounts = containers[index]["volumeMounts"]?.arrayValue ?? []
        if mounts.contains(where: { $0["mountPath"]?.stringValue == path }) { continue }
        mounts.append(["name": .string(volume), "readOnly": true, "mountPath": .string(path)])
        containers[index]["volumeMounts"] = .array(mounts)
        used = true
      }
      pod.json["spec", default: .emptyObject][list] = .array(containers)
    }
    guard used, known == nil else { return }
    let projected: JSONValue = [
      "name": .string(volume),
      "projected": [
        "sources": [
          ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
          ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
          [
            "downwardAPI": [
              "items": [
                ["path": "namespace", "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"]]
              ]
            ]
          ],
        ],
        "defaultMode": 420,
      ],
    ]
    let volumes = pod.json["spec"]?["volumes"]?.arrayValue ?? []
    pod.json["spec", default: .emptyObject]["volumes"] = .array(volumes + [projected])
  }

  /// DefaultTolerationSeconds admission.
  private func addTolerations(to pod: inout Pod) {
    var tolerations = pod.json["spec"]?["tolerations"]?.arrayValue ?? []
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
      let isTolerated = tolerations.contains { toleration in
        let given = toleration["key"]?.stringValue ?? ""
        return (given == key || given.isEmpty) && ["NoExecute", ""].contains(toleration["effect"]?.stringValue ?? "")
      }
      if isTolerated { continue }
      tolerations.append([
        "key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
      ])
    }
    pod.json["spec", default: .emptyObject]["tolerations"] = .array(tolerations)
  }

  /// Priority admission.
  private func addPriority(to pod: inout Pod, in scope: StrategyScope) throws {
    let classes = GroupResource(group: "scheduling.k8s.io", resource: "priorityclasses")
    var priority: Int64 = 0
    var policy: JSONValue = "PreemptLowerPriority"
    if let name = pod.json["spec"]?["priorityClassName"]?.stringValue, !name.isEmpty {
      switch (name, scope.transaction.object(ObjectKey(classes, name: name))?.value) {
      case ("system-cluster-critical", nil): priority = 2_000_000_000
      case ("system-node-critical", nil): priority = 2_000_001_000
      case (_, let found?):
        priority = found["value"]?.integerValue ?? 0
        policy = found["preemptionPolicy"] ?? policy
      default:
        throw StatusError.forbidden(
          GroupResource(resource: "pods"), name: scope.key.name, why: "no PriorityClass with name \(name) was found")
      }
    } else if let global = scope.transaction.objects(classes).first(where: { $0.value["globalDefault"] == true }) {
      priority = global.value["value"]?.integerValue ?? 0
      policy = global.value["preemptionPolicy"] ?? policy
      pod.json["spec", default: .emptyObject]["priorityClassName"] = .string(global.key.name)
    }
    func refuse(_ name: String, _ given: String, _ computed: String) -> StatusError {
      StatusError.forbidden(
        GroupResource(resource: "pods"), name: scope.key.name,
        why:
          "the \(name) (\(given)) must not be provided in pod spec; priority admission controller computed \(computed) "
          + "from the given PriorityClass name")
    }
    if let given = pod.json["spec"]?["priority"]?.integerValue, given != priority {
      throw refuse("integer value of priority", "\(given)", "\(priority)")
    }
    if let given = pod.json["spec"]?["preemptionPolicy"], given != policy {
      throw refuse("string value of PreemptionPolicy", given.stringValue ?? "", policy.stringValue ?? "")
    }
    pod.json["spec", default: .emptyObject]["priority"] = .integer(priority)
    pod.json["spec", default: .emptyObject]["preemptionPolicy"] = policy
  }

  /// `Guaranteed`, `Burstable` or `BestEffort` (Kubernetes: "Pod Quality of Service Classes").
  static func qualityOfService(of pod: Pod) -> String {
    let lists = ["initContainers", "containers"].compactMap { pod.json["spec"]?[$0]?.arrayValue }
    var isBestEffort = true
    var isGuaranteed = true
    for container in lists.joined() {
      let requests = container["resources"]?["requests"]?.objectValue ?? [:]
      let limits = container["resources"]?["limits"]?.objectValue ?? [:]
      if !requests.isEmpty || !limits.isEmpty { isBestEffort = false }
      for name in ["cpu", "memory"] where limits[name] == nil || (requests[name] ?? limits[name]) != limits[name] {
        isGuaranteed = false
      }
    }
    return isBestEffort ? "BestEffort" : isGuaranteed ? "Guaranteed" : "Burstable"
  }
}
