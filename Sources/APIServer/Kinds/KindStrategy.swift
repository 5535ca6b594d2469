import KubeModel
import ObjectStore

/// What a strategy may look at while it prepares an object.
struct StrategyScope {
  let key: ObjectKey
  let now: Timestamp
  let user: UserInfo
  /// The state that the write will become part of.
  let transaction: StoreTransaction
  let authorizer: RBACAuthorizer

  /// The checks on what the user gives away by writing the object.
  var escalation: Escalation { Escalation(authorizer: authorizer, user: user, key: key) }
}

/// What is particular to one kind when it is written, beyond defaults and validation by schema.
protocol KindStrategy: Sendable {
  /// Whether `metadata.generation` counts the changes of what is wanted.
  var hasGeneration: Bool { get }
  /// Whether a `status` in a new object is dropped.
  var resetsStatusOnCreate: Bool { get }

  /// What a write of `status`, or of `approval`, may change besides.
  var statusMetadata: StatusMetadata { get }

  /// Completes a new object: what admission plugins and the kind's own strategy do in kube-apiserver.
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws

  /// Completes an object that replaces `old`.
  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws

  /// Completes an object of which only the status is written.
  func prepareForStatusUpdate(_ object: inout JSONValue, in scope: StrategyScope)

  /// Completes an object whose deletion is asked for the first time.
  func prepareForDelete(_ object: inout JSONValue, in scope: StrategyScope)

  /// The whole object that a write of one of its subresources makes of `old`: what the subresource is about from the
  /// object given, and everything else as it was.
  func merge(
    _ given: JSONValue, into old: JSONValue, subresource: String, in scope: inout StrategyScope
  ) throws -> JSONValue

  /// What is wrong with the object beyond its schema.
  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause]
}

extension KindStrategy {
  var hasGeneration: Bool { false }
  var resetsStatusOnCreate: Bool { true }
  var statusMetadata: StatusMetadata { .all }
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {}
  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {}
  func prepareForStatusUpdate(_ object: inout JSONValue, in scope: StrategyScope) {}
  func prepareForDelete(_ object: inout JSONValue, in scope: StrategyScope) {}
  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] { [] }

  func merge(
    _ given: JSONValue, into old: JSONValue, subresource: String, in scope: inout StrategyScope
  ) throws -> JSONValue {
    guard subresource == "status" else { return given }
    var object = old
    object["status"] = given["status"]
    return object
  }
}

/// What a write of the status may change in an object's metadata besides.
enum StatusMetadata: Sendable {
  /// Labels, annotations, finalizers and owners, as the built-in kinds of old.
  case all
  case allButLabels
  case allButOwners
  case none

  func merge(_ given: JSONValue?, into old: JSONValue?) -> JSONValue? {
    guard var metadata = given else { return old }
    switch self {
    case .all: break
    case .allButLabels: metadata["labels"] = old?["labels"]
    case .allButOwners: metadata["ownerReferences"] = old?["ownerReferences"]
    case .none: return old
    }
    return metadata
  }
}

/// A kind with nothing of its own.
struct PlainStrategy: KindStrategy {
  var hasGeneration = false
  var resetsStatusOnCreate = true
  var statusMetadata = StatusMetadata.all
}

/// The strategies by resource.
enum KindStrategies {
  private static let particular: [GroupResource: any KindStrategy] = [
    GroupResource(resource: "namespaces"): NamespaceStrategy(),
    GroupResource(resource: "nodes"): PlainStrategy(resetsStatusOnCreate: false),
    GroupResource(resource: "persistentvolumeclaims"): PersistentVolumeClaimStrategy(),
    GroupResource(resource: "persistentvolumes"): PersistentVolumeStrategy(),
    GroupResource(resource: "pods"): PodStrategy(),
    GroupResource(resource: "services"): ServiceStrategy(),
    CertificateSigningRequest.resource.groupResource: CertificateSigningRequestStrategy(),
    APIService.resource.groupResource: APIServiceStrategy(),
    GroupResource(group: "batch", resource: "jobs"): JobStrategy(),
    GroupResource(group: "batch", resource: "cronjobs"): CronJobStrategy(),
    CustomResourceDefinition.resource.groupResource: CustomResourceDefinitionStrategy(),
    GroupResource(group: "networking.k8s.io", resource: "ingresses"): IngressStrategy(),
    GroupResource(group: RoleIndex.group, resource: "clusterroles"): RoleStrategy(),
    GroupResource(group: RoleIndex.group, resource: "roles"): RoleStrategy(),
    GroupResource(group: RoleIndex.group, resource: "clusterrolebindings"): RoleBindingStrategy(),
    GroupResource(group: RoleIndex.group, resource: "rolebindings"): RoleBindingStrategy(),
  ]

  private static let counted: Set<GroupResource> = [
    GroupResource(resource: "replicationcontrollers"),
    PolicyIndex.policies, PolicyIndex.bindings,
    GroupResource(group: "apps", resource: "daemonsets"), GroupResource(group: "apps", resource: "deployments"),
    GroupResource(group: "apps", resource: "replicasets"), GroupResource(group: "apps", resource: "statefulsets"),
    GroupResource(group: "discovery.k8s.io", resource: "endpointslices"),
    GroupResource(group: "networking.k8s.io", resource: "ingressclasses"),
    GroupResource(group: "networking.k8s.io", resource: "networkpolicies"),
    GroupResource(group: "policy", resource: "poddisruptionbudgets"),
    GroupResource(group: "scheduling.k8s.io", resource: "priorityclasses"),
  ]

  /// Groups whose kinds keep their metadata when their status is written, as custom resources do.
  private static let keepingMetadata: Set<String> = [
    "admissionregistration.k8s.io", "flowcontrol.apiserver.k8s.io", "resource.k8s.io", "storage.k8s.io",
    "storagemigration.k8s.io",
  ]

  /// Whether what an object owns outlives it when its deletion does not say: so it is in the versions that were there
  /// before the garbage collector (the strategies' `DefaultGarbageCollectionPolicy`).
  static func orphansByDefault(_ resource: GroupVersionResource) -> Bool {
    let workloads = ["daemonsets", "deployments", "replicasets", "statefulsets"]
    switch "\(resource.groupVersion)" {
    case "v1": return resource.resource == "replicationcontrollers"
    case "batch/v1": return resource.resource == "jobs"
    case "batch/v1beta1": return resource.resource == "cronjobs"
    case "extensions/v1beta1", "apps/v1beta1", "apps/v1beta2": return workloads.contains(resource.resource)
    default: return false
    }
  }

  static func strategy(for served: ServedResource) -> any KindStrategy {
    let resource = served.storage.groupResource
    if let strategy = particular[resource] { return strategy }
    guard served.custom == nil else { return PlainStrategy(hasGeneration: true, statusMetadata: .none) }
    let isDeployment = resource == Deployment.resource.groupResource
    return PlainStrategy(
      hasGeneration: counted.contains(resource),
      statusMetadata: isDeployment ? .allButLabels : keepingMetadata.contains(resource.group) ? .none : .all)
  }
}
