import OrderedCollections

/// Volumes whose files the kubelet writes.
extension Validation {
  static func secretSource(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if source.text("secretName").isEmpty { findings.required(path["secretName"]) }
    mode(source["defaultMode"], path["defaultMode"], &findings)
    items(source, path, &findings)
  }

  static func configMapSource(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if source.text("name").isEmpty { findings.required(path["name"]) }
    mode(source["defaultMode"], path["defaultMode"], &findings)
    items(source, path, &findings)
  }

  static func downwardSource(_ source: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    mode(source["defaultMode"], path["defaultMode"], &findings)
    // Kubernetes does not say which of the files it means.
    for file in source.list("items") { downwardFile(file, path, &findings) }
  }

  private static func downwardFile(_ file: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if file.text("path").isEmpty { findings.required(path["path"]) }
    filePath(file.text("path"), path["path"], &findings)
    if let reference = file["fieldRef"] {
      fieldReference(reference, FieldSource.volume, path["fieldRef"], &findings)
      if file.has("resourceFieldRef") {
        findings.invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
      }
    } else if let reference = file["resourceFieldRef"] {
      resourceReference(reference, FieldSource.volume, path["resourceFieldRef"], &findings)
    } else {
      findings.required(path, "one of fieldRef and resourceFieldRef is required")
    }
    mode(file["mode"], path["mode"], &findings)
  }

  static func projected(
    _ volume: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    mode(volume["defaultMode"], path["defaultMode"], &findings)
    var paths: Set<String> = []
    func claim(_ file: String, _ owner: JSONValue?, _ findings: inout Findings) {
      if !file.isEmpty, !paths.insert(file).inserted {
        findings.invalid(path, owner ?? "", "conflicting duplicate paths")
      }
    }
    for (index, source) in volume.list("sources").enumerated() {
      let place = path["sources"][index]
      for kind in ["secret", "configMap"] {
        guard let entries = source[kind] else { continue }
        if entries.text("name").isEmpty { findings.required(place[kind]["name"]) }
        items(entries, place[kind], &findings)
        for item in entries.list("items") { claim(item.text("path"), entries["name"], &findings) }
      }
      for file in source["downwardAPI"]?.list("items") ?? [] {
        downwardFile(file, place["downwardAPI"], &findings)
        claim(file.text("path"), file["path"], &findings)
      }
      if let token = source["serviceAccountToken"] {
        projectedToken(token, place["serviceAccountToken"], below: path, &findings)
        if !pod.tolerates.contains(.tokenPathsOutside) {
          filePath(token.text("path"), path["path"], &findings)
        }
      }
      if let bundle = source["clusterTrustBundle"] {
        trustBundle(bundle, place["clusterTrustBundlePEM"], &findings)
        claim(bundle.text("path"), bundle["path"], &findings)
      }
      let kinds = ["secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"]
      if kinds.count(where: source.has) > 1 {
        findings.forbidden(place, "may not specify more than 1 volume type")
      }
    }
  }

  /// - Parameter volume: The path of the volume, at which Kubernetes tells of the token's path.
  private static func projectedToken(
    _ token: JSONValue, _ path: FieldPath, below volume: FieldPath, _ findings: inout Findings
  ) {
    tokenLifetime(token["expirationSeconds"], path["expirationSeconds"], &findings)
    if token.text("path").isEmpty { findings.required(volume["path"]) }
  }

  /// How long a token that is asked for may be good, in seconds.
  static func tokenLifetime(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let seconds = value?.integerValue else { return }
    if seconds < 600 { findings.invalid(path, value, "may not specify a duration less than 10 minutes") }
    if seconds > 1 << 32 { findings.invalid(path, value, "may not specify a duration larger than 2^32 seconds") }
  }

  private static func trustBundle(_ bundle: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    switch (bundle.has("name"), bundle.has("signerName")) {
    case (true, true): findings.invalid(path, bundle, "only one of name and signerName may be used")
    case (true, false):
      if bundle.text("name").isEmpty { findings.required(path["name"], "must be a valid object name") }
      if bundle.has("labelSelector") {
        findings.invalid(
          path["labelSelector"], bundle["labelSelector"], "labelSelector must be unset if name is specified")
      }
    case (false, true):
      if bundle.text("signerName").isEmpty { findings.required(path["signerName"], "must be a valid signer name") }
    case (false, false): findings.required(path, "either name or signerName must be set")
    }
    if bundle.text("path").isEmpty { findings.required(path["path"]) }
    filePath(bundle.text("path"), path["path"], &findings)
  }
}
