/// `Pod` of `v1`.
package struct Pod: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<PodSpec>("spec")
    package let status = ViewField<PodStatus>("status")
  }

  package static let resource = GroupVersionResource(resource: "pods")
  package static let kind = "Pod"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }

  /// Whether all its containers have ended for good: the phase is `Succeeded` or `Failed`.
  package var isFinished: Bool { self.status.phase == "Succeeded" || self.status.phase == "Failed" }
}

/// `PodSpec` of `v1`.
package struct PodSpec: JSONView {
  package struct Fields: Sendable {
    package let volumes = ListField<Volume>("volumes")
    package let containers = ListField<Container>("containers")
    package let restartPolicy = Field<String>("restartPolicy")
    package let terminationGracePeriodSeconds = Field<Int>("terminationGracePeriodSeconds")
    package let activeDeadlineSeconds = Field<Int>("activeDeadlineSeconds")
    package let dnsPolicy = Field<String>("dnsPolicy")
    package let nodeSelector = MapField<String>("nodeSelector")
    package let serviceAccountName = Field<String>("serviceAccountName")
    package let serviceAccount = Field<String>("serviceAccount")
    package let nodeName = Field<String>("nodeName")
    package let hostNetwork = Field<Bool>("hostNetwork")
    package let hostPID = Field<Bool>("hostPID")
    package let hostIPC = Field<Bool>("hostIPC")
    package let securityContext = Field<PodSecurityContext>("securityContext")
    package let imagePullSecrets = ListField<LocalObjectReference>("imagePullSecrets")
    package let hostname = Field<String>("hostname")
    package let subdomain = Field<String>("subdomain")
    package let affinity = Field<Affinity>("affinity")
    package let schedulerName = Field<String>("schedulerName")
    package let initContainers = ListField<Container>("initContainers")
    package let automountServiceAccountToken = Field<Bool>("automountServiceAccountToken")
    package let tolerations = ListField<Toleration>("tolerations")
    package let hostAliases = ListField<HostAlias>("hostAliases")
    package let priorityClassName = Field<String>("priorityClassName")
    package let priority = Field<Int>("priority")
    package let dnsConfig = Field<PodDNSConfig>("dnsConfig")
    package let shareProcessNamespace = Field<Bool>("shareProcessNamespace")
    package let readinessGates = ListField<PodReadinessGate>("readinessGates")
    package let runtimeClassName = Field<String>("runtimeClassName")
    package let enableServiceLinks = Field<Bool>("enableServiceLinks")
    package let preemptionPolicy = Field<String>("preemptionPolicy")
    package let overhead = MapField<Quantity>("overhead")
    package let topologySpreadConstraints = ListField<TopologySpreadConstraint>("topologySpreadConstraints")
    package let ephemeralContainers = ListField<EphemeralContainer>("ephemeralContainers")
    package let setHostnameAsFQDN = Field<Bool>("setHostnameAsFQDN")
    package let os = Field<JSONValue>("os")
    package let hostUsers = Field<Bool>("hostUsers")
    package let schedulingGates = ListField<JSONValue>("schedulingGates")
    package let resourceClaims = ListField<JSONValue>("resourceClaims")
    package let resources = ViewField<ResourceRequirements>("resources")
    package let hostnameOverride = Field<String>("hostnameOverride")
    package let schedulingGroup = Field<JSONValue>("schedulingGroup")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodStatus` of `v1`.
package struct PodStatus: JSONView {
  package struct Fields: Sendable {
    package let phase = Field<String>("phase")
    package let conditions = ListField<PodCondition>("conditions")
    package let message = Field<String>("message")
    package let reason = Field<String>("reason")
    package let hostIP = Field<String>("hostIP")
    package let podIP = Field<String>("podIP")
    package let startTime = Field<Timestamp>("startTime")
    package let containerStatuses = ListField<ContainerStatus>("containerStatuses")
    package let qosClass = Field<String>("qosClass")
    package let initContainerStatuses = ListField<ContainerStatus>("initContainerStatuses")
    package let nominatedNodeName = Field<String>("nominatedNodeName")
    package let podIPs = ListField<PodIP>("podIPs")
    package let ephemeralContainerStatuses = ListField<ContainerStatus>("ephemeralContainerStatuses")
    package let resize = Field<String>("resize")
    package let resourceClaimStatuses = ListField<JSONValue>("resourceClaimStatuses")
    package let hostIPs = ListField<HostIP>("hostIPs")
    package let observedGeneration = Field<Int>("observedGeneration")
    package let extendedResourceClaimStatus = Field<JSONValue>("extendedResourceClaimStatus")
    package let allocatedResources = MapField<Quantity>("allocatedResources")
    package let resources = ViewField<ResourceRequirements>("resources")
    package let nodeAllocatableResourceClaimStatuses = ListField<JSONValue>("nodeAllocatableResourceClaimStatuses")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodCondition` of `v1`.
package struct PodCondition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let lastProbeTime = Field<Timestamp>("lastProbeTime")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
    package let observedGeneration = Field<Int>("observedGeneration")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodIP` of `v1`.
package struct PodIP: JSONView {
  package struct Fields: Sendable {
    package let ip = Field<String>("ip")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `HostIP` of `v1`.
package struct HostIP: JSONView {
  package struct Fields: Sendable {
    package let ip = Field<String>("ip")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodTemplateSpec` of `v1`.
package struct PodTemplateSpec: JSONView {
  package struct Fields: Sendable {
    package let metadata = ViewField<ObjectMeta>("metadata")
    package let spec = ViewField<PodSpec>("spec")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodSecurityContext` of `v1`.
package struct PodSecurityContext: JSONView {
  package struct Fields: Sendable {
    package let seLinuxOptions = Field<JSONValue>("seLinuxOptions")
    package let runAsUser = Field<Int>("runAsUser")
    package let runAsNonRoot = Field<Bool>("runAsNonRoot")
    package let supplementalGroups = ListField<Int>("supplementalGroups")
    package let fsGroup = Field<Int>("fsGroup")
    package let runAsGroup = Field<Int>("runAsGroup")
    package let sysctls = ListField<Sysctl>("sysctls")
    package let windowsOptions = Field<JSONValue>("windowsOptions")
    package let fsGroupChangePolicy = Field<String>("fsGroupChangePolicy")
    package let seccompProfile = Field<JSONValue>("seccompProfile")
    package let appArmorProfile = Field<JSONValue>("appArmorProfile")
    package let supplementalGroupsPolicy = Field<String>("supplementalGroupsPolicy")
    package let seLinuxChangePolicy = Field<String>("seLinuxChangePolicy")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodDNSConfig` of `v1`.
package struct PodDNSConfig: JSONView {
  package struct Fields: Sendable {
    package let nameservers = ListField<String>("nameservers")
    package let searches = ListField<String>("searches")
    package let options = ListField<PodDNSConfigOption>("options")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodDNSConfigOption` of `v1`.
package struct PodDNSConfigOption: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let value = Field<String>("value")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PodReadinessGate` of `v1`.
package struct PodReadinessGate: JSONView {
  package struct Fields: Sendable {
    package let conditionType = Field<String>("conditionType")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `HostAlias` of `v1`.
package struct HostAlias: JSONView {
  package struct Fields: Sendable {
    package let ip = Field<String>("ip")
    package let hostnames = ListField<String>("hostnames")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LocalObjectReference` of `v1`.
package struct LocalObjectReference: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Sysctl` of `v1`.
package struct Sysctl: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let value = Field<String>("value")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
