import KubeModel
import OrderedCollections

extension TableColumns {
  /// The kinds that administrators look at now and then: policies, flow control, storage drivers, allocation.
  static let further: [String: [TableColumn]] = [
    "PodTemplate": containers { PodTemplateSpec(json: $0["template"] ?? .emptyObject) }.map { $0.shown } + [
      TableColumn("Pod Labels") { object, _ in
        .string(labelText(ObjectMeta(json: object[path: "template", "metadata"] ?? .emptyObject).labels))
      }
    ],
    "Scale": [
      count("Desired", "spec", "replicas"), count("Available", "status", "replicas"), .age,
    ],
    "ComponentStatus": [
      TableColumn("Status") { object, _ in
        .string(health(object)?["status"] == "True" ? "Healthy" : "Unhealthy")
      },
      TableColumn("Message") { object, _ in health(object)?["message"] ?? "" },
      TableColumn("Error") { object, _ in health(object)?["error"] ?? "" },
    ],
    "ValidatingAdmissionPolicy": [
      size("Validations", "spec", "validations"), TableColumn("ParamKind") { object, _ in paramKind(object) }, .age,
    ],
    "MutatingAdmissionPolicy": [
      size("Mutations", "spec", "mutations"), TableColumn("ParamKind") { object, _ in paramKind(object) }, .age,
    ],
    "ValidatingAdmissionPolicyBinding": binding,
    "MutatingAdmissionPolicyBinding": binding,
    "FlowSchema": [
      text("PriorityLevel", "spec", "priorityLevelConfiguration", "name"),
      count("MatchingPrecedence", "spec", "matchingPrecedence"),
      text("DistinguisherMethod", "spec", "distinguisherMethod", "type"), .age,
      TableColumn("MissingPL") { object, _ in
        let conditions = object[path: "status", "conditions"]?.arrayValue ?? []
        return conditions.first { $0["type"] == "Dangling" }?["status"] ?? "?"
      },
    ],
    "PriorityLevelConfiguration": [
      text("Type", "spec", "type"), limit("NominalConcurrencyShares", "nominalConcurrencyShares"),
      queuing("Queues", "queues"), queuing("HandSize", "handSize"), queuing("QueueLengthLimit", "queueLengthLimit"),
      .age,
    ],
    "CSIDriver": [
      flag("AttachRequired", "attachRequired", default: true), flag("PodInfoOnMount", "podInfoOnMount"),
      flag("StorageCapacity", "storageCapacity"),
      TableColumn("TokenRequests") { object, _ in
        let audiences = object[path: "spec", "tokenRequests"]?.arrayValue?.compactMap { $0["audience"]?.stringValue }
        return .string(audiences.map { $0.joined(separator: ",") } ?? "<unset>")
      },
      flag("RequiresRepublish", "requiresRepublish"),
      TableColumn("Modes") { object, _ in
        let modes = object[path: "spec", "volumeLifecycleModes"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return .string(listText(modes))
      }, .age,
    ],
    "IPAddress": [
      TableColumn("ParentRef") { object, _ in
        let parent = object[path: "spec", "parentRef"]
        let parts = ["resource", "group", "namespace", "name"].map { parent?[$0]?.stringValue ?? "" }
        let resource = parts[1].isEmpty ? parts[0] : "\(parts[0]).\(parts[1])"
        return .string([resource, parts[2], parts[3]].filter { !$0.isEmpty }.joined(separator: "/"))
      }, .age,
    ],
    "ServiceCIDR": [
      TableColumn("CIDRs") { object, _ in
        .string((object[path: "spec", "cidrs"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ","))
      }, .age,
    ],
    "ResourceClaim": [TableColumn("State") { object, _ in .string(state(ofClaim: object)) }, .age],
    "ResourceClaimTemplate": [.age],
    "DeviceClass": [.age],
    "ResourceSlice": [
      text("Node", "spec", "nodeName"), text("Driver", "spec", "driver"), text("Pool", "spec", "pool", "name"), .age,
    ],
  ]

  private static let binding: [TableColumn] = [
    text("PolicyName", "spec", "policyName"),
    TableColumn("ParamRef") { object, _ in
      guard let reference = object[path: "spec", "paramRef"] else { return "<unset>" }
      let name = reference["name"]?.stringValue ?? "*"
      return .string(reference["namespace"]?.stringValue.map { "\($0)/\(name)" } ?? name)
    }, .age,
  ]

  private static func health(_ object: JSONValue) -> JSONValue? {
    object["conditions"]?.arrayValue?.first { $0["type"] == "Healthy" }
  }

  private static func paramKind(_ object: JSONValue) -> JSONValue {
    guard let kind = object[path: "spec", "paramKind"] else { return "<unset>" }
    return .string("\(kind["apiVersion"]?.stringValue ?? "")/\(kind["kind"]?.stringValue ?? "")")
  }

  private static func size(_ name: String, _ path: String...) -> TableColumn {
    TableColumn(name, type: "integer") { object, _ in .integer(Int64(value(object, path)?.arrayValue?.count ?? 0)) }
  }

  private static func flag(_ name: String, _ member: String, default standard: Bool = false) -> TableColumn {
    TableColumn(name, type: "boolean") { object, _ in .bool(object[path: "spec", member]?.boolValue ?? standard) }
  }

  /// A limit of a priority level, which one that is exempt has not.
  private static func limit(_ name: String, _ member: String) -> TableColumn {
    TableColumn(name) { object, _ in
      let part = object[path: "spec", "limited"] ?? object[path: "spec", "exempt"]
      return .string(part?[member]?.integerValue.map { String($0) } ?? "<none>")
    }
  }

  private static func queuing(_ name: String, _ member: String) -> TableColumn {
    TableColumn(name) { object, _ in
      let queuing = object[path: "spec", "limited", "limitResponse", "queuing"]
      return .string(queuing?[member]?.integerValue.map { String($0) } ?? "<none>")
    }
  }

  private static func state(ofClaim object: JSONValue) -> String {
    var states: [String] = []
    if object[path: "metadata", "deletionTimestamp"] != nil { states.append("deleted") }
    let status = object["status"]
    if status?["allocation"] == nil {
      if object[path: "metadata", "deletionTimestamp"] == nil { states.append("pending") }
    } else {
      states.append("allocated")
      if status?["reservedFor"]?.arrayValue?.isEmpty == false { states.append("reserved") }
    }
    return states.joined(separator: ",")
  }
}
