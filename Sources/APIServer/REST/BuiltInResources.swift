package import KubeModel
import Synchronization

/// The resources of Kubernetes that localkube stores, one line each: group version, plural, kind, scope
/// (`n` for a namespace, `c` for the cluster), subresources with the kinds that they take.
package final class BuiltInResources: ResourceTable {
  private static let verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

  private static let lines = """
    v1 configmaps ConfigMap n
    v1 endpoints Endpoints n
    v1 events Event n
    v1 limitranges LimitRange n
    v1 namespaces Namespace c status finalize
    v1 nodes Node c status
    v1 persistentvolumeclaims PersistentVolumeClaim n status
    v1 persistentvolumes PersistentVolume c status
    v1 pods Pod n status binding:v1/Binding eviction:policy/v1/Eviction ephemeralcontainers resize
    v1 podtemplates PodTemplate n
    v1 replicationcontrollers ReplicationController n status scale:autoscaling/v1/Scale
    v1 resourcequotas ResourceQuota n status
    v1 secrets Secret n
    v1 serviceaccounts ServiceAccount n token:authentication.k8s.io/v1/TokenRequest
    v1 services Service n status
    admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration c
    admissionregistration.k8s.io/v1 validatingadmissionpolicies ValidatingAdmissionPolicy c status
    admissionregistration.k8s.io/v1 validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding c
    admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration c
    apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition c status
    apiregistration.k8s.io/v1 apiservices APIService c status
    apps/v1 controllerrevisions ControllerRevision n
    apps/v1 daemonsets DaemonSet n status
    apps/v1 deployments Deployment n status scale:autoscaling/v1/Scale
    apps/v1 replicasets ReplicaSet n status scale:autoscaling/v1/Scale
    apps/v1 statefulsets StatefulSet n status scale:autoscaling/v1/Scale
    autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler n status
    batch/v1 cronjobs CronJob n status
    batch/v1 jobs Job n status
    certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest c status approval
    coordination.k8s.io/v1 leases Lease n
    discovery.k8s.io/v1 endpointslices EndpointSlice n
    flowcontrol.apiserver.k8s.io/v1 flowschemas FlowSchema c status
    flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations PriorityLevelConfiguration c status
    networking.k8s.io/v1 ingressclasses IngressClass c
    networking.k8s.io/v1 ingresses Ingress n status
    networking.k8s.io/v1 networkpolicies NetworkPolicy n
    node.k8s.io/v1 runtimeclasses RuntimeClass c
    policy/v1 poddisruptionbudgets PodDisruptionBudget n status
    rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding c
    rbac.authorization.k8s.io/v1 clusterroles ClusterRole c
    rbac.authorization.k8s.io/v1 rolebindings RoleBinding n
    rbac.authorization.k8s.io/v1 roles Role n
    scheduling.k8s.io/v1 priorityclasses PriorityClass c
    storage.k8s.io/v1 csidrivers CSIDriver c
    storage.k8s.io/v1 csinodes CSINode c
    storage.k8s.io/v1 csistoragecapacities CSIStorageCapacity n
    storage.k8s.io/v1 storageclasses StorageClass c
    storage.k8s.io/v1 volumeattachments VolumeAttachment c status
    """

  private let rows: Mutex<[GroupVersionResource: ServedResource]>

  package init() {
    var rows: [GroupVersionResource: ServedResource] = [:]
    for line in Self.lines.split(separator: "\n") {
      guard let row = Self.row(line.split(separator: " ").map(String.init)) else { continue }
      rows[row.resource] = row
    }
    self.rows = Mutex(rows)
  }

  private static func row(_ words: [String]) -> ServedResource? {
    guard words.count >= 4, let groupVersion = GroupVersion(apiVersion: words[0]) else { return nil }
    let subresources = words[4...].map { word in
      let parts = word.split(separator: ":").map(String.init)
      guard parts.count == 2, let slash = parts[1].lastIndex(of: "/"),
        let taken = GroupVersion(apiVersion: String(parts[1][..<slash]))
      else {
        let own = GroupVersionKind(groupVersion, kind: words[2])
        return ServedResource.Subresource(name: parts[0], kind: own, verbs: ["get", "patch", "update"])
      }
      let kind = GroupVersionKind(taken, kind: String(parts[1][parts[1].index(after: slash)...]))
      return ServedResource.Subresource(
        name: parts[0], kind: kind, verbs: parts[0] == "scale" ? ["get", "patch", "update"] : ["create"])
    }
    return ServedResource(
      resource: GroupVersionResource(group: groupVersion.group, version: groupVersion.version, resource: words[1]),
      kind: words[2], isNamespaced: words[3] == "n", verbs: verbs, subresources: subresources)
  }

  package func served(_ resource: GroupVersionResource) -> ServedResource? { rows.withLock { $0[resource] } }

  package var all: [ServedResource] {
    rows.withLock { $0.values.sorted { $0.resource.description < $1.resource.description } }
  }

  /// Adds a row, or replaces the one of the same resource.
  package func add(_ row: ServedResource) { rows.withLock { $0[row.resource] = row } }

  /// Takes a row away; its objects stay stored.
  package func remove(_ resource: GroupVersionResource) { rows.withLock { $0[resource] = nil } }
}
