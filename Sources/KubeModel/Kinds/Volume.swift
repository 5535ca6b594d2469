/// `Volume` of `v1`.
package struct Volume: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let awsElasticBlockStore = Field<JSONValue>("awsElasticBlockStore")
    package let azureDisk = Field<JSONValue>("azureDisk")
    package let azureFile = Field<JSONValue>("azureFile")
    package let cephfs = Field<JSONValue>("cephfs")
    package let cinder = Field<JSONValue>("cinder")
    package let configMap = Field<ConfigMapVolumeSource>("configMap")
    package let csi = Field<JSONValue>("csi")
    package let downwardAPI = Field<DownwardAPIVolumeSource>("downwardAPI")
    package let emptyDir = Field<EmptyDirVolumeSource>("emptyDir")
    package let ephemeral = Field<EphemeralVolumeSource>("ephemeral")
    package let fc = Field<JSONValue>("fc")
    package let flexVolume = Field<JSONValue>("flexVolume")
    package let flocker = Field<JSONValue>("flocker")
    package let gcePersistentDisk = Field<JSONValue>("gcePersistentDisk")
    package let gitRepo = Field<JSONValue>("gitRepo")
    package let glusterfs = Field<JSONValue>("glusterfs")
    package let hostPath = Field<HostPathVolumeSource>("hostPath")
    package let image = Field<JSONValue>("image")
    package let iscsi = Field<JSONValue>("iscsi")
    package let nfs = Field<JSONValue>("nfs")
    package let persistentVolumeClaim = Field<PersistentVolumeClaimVolumeSource>("persistentVolumeClaim")
    package let photonPersistentDisk = Field<JSONValue>("photonPersistentDisk")
    package let portworxVolume = Field<JSONValue>("portworxVolume")
    package let projected = Field<ProjectedVolumeSource>("projected")
    package let quobyte = Field<JSONValue>("quobyte")
    package let rbd = Field<JSONValue>("rbd")
    package let scaleIO = Field<JSONValue>("scaleIO")
    package let secret = Field<SecretVolumeSource>("secret")
    package let storageos = Field<JSONValue>("storageos")
    package let vsphereVolume = Field<JSONValue>("vsphereVolume")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EmptyDirVolumeSource` of `v1`.
package struct EmptyDirVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let medium = Field<String>("medium")
    package let sizeLimit = Field<Quantity>("sizeLimit")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `HostPathVolumeSource` of `v1`.
package struct HostPathVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let path = Field<String>("path")
    package let type = Field<String>("type")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ConfigMapVolumeSource` of `v1`.
package struct ConfigMapVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let items = ListField<KeyToPath>("items")
    package let defaultMode = Field<Int>("defaultMode")
    package let optional = Field<Bool>("optional")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `SecretVolumeSource` of `v1`.
package struct SecretVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let secretName = Field<String>("secretName")
    package let items = ListField<KeyToPath>("items")
    package let defaultMode = Field<Int>("defaultMode")
    package let optional = Field<Bool>("optional")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DownwardAPIVolumeSource` of `v1`.
package struct DownwardAPIVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let items = ListField<DownwardAPIVolumeFile>("items")
    package let defaultMode = Field<Int>("defaultMode")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DownwardAPIVolumeFile` of `v1`.
package struct DownwardAPIVolumeFile: JSONView {
  package struct Fields: Sendable {
    package let path = Field<String>("path")
    package let fieldRef = Field<ObjectFieldSelector>("fieldRef")
    package let resourceFieldRef = Field<ResourceFieldSelector>("resourceFieldRef")
    package let mode = Field<Int>("mode")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ProjectedVolumeSource` of `v1`.
package struct ProjectedVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let sources = ListField<VolumeProjection>("sources")
    package let defaultMode = Field<Int>("defaultMode")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `VolumeProjection` of `v1`.
package struct VolumeProjection: JSONView {
  package struct Fields: Sendable {
    package let secret = Field<SecretProjection>("secret")
    package let downwardAPI = Field<DownwardAPIProjection>("downwardAPI")
    package let configMap = Field<ConfigMapProjection>("configMap")
    package let serviceAccountToken = Field<ServiceAccountTokenProjection>("serviceAccountToken")
    package let clusterTrustBundle = Field<JSONValue>("clusterTrustBundle")
    package let podCertificate = Field<JSONValue>("podCertificate")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ConfigMapProjection` of `v1`.
package struct ConfigMapProjection: JSONView {
  package struct Fields: Sendable {
    package let items = ListField<KeyToPath>("items")
    package let optional = Field<Bool>("optional")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `SecretProjection` of `v1`.
package struct SecretProjection: JSONView {
  package struct Fields: Sendable {
    package let items = ListField<KeyToPath>("items")
    package let optional = Field<Bool>("optional")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `DownwardAPIProjection` of `v1`.
package struct DownwardAPIProjection: JSONView {
  package struct Fields: Sendable {
    package let items = ListField<DownwardAPIVolumeFile>("items")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ServiceAccountTokenProjection` of `v1`.
package struct ServiceAccountTokenProjection: JSONView {
  package struct Fields: Sendable {
    package let audience = Field<String>("audience")
    package let expirationSeconds = Field<Int>("expirationSeconds")
    package let path = Field<String>("path")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PersistentVolumeClaimVolumeSource` of `v1`.
package struct PersistentVolumeClaimVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let claimName = Field<String>("claimName")
    package let readOnly = Field<Bool>("readOnly")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `KeyToPath` of `v1`.
package struct KeyToPath: JSONView {
  package struct Fields: Sendable {
    package let key = Field<String>("key")
    package let path = Field<String>("path")
    package let mode = Field<Int>("mode")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EphemeralVolumeSource` of `v1`.
package struct EphemeralVolumeSource: JSONView {
  package struct Fields: Sendable {
    package let volumeClaimTemplate = Field<PersistentVolumeClaimTemplate>("volumeClaimTemplate")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `PersistentVolumeClaimTemplate` of `v1`.
package struct PersistentVolumeClaimTemplate: JSONView {
  package struct Fields: Sendable {
    package let metadata = ViewField<ObjectMeta>("metadata")
    package let spec = ViewField<PersistentVolumeClaimSpec>("spec")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
