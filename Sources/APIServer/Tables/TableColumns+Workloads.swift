import KubeModel

extension TableColumns {
  static let workloads: [String: [TableColumn]] = [
    "StatefulSet": [
      .of(StatefulSet.self, "Ready") { "\($0.status.readyReplicas ?? 0)/\($0.spec.replicas ?? 1)" }, .age,
    ] + containers { StatefulSet(json: $0).spec.template },
    "DaemonSet": [
      .number(DaemonSet.self, "Desired") { $0.status.desiredNumberScheduled },
      .number(DaemonSet.self, "Current") { $0.status.currentNumberScheduled },
      .number(DaemonSet.self, "Ready") { $0.status.numberReady },
      .number(DaemonSet.self, "Up-to-date") { $0.status.updatedNumberScheduled },
      .number(DaemonSet.self, "Available") { $0.status.numberAvailable },
      .of(DaemonSet.self, "Node Selector") { labelText($0.spec.template.spec.nodeSelector) }, .age,
    ] + containers { DaemonSet(json: $0).spec.template } + [selector],
    "Deployment": [
      .of(Deployment.self, "Ready") { "\($0.status.readyReplicas ?? 0)/\($0.spec.replicas ?? 1)" },
      .number(Deployment.self, "Up-to-date") { $0.status.updatedReplicas },
      .number(Deployment.self, "Available") { $0.status.availableReplicas }, .age,
    ] + containers { Deployment(json: $0).spec.template } + [selector],
    "ReplicaSet": [
      .number(ReplicaSet.self, "Desired") { $0.spec.replicas },
      .number(ReplicaSet.self, "Current") { $0.status.replicas },
      .number(ReplicaSet.self, "Ready") { $0.status.readyReplicas }, .age,
    ] + containers { ReplicaSet(json: $0).spec.template } + [selector],
    "ControllerRevision": [
      .of(ControllerRevision.self, "Controller") { revision in
        guard let owner = revision.metadata.controller else { return "<none>" }
        let group = GroupVersion(apiVersion: owner.apiVersion ?? "")?.group ?? ""
        let kind = (owner.kind ?? "").lowercased()
        return "\(group.isEmpty ? kind : "\(kind).\(group)")/\(owner.name ?? "")"
      },
      .number(ControllerRevision.self, "Revision") { $0.revision }, .age,
    ],
  ]

  static let selector = TableColumn("Selector", priority: 1) { object, _ in
    .string(selectorText(object["spec"]?["selector"].map(LabelSelector.init(json:))))
  }

  static func containers(_ template: @escaping @Sendable (JSONValue) -> PodTemplateSpec) -> [TableColumn] {
    [
      TableColumn("Containers", priority: 1) { object, _ in
        .string(template(object).spec.containers.compactMap(\.name).joined(separator: ","))
      },
      TableColumn("Images", priority: 1) { object, _ in
        .string(template(object).spec.containers.compactMap(\.image).joined(separator: ","))
      },
    ]
  }
}
