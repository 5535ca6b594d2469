/// `APIService` of `apiregistration.k8s.io/v1`.
package struct APIService: KubeObject {
  package struct Fields: Sendable {
    package let spec = ViewField<APIServiceSpec>("spec")
    package let status = ViewField<APIServiceStatus>("status")
  }

  package static let resource = GroupVersionResource(
    group: "apiregistration.k8s.io", version: "v1", resource: "apiservices")
  package static let kind = "APIService"
  package static let isNamespaced = false
  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }

  /// The name that the object of a group version has.
  package static func name(of groupVersion: GroupVersion) -> String {
    "\(groupVersion.version).\(groupVersion.group)"
  }

  package var groupVersion: GroupVersion {
    GroupVersion(group: self.spec.group ?? "", version: self.spec.version ?? "")
  }

  /// Whether requests to it can be served now.
  package var isAvailable: Bool {
    self.status.conditions.contains { $0["type"] == "Available" && $0["status"] == "True" }
  }
}

/// `APIServiceSpec` of `apiregistration.k8s.io/v1`.
package struct APIServiceSpec: JSONView {
  package struct Fields: Sendable {
    package let group = Field<String>("group")
    package let version = Field<String>("version")
    /// Where it is served; nil means by this API server itself.
    package let service = Field<APIServiceReference>("service")
    /// PEM in base64.
    package let caBundle = Field<String>("caBundle")
    package let insecureSkipTLSVerify = Field<Bool>("insecureSkipTLSVerify")
    package let groupPriorityMinimum = Field<Int>("groupPriorityMinimum")
    package let versionPriority = Field<Int>("versionPriority")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ServiceReference` of `apiregistration.k8s.io/v1`.
package struct APIServiceReference: JSONView {
  package struct Fields: Sendable {
    package let namespace = Field<String>("namespace")
    package let name = Field<String>("name")
    package let port = Field<Int>("port")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `APIServiceStatus` of `apiregistration.k8s.io/v1`.
package struct APIServiceStatus: JSONView {
  package struct Fields: Sendable {
    package let conditions = ListField<JSONValue>("conditions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
