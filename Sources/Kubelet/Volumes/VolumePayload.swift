package import KubeModel

/// The files of a configMap, secret, downwardAPI or projected volume.
package struct VolumePayload: Sendable, Hashable {
  /// One file.
  package struct File: Sendable, Hashable {
    package var content: [UInt8]
    package var mode: UInt32
    /// The user that it belongs to; nil leaves it to the container's root.
    package var user: UInt32?
  }

  /// By path within the volume.
  package var files: [String: File] = [:]

  package init() {}

  /// What a token projection asks for.
  package struct TokenWish: Sendable, Hashable {
    package var audience: String?
    package var expirationSeconds: Int
  }

  /// The files of `volume`; nil when the volume is of another type.
  ///
  /// - Parameter token: Gives the tokens, which were fetched before.
  /// - Throws: `ConfigurationError` when a source is missing and not optional.
  package init?(
    volume: Volume, fields: DownwardFields, objects: any ClusterObjects, token: (TokenWish) -> String?
  ) throws(ConfigurationError) {
    let namespace = fields.pod.namespace ?? "default"
    if let source = volume.configMap {
      try addConfigMap(
        objects.configMap(namespace: namespace, name: source.name ?? ""), name: source.name ?? "",
        items: source.items, optional: source.optional, mode: source.defaultMode ?? 0o644)
    } else if let source = volume.secret {
      try addSecret(
        objects.secret(namespace: namespace, name: source.secretName ?? ""), name: source.secretName ?? "",
        items: source.items, optional: source.optional, mode: source.defaultMode ?? 0o644)
    } else if let source = volume.downwardAPI {
      try addFields(source.items, fields: fields, mode: source.defaultMode ?? 0o644)
    } else if let source = volume.projected {
      let mode = source.defaultMode ?? 0o644
      for part in source.sources {
        if let map = part.configMap {
          try addConfigMap(
            objects.configMap(namespace: namespace, name: map.name ?? ""), name: map.name ?? "", items: map.items,
            optional: map.optional, mode: mode)
        }
        if let secret = part.secret {
          try addSecret(
            objects.secret(namespace: namespace, name: secret.name ?? ""), name: secret.name ?? "",
            items: secret.items, optional: secret.optional, mode: mode)
        }
        if let downward = part.downwardAPI { try addFields(downward.items, fields: fields, mode: mode) }
        if let wish = part.serviceAccountToken {
          guard let text = token(Self.wish(of: wish)) else { throw ConfigurationError("the token is not there yet") }
          let user = fields.pod.spec.onlyUser
          // Whoever a token is for reads it alone, where it is known who that is.
          let isPrivate = user != nil || fields.pod.spec.securityContext?.fsGroup != nil
          files[wish.path ?? "token"] = File(
            content: Array(text.utf8), mode: isPrivate ? 0o600 : UInt32(clamping: mode), user: user)
        }
      }
    } else {
      return nil
    }
  }

  /// The tokens that a projected volume needs.
  package static func tokens(of volume: Volume) -> [TokenWish] {
    (volume.projected?.sources ?? []).compactMap { $0.serviceAccountToken.map(wish) }
  }

  private static func wish(of projection: ServiceAccountTokenProjection) -> TokenWish {
    TokenWish(audience: projection.audience, expirationSeconds: projection.expirationSeconds ?? 3_600)
  }

  private mutating func addConfigMap(
    _ map: ConfigMap?, name: String, items: [KeyToPath], optional: Bool?, mode: Int
  ) throws(ConfigurationError) {
    guard let map else {
      if optional == true { return }
      throw ConfigurationError("configmap \"\(name)\" not found")
    }
    var data: [String: [UInt8]] = [:]
    for (key, text) in map.data { data[key] = Array(text.utf8) }
    for (key, text) in map.binaryData { data[key] = Base64.decode(text) ?? [] }
    try add(data, items: items, optional: optional, mode: mode, what: "configmap references non-existent config")
  }

  private mutating func addSecret(
    _ secret: Secret?, name: String, items: [KeyToPath], optional: Bool?, mode: Int
  ) throws(ConfigurationError) {
    guard let secret else {
      if optional == true { return }
      throw ConfigurationError("secret \"\(name)\" not found")
    }
    var data: [String: [UInt8]] = [:]
    for (key, text) in secret.data { data[key] = Base64.decode(text) ?? [] }
    try add(data, items: items, optional: optional, mode: mode, what: "references non-existent secret")
  }

  private mutating func add(
    _ data: [String: [UInt8]], items: [KeyToPath], optional: Bool?, mode: Int, what: String
  ) throws(ConfigurationError) {
    guard !items.isEmpty else {
      for (key, content) in data { files[key] = File(content: content, mode: UInt32(clamping: mode)) }
      return
    }
    for item in items {
      guard let content = data[item.key ?? ""] else {
        if optional == true { continue }
        throw ConfigurationError("\(what) key: \(item.key ?? "")")
      }
      files[item.path ?? ""] = File(content: content, mode: UInt32(clamping: item.mode ?? mode))
    }
  }

  private mutating func addFields(
    _ items: [DownwardAPIVolumeFile], fields: DownwardFields, mode: Int
  ) throws(ConfigurationError) {
    for item in items {
      var value: String?
      if let field = item.fieldRef { value = fields.value(ofField: field.fieldPath ?? "") }
      if let selector = item.resourceFieldRef { value = fields.value(of: selector, container: nil) }
      guard let value else { throw ConfigurationError("unsupported fieldPath in file \(item.path ?? "")") }
      files[item.path ?? ""] = File(content: Array(value.utf8), mode: UInt32(clamping: item.mode ?? mode))
    }
  }
}

extension PodSpec {
  /// The user that all containers ask to run as; nil when they do not agree, or one does not say.
  ///
  /// Ephemeral containers are not counted, since they come later than the files.
  fileprivate var onlyUser: UInt32? {
    let users = Set(
      (self.initContainers + self.containers).map {
        $0.securityContext?.runAsUser ?? self.securityContext?.runAsUser
      })
    guard users.count == 1, let user = users.first ?? nil else { return nil }
    return UInt32(clamping: user)
  }
}
