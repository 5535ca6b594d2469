extension Defaulting {
  /// A volume without a source is an empty directory; files that the API makes have mode 0644.
  static func volume(_ volume: inout JSONValue) {
    if volume.objectValue?.allSatisfy({ $0.key == "name" || $0.value.isNull }) ?? false { volume["emptyDir"] = [:] }
    for source in ["secret", "configMap", "downwardAPI", "projected"] {
      volume.update(source) { $0.setDefault("defaultMode", 0o644) }
    }
    volume.update("hostPath", hostPath)
    volume.update("downwardAPI", downwardAPI)
    volume.update("projected") { projected in
      projected.updateEach("sources") { source in
        source.update("serviceAccountToken") { $0.setDefault("expirationSeconds", 3_600) }
        source.update("downwardAPI", downwardAPI)
      }
    }
    volume.update("iscsi") { $0.setDefault("iscsiInterface", "default") }
    volume.update("rbd", blockDevice)
    volume.update("azureDisk", azureDisk)
    volume.update("scaleIO", scaleIO)
    volume.update("image") { $0.setDefault("pullPolicy", .string(imagePullPolicy(for: $0.text("reference")))) }
    volume.update("ephemeral") { ephemeral in
      ephemeral.update("volumeClaimTemplate") { $0.update("spec") { $0.setDefault("volumeMode", "Filesystem") } }
    }
  }

  static func blockDevice(_ source: inout JSONValue) {
    source.setDefault("pool", "rbd")
    source.setDefault("user", "admin")
    source.setDefault("keyring", "/etc/ceph/keyring")
  }

  static func azureDisk(_ source: inout JSONValue) {
    source.setDefault("cachingMode", "ReadWrite")
    source.setDefault("kind", "Shared")
    source.setDefault("fsType", "ext4")
    source.setDefault("readOnly", false)
  }

  static func scaleIO(_ source: inout JSONValue) {
    source.setDefault("storageMode", "ThinProvisioned")
    source.setDefault("fsType", "xfs")
  }

  static func hostPath(_ source: inout JSONValue) {
    if !source.has("type") { source["type"] = "" }
  }

  private static func downwardAPI(_ source: inout JSONValue) {
    source.updateEach("items") { $0.update("fieldRef") { $0.setDefault("apiVersion", "v1") } }
  }
}
