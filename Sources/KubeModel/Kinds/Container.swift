/// `Container` of `v1`.
package struct Container: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let image = Field<String>("image")
    package let command = ListField<String>("command")
    package let args = ListField<String>("args")
    package let workingDir = Field<String>("workingDir")
    package let ports = ListField<ContainerPort>("ports")
    package let env = ListField<EnvVar>("env")
    package let resources = ViewField<ResourceRequirements>("resources")
    package let volumeMounts = ListField<VolumeMount>("volumeMounts")
    package let livenessProbe = Field<Probe>("livenessProbe")
    package let readinessProbe = Field<Probe>("readinessProbe")
    package let lifecycle = Field<Lifecycle>("lifecycle")
    package let terminationMessagePath = Field<String>("terminationMessagePath")
    package let imagePullPolicy = Field<String>("imagePullPolicy")
    package let securityContext = Field<SecurityContext>("securityContext")
    package let stdin = Field<Bool>("stdin")
    package let stdinOnce = Field<Bool>("stdinOnce")
    package let tty = Field<Bool>("tty")
    package let envFrom = ListField<EnvFromSource>("envFrom")
    package let terminationMessagePolicy = Field<String>("terminationMessagePolicy")
    package let volumeDevices = ListField<JSONValue>("volumeDevices")
    package let startupProbe = Field<Probe>("startupProbe")
    package let resizePolicy = ListField<JSONValue>("resizePolicy")
    package let restartPolicy = Field<String>("restartPolicy")
    package let restartPolicyRules = ListField<JSONValue>("restartPolicyRules")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EphemeralContainer` of `v1`.
package struct EphemeralContainer: JSONView {
  package struct Fields: Sendable {
    package let targetContainerName = Field<String>("targetContainerName")
    package let args = ListField<String>("args")
    package let command = ListField<String>("command")
    package let env = ListField<EnvVar>("env")
    package let envFrom = ListField<EnvFromSource>("envFrom")
    package let image = Field<String>("image")
    package let imagePullPolicy = Field<String>("imagePullPolicy")
    package let lifecycle = Field<Lifecycle>("lifecycle")
    package let livenessProbe = Field<Probe>("livenessProbe")
    package let name = Field<String>("name")
    package let ports = ListField<ContainerPort>("ports")
    package let readinessProbe = Field<Probe>("readinessProbe")
    package let resizePolicy = ListField<JSONValue>("resizePolicy")
    package let resources = ViewField<ResourceRequirements>("resources")
    package let restartPolicy = Field<String>("restartPolicy")
    package let restartPolicyRules = ListField<JSONValue>("restartPolicyRules")
    package let securityContext = Field<SecurityContext>("securityContext")
    package let startupProbe = Field<Probe>("startupProbe")
    package let stdin = Field<Bool>("stdin")
    package let stdinOnce = Field<Bool>("stdinOnce")
    package let terminationMessagePath = Field<String>("terminationMessagePath")
    package let terminationMessagePolicy = Field<String>("terminationMessagePolicy")
    package let tty = Field<Bool>("tty")
    package let volumeDevices = ListField<JSONValue>("volumeDevices")
    package let volumeMounts = ListField<VolumeMount>("volumeMounts")
    package let workingDir = Field<String>("workingDir")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ContainerPort` of `v1`.
package struct ContainerPort: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let hostPort = Field<Int>("hostPort")
    package let containerPort = Field<Int>("containerPort")
    package let `protocol` = Field<String>("protocol")
    package let hostIP = Field<String>("hostIP")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EnvVar` of `v1`.
package struct EnvVar: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let value = Field<String>("value")
    package let valueFrom = Field<EnvVarSource>("valueFrom")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EnvVarSource` of `v1`.
package struct EnvVarSource: JSONView {
  package struct Fields: Sendable {
    package let fieldRef = Field<ObjectFieldSelector>("fieldRef")
    package let resourceFieldRef = Field<ResourceFieldSelector>("resourceFieldRef")
    package let configMapKeyRef = Field<ConfigMapKeySelector>("configMapKeyRef")
    package let secretKeyRef = Field<SecretKeySelector>("secretKeyRef")
    package let fileKeyRef = Field<JSONValue>("fileKeyRef")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `EnvFromSource` of `v1`.
package struct EnvFromSource: JSONView {
  package struct Fields: Sendable {
    package let prefix = Field<String>("prefix")
    package let configMapRef = Field<ConfigMapEnvSource>("configMapRef")
    package let secretRef = Field<SecretEnvSource>("secretRef")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ConfigMapEnvSource` of `v1`.
package struct ConfigMapEnvSource: JSONView {
  package struct Fields: Sendable {
    package let optional = Field<Bool>("optional")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `SecretEnvSource` of `v1`.
package struct SecretEnvSource: JSONView {
  package struct Fields: Sendable {
    package let optional = Field<Bool>("optional")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ConfigMapKeySelector` of `v1`.
package struct ConfigMapKeySelector: JSONView {
  package struct Fields: Sendable {
    package let key = Field<String>("key")
    package let optional = Field<Bool>("optional")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `SecretKeySelector` of `v1`.
package struct SecretKeySelector: JSONView {
  package struct Fields: Sendable {
    package let key = Field<String>("key")
    package let optional = Field<Bool>("optional")
    package let name = Field<String>("name")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ObjectFieldSelector` of `v1`.
package struct ObjectFieldSelector: JSONView {
  package struct Fields: Sendable {
    package let apiVersion = Field<String>("apiVersion")
    package let fieldPath = Field<String>("fieldPath")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ResourceFieldSelector` of `v1`.
package struct ResourceFieldSelector: JSONView {
  package struct Fields: Sendable {
    package let containerName = Field<String>("containerName")
    package let resource = Field<String>("resource")
    package let divisor = Field<Quantity>("divisor")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ResourceRequirements` of `v1`.
package struct ResourceRequirements: JSONView {
  package struct Fields: Sendable {
    package let limits = MapField<Quantity>("limits")
    package let requests = MapField<Quantity>("requests")
    package let claims = ListField<JSONValue>("claims")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `SecurityContext` of `v1`.
package struct SecurityContext: JSONView {
  package struct Fields: Sendable {
    package let capabilities = Field<Capabilities>("capabilities")
    package let privileged = Field<Bool>("privileged")
    package let seLinuxOptions = Field<JSONValue>("seLinuxOptions")
    package let runAsUser = Field<Int>("runAsUser")
    package let runAsNonRoot = Field<Bool>("runAsNonRoot")
    package let readOnlyRootFilesystem = Field<Bool>("readOnlyRootFilesystem")
    package let allowPrivilegeEscalation = Field<Bool>("allowPrivilegeEscalation")
    package let runAsGroup = Field<Int>("runAsGroup")
    package let procMount = Field<String>("procMount")
    package let windowsOptions = Field<JSONValue>("windowsOptions")
    package let seccompProfile = Field<JSONValue>("seccompProfile")
    package let appArmorProfile = Field<JSONValue>("appArmorProfile")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Capabilities` of `v1`.
package struct Capabilities: JSONView {
  package struct Fields: Sendable {
    package let add = ListField<String>("add")
    package let drop = ListField<String>("drop")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `VolumeMount` of `v1`.
package struct VolumeMount: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let readOnly = Field<Bool>("readOnly")
    package let mountPath = Field<String>("mountPath")
    package let subPath = Field<String>("subPath")
    package let mountPropagation = Field<String>("mountPropagation")
    package let subPathExpr = Field<String>("subPathExpr")
    package let recursiveReadOnly = Field<String>("recursiveReadOnly")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
