package import KubeModel

/// Which objects a quota is about (Kubernetes: "Resource quotas", quota scopes).
package struct QuotaScopes: Sendable {
  private let requirements: [ScopedResourceSelectorRequirement]

  package init(_ spec: ResourceQuotaSpec) {
    requirements =
      spec.scopes.map { name in
        .with {
          $0.scopeName = name
          $0.operator = "Exists"
        }
      } + (spec.scopeSelector?.matchExpressions ?? [])
  }

  /// Whether the quota is about the object; scopes are about pods, and a class of volumes about claims.
  package func cover(_ object: JSONValue, _ resource: GroupResource) -> Bool {
    guard !requirements.isEmpty else { return true }
    switch resource {
    case Pod.resource.groupResource:
      let pod = Pod(json: object)
      return requirements.allSatisfy { holds($0, for: pod) }
    case PersistentVolumeClaim.resource.groupResource:
      let claim = PersistentVolumeClaim(json: object)
      return requirements.allSatisfy { holds($0, for: claim) }
    default: return false
    }
  }

  private func holds(_ requirement: ScopedResourceSelectorRequirement, for pod: Pod) -> Bool {
    let isBestEffort = PodStrategy.qualityOfService(of: pod) == "BestEffort"
    switch requirement.scopeName {
    case "Terminating": return (pod.spec.activeDeadlineSeconds ?? -1) >= 0
    case "NotTerminating": return (pod.spec.activeDeadlineSeconds ?? -1) < 0
    case "BestEffort": return isBestEffort
    case "NotBestEffort": return !isBestEffort
    case "PriorityClass": return selects(requirement, [pod.spec.priorityClassName])
    case "CrossNamespacePodAffinity": return reachesOtherNamespaces(pod.spec.affinity)
    default: return false
    }
  }

  private func holds(_ requirement: ScopedResourceSelectorRequirement, for claim: PersistentVolumeClaim) -> Bool {
    guard requirement.scopeName == "VolumeAttributesClass" else { return false }
    return selects(
      requirement,
      [
        claim.spec.volumeAttributesClassName, claim.status.currentVolumeAttributesClassName,
        claim.status.modifyVolumeStatus?["targetVolumeAttributesClassName"]?.stringValue,
      ])
  }

  /// Whether the requirement holds for one of the names; without a name, whether it holds for none.
  private func selects(_ requirement: ScopedResourceSelectorRequirement, _ names: [String?]) -> Bool {
    let given = names.compactMap(\.self).filter { !$0.isEmpty }
    let values = requirement.values
    return switch requirement.operator {
    case "In": given.contains(where: values.contains)
    case "NotIn": given.isEmpty || given.contains { !values.contains($0) }
    case "Exists": !given.isEmpty
    case "DoesNotExist": given.isEmpty
    default: false
    }
  }

  private func reachesOtherNamespaces(_ affinity: Affinity?) -> Bool {
    [affinity?.json["podAffinity"], affinity?.json["podAntiAffinity"]].contains { rules in
      let required = rules?["requiredDuringSchedulingIgnoredDuringExecution"]?.arrayValue ?? []
      let preferred = rules?["preferredDuringSchedulingIgnoredDuringExecution"]?.arrayValue ?? []
      return (required + preferred.compactMap { $0["podAffinityTerm"] }).contains { term in
        term["namespaces"]?.arrayValue?.isEmpty == false || term["namespaceSelector"] != nil
      }
    }
  }
}
