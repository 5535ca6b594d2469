import KubeModel

extension TableColumns {
  static let pods: [String: [TableColumn]] = [
    "Pod": [
      .of(Pod.self, "Ready") { PodSummary($0).ready },
      .of(Pod.self, "Status") { PodSummary($0).status },
      TableColumn("Restarts") { object, now in .string(PodSummary(Pod(json: object)).restarts(now: now)) },
      .age,
      .of(Pod.self, "IP", priority: 1) { $0.status.podIP ?? "<none>" },
      .of(Pod.self, "Node", priority: 1) { $0.spec.nodeName ?? "<none>" },
      .of(Pod.self, "Nominated Node", priority: 1) { $0.status.nominatedNodeName ?? "<none>" },
      .of(Pod.self, "Readiness Gates", priority: 1) { pod in
        guard !pod.spec.readinessGates.isEmpty else { return "<none>" }
        let met = pod.spec.readinessGates.count { gate in
          pod.status.conditions.contains { $0.type == gate.conditionType && $0.status == "True" }
        }
        return "\(met)/\(pod.spec.readinessGates.count)"
      },
    ]
  ]
}
