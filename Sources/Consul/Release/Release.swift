package import KubeModel

/// One revision of a release, as it is recorded in the cluster.
package struct Release: Sendable, Hashable {
  /// How far a revision has come.
  package enum Status: String, Sendable {
    case pendingInstall = "pending-install"
    case pendingUpgrade = "pending-upgrade"
    case deployed
    case superseded
    case failed
  }

  package var name: String
  package var namespace: String
  package var revision: Int
  package var status: Status
  /// When this revision was made.
  package var updated: Timestamp
  /// The user's values, without the defaults.
  package var values: JSONValue
  /// The objects of the revision, in the order of their creation.
  package var objects: [JSONValue]

  package init(
    name: String, namespace: String, revision: Int, status: Status, updated: Timestamp, values: JSONValue,
    objects: [JSONValue]
  ) {
    self.name = name
    self.namespace = namespace
    self.revision = revision
    self.status = status
    self.updated = updated
    self.values = values
    self.objects = objects
  }

  /// The chart and its version, as `list` shows it.
  package var chart: String { "\(ReleaseNames.chartName)-\(ConsulChart.version)" }
}

// MARK: The Secret that holds it

extension Release {
  /// The type of the Secrets; Helm's own are `helm.sh/release.v1`.
  static let secretType = "localkube.dev/release.v1"

  /// The label selector of all recorded revisions, or of those of one release.
  static func selector(name: String? = nil) -> String { "owner=localkube" + (name.map { ",name=\($0)" } ?? "") }

  /// The Secret that records this revision.
  var secret: Secret {
    var secret = Secret(name: "localkube.release.v1.\(name).v\(revision)", namespace: namespace)
    secret.metadata.labels = [
      "owner": "localkube", "name": name, "version": String(revision), "status": status.rawValue,
    ]
    secret.type = Self.secretType
    let record: JSONValue = [
      "name": .string(name), "namespace": .string(namespace), "revision": .integer(Int64(revision)),
      "status": .string(status.rawValue), "updated": updated.json, "values": values, "objects": .array(objects),
    ]
    secret.json["stringData"] = ["release": .string(String(decoding: record.serialized(), as: UTF8.self))]
    return secret
  }

  /// Reads a recorded revision; nil when the Secret holds none.
  init?(secret: Secret) {
    guard let encoded = secret.data["release"], let bytes = Base64.decode(encoded),
      let record = try? JSONValue(parsing: bytes),  // nil says that it is none.
      let name = record["name"]?.stringValue, let namespace = record["namespace"]?.stringValue,
      let revision = record["revision"]?.integerValue,
      let status = record["status"]?.stringValue.flatMap(Status.init(rawValue:)),
      let updated = record["updated"].flatMap(Timestamp.init(json:))
    else { return nil }
    self.init(
      name: name, namespace: namespace, revision: Int(revision), status: status, updated: updated,
      values: record["values"] ?? .emptyObject, objects: record["objects"]?.arrayValue ?? [])
  }
}
