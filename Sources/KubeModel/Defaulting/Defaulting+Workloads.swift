import OrderedCollections

extension Defaulting {
  static func deployment(_ deployment: inout JSONValue, version: String) {
    labelsFromTemplate(&deployment, version: version)
    deployment.make("spec") { spec in
      selectorFromTemplate(&spec, version: version)
      spec.make("template", podTemplate)
      spec.setDefault("replicas", 1)
      spec.make("strategy") { strategy in
        strategy.setDefault("type", "RollingUpdate")
        guard strategy.text("type") == "RollingUpdate" else { return }
        strategy.make("rollingUpdate") { rolling in
          rolling.setDefault("maxUnavailable", "25%")
          rolling.setDefault("maxSurge", "25%")
        }
      }
      spec.setDefault("revisionHistoryLimit", version == "v1beta1" ? 2 : 10)
      spec.setDefault("progressDeadlineSeconds", 600)
    }
  }

  static func replicaSet(_ replicaSet: inout JSONValue, version: String) {
    labelsFromTemplate(&replicaSet, version: version)
    replicaSet.make("spec") { spec in
      selectorFromTemplate(&spec, version: version)
      spec.make("template", podTemplate)
      spec.setDefault("replicas", 1)
    }
  }

  static func replicationController(_ controller: inout JSONValue) {
    let labels = controller[path: "spec", "template", "metadata", "labels"]
    controller.make("spec") { spec in
      if let labels, spec["selector"]?.objectValue?.isEmpty ?? true { spec["selector"] = labels }
      spec.update("template", podTemplate)
      spec.setDefault("replicas", 1)
    }
    guard let labels else { return }
    controller.make("metadata") { metadata in
      if metadata["labels"]?.objectValue?.isEmpty ?? true { metadata["labels"] = labels }
    }
  }

  static func statefulSet(_ statefulSet: inout JSONValue, version: String) {
    labelsFromTemplate(&statefulSet, version: version)
    statefulSet.make("spec") { spec in
      selectorFromTemplate(&spec, version: version)
      spec.make("template", podTemplate)
      spec.setDefault("podManagementPolicy", "OrderedReady")
      spec.make("updateStrategy") { strategy in
        strategy.setDefault("type", version == "v1beta1" ? "OnDelete" : "RollingUpdate")
        guard strategy.text("type") == "RollingUpdate" else { return }
        strategy.make("rollingUpdate") { $0.setDefault("partition", 0) }
      }
      spec.make("persistentVolumeClaimRetentionPolicy") { policy in
        policy.setDefault("whenDeleted", "Retain")
        policy.setDefault("whenScaled", "Retain")
      }
      spec.setDefault("replicas", 1)
      spec.setDefault("revisionHistoryLimit", 10)
      spec.updateEach("volumeClaimTemplates") { claim in
        claim.setDefault("kind", "PersistentVolumeClaim")
        claim.setDefault("apiVersion", "v1")
        persistentVolumeClaim(&claim)
      }
    }
  }

  static func daemonSet(_ daemonSet: inout JSONValue, version: String) {
    labelsFromTemplate(&daemonSet, version: version)
    daemonSet.make("spec") { spec in
      selectorFromTemplate(&spec, version: version)
      spec.make("template", podTemplate)
      spec.make("updateStrategy") { strategy in
        strategy.setDefault("type", "RollingUpdate")
        guard strategy.text("type") == "RollingUpdate" else { return }
        strategy.make("rollingUpdate") { rolling in
          rolling.setDefault("maxUnavailable", 1)
          rolling.setDefault("maxSurge", 0)
        }
      }
      spec.setDefault("revisionHistoryLimit", 10)
    }
  }

  /// Before `apps/v1beta2` an object without labels had those of its template.
  private static func labelsFromTemplate(_ object: inout JSONValue, version: String) {
    guard version == "v1beta1", let labels = object[path: "spec", "template", "metadata", "labels"] else { return }
    object.make("metadata") { metadata in
      if metadata["labels"]?.objectValue?.isEmpty ?? true { metadata["labels"] = labels }
    }
  }

  /// Before `apps/v1beta2` a selector could be left out: it was the template's labels.
  private static func selectorFromTemplate(_ spec: inout JSONValue, version: String) {
    guard version == "v1beta1", !spec.has("selector"), let labels = spec[path: "template", "metadata", "labels"] else {
      return
    }
    spec["selector"] = ["matchLabels": labels]
  }
}
