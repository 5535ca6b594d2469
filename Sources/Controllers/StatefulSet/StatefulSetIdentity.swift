import KubeModel

/// The stable names of a StatefulSet's pods and claims (Kubernetes concept "StatefulSet", Pod Identity).
struct StatefulSetIdentity: Sendable {
  let set: StatefulSet

  func podName(_ ordinal: Int) -> String { "\(set.name)-\(ordinal)" }

  func claimName(_ template: PersistentVolumeClaim, ordinal: Int) -> String {
    "\(template.name)-\(set.name)-\(ordinal)"
  }

  /// The pod of an ordinal, from a template of some revision.
  func pod(_ ordinal: Int, template: PodTemplateSpec, revision: String) -> Pod {
    var pod = template.pod(for: set)
    pod.metadata.name = podName(ordinal)
    pod.metadata.labels["controller-revision-hash"] = revision
    pod.spec.hostname = podName(ordinal)
    pod.spec.subdomain = set.spec.serviceName
    return applying(to: pod, ordinal: ordinal)
  }

  /// The pod with the labels and volumes of its ordinal.
  func applying(to pod: Pod, ordinal: Int) -> Pod {
    var pod = pod
    pod.metadata.labels["statefulset.kubernetes.io/pod-name"] = podName(ordinal)
    pod.metadata.labels["apps.kubernetes.io/pod-index"] = String(ordinal)
    let claims = set.spec.volumeClaimTemplates.map { template in
      Volume.with {
        $0.name = template.name
        $0.persistentVolumeClaim = .with { $0.claimName = claimName(template, ordinal: ordinal) }
      }
    }
    let names = Set(claims.compactMap(\.name))
    pod.spec.volumes = claims + pod.spec.volumes.filter { !names.contains($0.name ?? "") }
    return pod
  }

  /// Whether the pod has the labels and volumes of its ordinal.
  func matches(_ pod: Pod, ordinal: Int) -> Bool {
    let labels = pod.metadata.labels
    guard labels["statefulset.kubernetes.io/pod-name"] == podName(ordinal),
      labels["apps.kubernetes.io/pod-index"] == String(ordinal)
    else { return false }
    return set.spec.volumeClaimTemplates.allSatisfy { template in
      pod.spec.volumes.contains {
        $0.name == template.name && $0.persistentVolumeClaim?.claimName == claimName(template, ordinal: ordinal)
      }
    }
  }

  /// The claims of an ordinal.
  ///
  /// With a retention policy of `Delete` the set owns them, and they go with it.
  func claims(_ ordinal: Int) -> [PersistentVolumeClaim] {
    set.spec.volumeClaimTemplates.map { template in
      var claim = PersistentVolumeClaim(name: claimName(template, ordinal: ordinal), namespace: set.namespace)
      claim.metadata.labels = template.metadata.labels.merging(set.spec.selector?.matchLabels ?? [:]) { $1 }
      claim.metadata.annotations = template.metadata.annotations
      claim.spec = template.spec
      if set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted == "Delete" {
        claim.metadata.ownerReferences = [set.controllerReference()]
      }
      return claim
    }
  }
}
