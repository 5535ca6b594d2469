import OrderedCollections

extension Defaulting {
  /// A namespace carries its name as a label.
  static func namespace(_ namespace: inout JSONValue) {
    if let name = namespace[path: "metadata", "name"], name != "" {
      namespace.update("metadata") { $0.make("labels") { $0.setDefault("kubernetes.io/metadata.name", name) } }
    }
    namespace.make("spec") { _ in }
    namespace.make("status") { $0.setDefault("phase", "Active") }
  }

  /// `podCIDR` is the first of `podCIDRs`, and what is allocatable is all that there is.
  static func node(_ node: inout JSONValue) {
    node.update("spec") { spec in
      let first = spec["podCIDRs"]?.arrayValue?.first
      let own = spec.text("podCIDR")
      if own.isEmpty, let first {
        spec["podCIDR"] = first
      } else if !own.isEmpty, first != .string(own) {
        spec["podCIDRs"] = [.string(own)]
      }
    }
    node.update("status") { status in
      if let capacity = status["capacity"], !status.has("allocatable") { status["allocatable"] = capacity }
    }
  }

  /// For containers the maximum is the default limit, the default limit the default request.
  static func limitRange(_ range: inout JSONValue) {
    range.update("spec") { spec in
      spec.updateEach("limits") { item in
        guard item.text("type") == "Container" else { return }
        for (target, source) in [("default", "max"), ("defaultRequest", "default"), ("defaultRequest", "min")] {
          guard let amounts = item[source]?.objectValue, !amounts.isEmpty else { continue }
          item.make(target) { values in
            for (name, amount) in amounts { values.setDefault(name, amount) }
          }
        }
      }
    }
  }

  static func podSecurityPolicy(_ policy: inout JSONValue) {
    policy.make("spec") { $0.setDefault("allowPrivilegeEscalation", true) }
  }

  static func roleBinding(_ binding: inout JSONValue) {
    binding.update("roleRef") { reference in
      if reference.text("apiGroup").isEmpty { reference["apiGroup"] = "rbac.authorization.k8s.io" }
    }
    binding.updateEach("subjects") { subject in
      if subject.text("kind") != "ServiceAccount" { subject.setDefault("apiGroup", "rbac.authorization.k8s.io") }
    }
  }

  static func admissionPolicy(_ policy: inout JSONValue) {
    policy.update("spec") { spec in
      spec.setDefault("failurePolicy", "Fail")
      spec.update("matchConstraints", matchResources)
    }
  }

  static func matchResources(_ match: inout JSONValue) {
    match.setDefault("matchPolicy", "Equivalent")
    match.setDefault("namespaceSelector", .emptyObject)
    match.setDefault("objectSelector", .emptyObject)
    for list in ["resourceRules", "excludeResourceRules"] {
      match.updateEach(list) { $0.setDefault("scope", "*") }
    }
  }

  static func webhooks(_ configuration: inout JSONValue, isMutating: Bool, version: String) {
    let isFirst = version == "v1beta1"
    configuration.updateEach("webhooks") { webhook in
      webhook.update("clientConfig") { $0.update("service") { $0.setDefault("port", 443) } }
      webhook.updateEach("rules") { $0.setDefault("scope", "*") }
      webhook.setDefault("failurePolicy", isFirst ? "Ignore" : "Fail")
      webhook.setDefault("matchPolicy", isFirst ? "Exact" : "Equivalent")
      webhook.setDefault("namespaceSelector", .emptyObject)
      webhook.setDefault("objectSelector", .emptyObject)
      webhook.setDefault("timeoutSeconds", isFirst ? 30 : 10)
      if isFirst {
        webhook.setDefault("sideEffects", "Unknown")
        webhook.setDefault("admissionReviewVersions", ["v1beta1"])
      }
      if isMutating { webhook.setDefault("reinvocationPolicy", "Never") }
    }
  }

  static func customResourceDefinition(_ definition: inout JSONValue) {
    definition.update("spec") { spec in
      spec.update("names") { names in
        names.setDefault("singular", .string(names.text("kind").lowercased()))
        names.setDefault("listKind", .string(names.text("kind") + "List"))
      }
      spec.setDefault("conversion", ["strategy": "None"])
      spec.update("conversion") { conversion in
        conversion.update("webhook") { webhook in
          webhook.update("clientConfig") { $0.update("service") { $0.setDefault("port", 443) } }
        }
      }
    }
  }

  /// Before `v1` the signer and the usages of a certificate could be left out.
  static func certificateSigningRequest(_ request: inout JSONValue, version: String) {
    guard version == "v1beta1" else { return }
    request.update("spec") { spec in
      spec.setDefault("signerName", "kubernetes.io/legacy-unknown")
      spec.setDefault("usages", ["digital signature", "key encipherment"])
    }
  }

  static func horizontalPodAutoscaler(_ autoscaler: inout JSONValue, version: String) {
    autoscaler.make("spec") { spec in
      spec.setDefault("minReplicas", 1)
      spec.update("behavior") { behavior in
        behavior.make("scaleUp") { rules in
          scalingRules(&rules, [("Pods", 4), ("Percent", 100)])
          rules.setDefault("stabilizationWindowSeconds", 0)
        }
        behavior.make("scaleDown") { scalingRules(&$0, [("Percent", 100)]) }
      }
      guard version != "v1", spec["metrics"]?.arrayValue?.isEmpty ?? true else { return }
      spec["metrics"] = [
        [
          "type": "Resource",
          "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]],
        ]
      ]
    }
  }

  /// What an autoscaler does where its behaviour is given in part.
  private static func scalingRules(_ rules: inout JSONValue, _ policies: [(type: JSONValue, value: JSONValue)]) {
    rules.setDefault("selectPolicy", "Max")
    rules.setDefault(
      "policies",
      .array(policies.map { ["type": $0.type, "value": $0.value, "periodSeconds": 15] }))
  }

  static func flowSchema(_ schema: inout JSONValue) {
    schema.make("spec") { spec in
      if spec["matchingPrecedence"]?.integerValue ?? 0 == 0 { spec["matchingPrecedence"] = 1_000 }
    }
  }

  static func priorityLevel(_ level: inout JSONValue) {
    level.make("spec") { spec in
      if spec.text("type") == "Exempt" {
        spec.make("exempt") { exempt in
          exempt.setDefault("nominalConcurrencyShares", 0)
          exempt.setDefault("lendablePercent", 0)
        }
      }
      spec.update("limited") { limited in
        limited.setDefault("nominalConcurrencyShares", 30)
        limited.setDefault("lendablePercent", 0)
        limited.update("limitResponse") { response in
          response.update("queuing") { queuing in
            for (name, number) in [("queues", 64), ("handSize", 8), ("queueLengthLimit", 50)] as [(String, Int64)]
            where queuing[name]?.integerValue ?? 0 == 0 { queuing[name] = .integer(number) }
          }
        }
      }
    }
  }
}
