/// `PersistentVolumeClaim` of `v1`.
package struct PersistentVolumeClaim: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<PersistentVolumeClaimSpec>("spec")
    package let status = ViewField<PersistentVolumeClaimStatus>("status")
  }

  package static let resource = GroupVersionResource(resource: "persistentvolumeclaims")
  package static let kind = "PersistentVolumeClaim"
  package static let isNamespaced = true
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PersistentVolumeClaimSpec` of `v1`.
package struct PersistentVolumeClaimSpec: JSONView {
  package struct Fields: Sendable {
    package let accessModes = ListField<String>("accessModes")
    package let resources = ViewField<VolumeResourceRequirements>("resources")
    package let volumeName = Field<String>("volumeName")
    package let selector = Field<LabelSelector>("selector")
    package let storageClassName = Field<String>("storageClassName")
    package let volumeMode = Field<String>("volumeMode")
    package let dataSource = Field<TypedLocalObjectReference>("dataSource")
    package let dataSourceRef = Field<JSONValue>("dataSourceRef")
    package let volumeAttributesClassName = Field<String>("volumeAttributesClassName")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PersistentVolumeClaimStatus` of `v1`.
package struct PersistentVolumeClaimStatus: JSONView {
  package struct Fields: Sendable {
    package let phase = Field<String>("phase")
    package let accessModes = ListField<String>("accessModes")
    package let capacity = MapField<Quantity>("capacity")
    package let conditions = ListField<PersistentVolumeClaimCondition>("conditions")
    package let allocatedResources = MapField<Quantity>("allocatedResources")
    package let allocatedResourceStatuses = MapField<String>("allocatedResourceStatuses")
    package let currentVolumeAttributesClassName = Field<String>("currentVolumeAttributesClassName")
    package let modifyVolumeStatus = Field<JSONValue>("modifyVolumeStatus")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PersistentVolumeClaimCondition` of `v1`.
package struct PersistentVolumeClaimCondition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let lastProbeTime = Field<Timestamp>("lastProbeTime")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `VolumeResourceRequirements` of `v1`.
package struct VolumeResourceRequirements: JSONView {
  package struct Fields: Sendable {
    package let limits = MapField<Quantity>("limits")
    package let requests = MapField<Quantity>("requests")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `TypedLocalObjectReference` of `v1`.
package struct TypedLocalObjectReference: JSONView {
  package struct Fields: Sendable {
    package let apiGroup = Field<String>("apiGroup")
    package let kind = Field<String>("kind")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

extension PersistentVolumeClaim {
  /// What is wrong when the claim only happens to have the name of one that a pod's ephemeral volume needs, in
  /// Kubernetes' words; nil when it was made for the pod.
  package func foreignness(to pod: Pod) -> String? {
    guard metadata.controller?.uid != pod.uid else { return nil }
    return "PVC \(namespacedName) was not created for pod \(pod.namespacedName) (pod is not owner)"
  }
}
