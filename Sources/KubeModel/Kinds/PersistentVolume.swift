/// `PersistentVolume` of `v1`.
package struct PersistentVolume: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<PersistentVolumeSpec>("spec")
    package let status = ViewField<PersistentVolumeStatus>("status")
  }

  package static let resource = GroupVersionResource(resource: "persistentvolumes")
  package static let kind = "PersistentVolume"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PersistentVolumeSpec` of `v1`.
package struct PersistentVolumeSpec: JSONView {
  package struct Fields: Sendable {
    package let capacity = MapField<Quantity>("capacity")
    package let accessModes = ListField<String>("accessModes")
    package let claimRef = Field<ObjectReference>("claimRef")
    package let persistentVolumeReclaimPolicy = Field<String>("persistentVolumeReclaimPolicy")
    package let storageClassName = Field<String>("storageClassName")
    package let mountOptions = ListField<String>("mountOptions")
    package let volumeMode = Field<String>("volumeMode")
    package let nodeAffinity = Field<VolumeNodeAffinity>("nodeAffinity")
    package let volumeAttributesClassName = Field<String>("volumeAttributesClassName")
    package let awsElasticBlockStore = Field<JSONValue>("awsElasticBlockStore")
    package let azureDisk = Field<JSONValue>("azureDisk")
    package let azureFile = Field<JSONValue>("azureFile")
    package let cephfs = Field<JSONValue>("cephfs")
    package let cinder = Field<JSONValue>("cinder")
    package let csi = Field<JSONValue>("csi")
    package let fc = Field<JSONValue>("fc")
    package let flexVolume = Field<JSONValue>("flexVolume")
    package let flocker = Field<JSONValue>("flocker")
    package let gcePersistentDisk = Field<JSONValue>("gcePersistentDisk")
    package let glusterfs = Field<JSONValue>("glusterfs")
    package let hostPath = Field<HostPathVolumeSource>("hostPath")
    package let iscsi = Field<JSONValue>("iscsi")
    package let local = Field<LocalVolumeSource>("local")
    package let nfs = Field<JSONValue>("nfs")
    package let photonPersistentDisk = Field<JSONValue>("photonPersistentDisk")
    package let portworxVolume = Field<JSONValue>("portworxVolume")
    package let quobyte = Field<JSONValue>("quobyte")
    package let rbd = Field<JSONValue>("rbd")
    package let scaleIO = Field<JSONValue>("scaleIO")
    package let storageos = Field<JSONValue>("storageos")
    package let vsphereVolume = Field<JSONValue>("vsphereVolume")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PersistentVolumeStatus` of `v1`.
package struct PersistentVolumeStatus: JSONView {
  package struct Fields: Sendable {
    package let phase = Field<String>("phase")
    package let message = Field<String>("message")
    package let reason = Field<String>("reason")
    package let lastPhaseTransitionTime = Field<Timestamp>("lastPhaseTransitionTime")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `VolumeNodeAffinity` of `v1`.
package struct VolumeNodeAffinity: JSONView {
  package struct Fields: Sendable {
    package let required = Field<NodeSelector>("required")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LocalVolumeSource` of `v1`.
package struct LocalVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let path = Field<String>("path")
    package let fsType = Field<String>("fsType")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
