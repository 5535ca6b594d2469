import KubeModel

extension TableColumns {
  static let cluster: [String: [TableColumn]] = [
    "Node": [
      .of(Node.self, "Status") { node in
        let ready = node.status.conditions.first { $0.type == "Ready" }
        let text = ready.map { $0.status == "True" ? "Ready" : "NotReady" } ?? "Unknown"
        return node.spec.unschedulable == true ? "\(text),SchedulingDisabled" : text
      },
      .of(Node.self, "Roles") { node in
        let prefix = "node-role.kubernetes.io/"
        return listText(
          node.metadata.labels.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted())
      }, .age,
      .of(Node.self, "Version") { $0.status.nodeInfo?.kubeletVersion ?? "" },
      .of(Node.self, "Internal-IP", priority: 1) { address($0, "InternalIP") },
      .of(Node.self, "External-IP", priority: 1) { address($0, "ExternalIP") },
      .of(Node.self, "OS-Image", priority: 1) { $0.status.nodeInfo?.osImage ?? "<unknown>" },
      .of(Node.self, "Kernel-Version", priority: 1) { $0.status.nodeInfo?.kernelVersion ?? "<unknown>" },
      .of(Node.self, "Container-Runtime", priority: 1) { $0.status.nodeInfo?.containerRuntimeVersion ?? "<unknown>" },
    ],
    "Namespace": [.of(Namespace.self, "Status") { $0.status.phase ?? "" }, .age],
    "ConfigMap": [
      .number(ConfigMap.self, "Data") { $0.data.count + $0.binaryData.count }, .age,
    ],
    "Secret": [
      .of(Secret.self, "Type") { $0.type ?? "Opaque" }, .number(Secret.self, "Data") { $0.data.count }, .age,
    ],
    "ServiceAccount": [.number(ServiceAccount.self, "Secrets") { $0.secrets.count }, .age],
    "Event": [
      TableColumn("Last Seen") { object, now in .string(lastSeen(Event(json: object), now: now)) },
      .of(Event.self, "Type") { $0.type ?? "" },
      .of(Event.self, "Reason") { $0.reason ?? "" },
      .of(Event.self, "Object") { event in
        "\((event.involvedObject?.kind ?? "").lowercased())/\(event.involvedObject?.name ?? "")"
      },
      .of(Event.self, "Subobject", priority: 1) { $0.involvedObject?.fieldPath ?? "" },
      .of(Event.self, "Source", priority: 1) { event in
        listText([event.source?.component, event.source?.host].compactMap { $0 }.filter { !$0.isEmpty })
      },
      .of(Event.self, "Message") { $0.message ?? "" },
      TableColumn("First Seen", priority: 1) { object, now in
        .string(HumanDuration.text(since: Event(json: object).firstTimestamp, now: now))
      },
      TableColumn("Count", type: "integer", priority: 1) { object, _ in .integer(Int64(Event(json: object).count ?? 1))
      },
      TableColumn("Name", priority: 1) { object, _ in object["metadata"]?["name"] ?? "" },
    ],
    "PodDisruptionBudget": [
      .of(PodDisruptionBudget.self, "Min Available") { text($0.spec.minAvailable) },
      .of(PodDisruptionBudget.self, "Max Unavailable") { text($0.spec.maxUnavailable) },
      .number(PodDisruptionBudget.self, "Allowed Disruptions") { $0.status.disruptionsAllowed }, .age,
    ],
    "PodSecurityPolicy": [
      TableColumn("Priv") { object, _ in .string(object[path: "spec", "privileged"] == true ? "true" : "false") },
      TableColumn("Caps") { object, _ in names(in: object, "allowedCapabilities") },
      TableColumn("Selinux") { object, _ in object[path: "spec", "seLinux", "rule"] ?? "" },
      TableColumn("Runasuser") { object, _ in object[path: "spec", "runAsUser", "rule"] ?? "" },
      TableColumn("Fsgroup") { object, _ in object[path: "spec", "fsGroup", "rule"] ?? "" },
      TableColumn("Supgroup") { object, _ in object[path: "spec", "supplementalGroups", "rule"] ?? "" },
      TableColumn("Readonlyrootfs") { object, _ in
        .string(object[path: "spec", "readOnlyRootFilesystem"] == true ? "true" : "false")
      },
      TableColumn("Volumes") { object, _ in names(in: object, "volumes") },
    ],
    "ClusterRoleBinding": roleBinding,
    "RoleBinding": roleBinding,
    "Lease": [.of(Lease.self, "Holder") { $0.spec.holderIdentity ?? "" }, .age],
    "PriorityClass": [
      .number(PriorityClass.self, "Value") { $0.value },
      TableColumn("Global-Default", type: "boolean") { object, _ in
        .bool(PriorityClass(json: object).globalDefault ?? false)
      }, .age,
      .of(PriorityClass.self, "PreemptionPolicy") { $0.preemptionPolicy ?? "PreemptLowerPriority" },
    ],
  ]

  private static let roleBinding: [TableColumn] = [
    TableColumn("Role") { object, _ in
      .string(
        "\(object[path: "roleRef", "kind"]?.stringValue ?? "")/\(object[path: "roleRef", "name"]?.stringValue ?? "")")
    }, .age, subjects("Users", "User"), subjects("Groups", "Group"), subjects("ServiceAccounts", "ServiceAccount"),
  ]

  /// Who has the role, by the kind of subject.
  private static func subjects(_ name: String, _ kind: String) -> TableColumn {
    TableColumn(name, priority: 1) { object, _ in
      let subjects = (object["subjects"]?.arrayValue ?? []).filter { $0["kind"]?.stringValue == kind }
      return .string(
        subjects.map { subject in
          let name = subject["name"]?.stringValue ?? ""
          return kind == "ServiceAccount" ? "\(subject["namespace"]?.stringValue ?? "")/\(name)" : name
        }.joined(separator: ", "))
    }
  }

  /// A list of a policy's `spec`; its names stand without brackets.
  private static func names(in policy: JSONValue, _ field: String) -> JSONValue {
    .string((policy[path: "spec", field]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ","))
  }

  private static func address(_ node: Node, _ type: String) -> String {
    node.status.addresses.first { $0.type == type }?.address ?? "<none>"
  }

  private static func text(_ value: IntOrString?) -> String {
    switch value {
    case .int(let number)?: String(number)
    case .string(let text)?: text
    case nil: "N/A"
    }
  }

  /// When an event was seen last, and how often over which time when it was more than once.
  private static func lastSeen(_ event: Event, now: Timestamp) -> String {
    let last = HumanDuration.text(since: event.lastTimestamp ?? event.eventTime?.moment, now: now)
    guard let count = event.count, count > 1 else { return last }
    return "\(last) (x\(count) over \(HumanDuration.text(since: event.firstTimestamp, now: now)))"
  }
}
