import KubeModel
import ObjectStore

/// Cluster addresses (10.96.0.0/16) and node ports (30000–32767) of services.
struct ServiceStrategy: KindStrategy {
  private static let ports = 30_000...32_767

  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    try complete(&object, old: nil, in: scope)
  }

  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    try complete(&object, old: old, in: scope)
  }

  private func complete(_ object: inout JSONValue, old: JSONValue?, in scope: StrategyScope) throws {
    var spec = object["spec"] ?? .emptyObject
    let type = spec["type"]?.stringValue ?? "ClusterIP"
    spec["type"] = .string(type)
    if spec["sessionAffinity"] == nil { spec["sessionAffinity"] = "None" }
    defer { object["spec"] = spec }
    if let old { dropWhatDependsOnType(from: &object, &spec, old: old, type: type) }
    guard type != "ExternalName" else {
      for member in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] { spec[member] = nil }
      return
    }
    let others = scope.transaction.objects(GroupResource(resource: "services")).filter { $0.key != scope.key }
    let address = try address(spec, old: old?["spec"], others, scope)
    spec["clusterIP"] = .string(address)
    spec["clusterIPs"] = [.string(address)]
    if spec["ipFamilies"] == nil { spec["ipFamilies"] = ["IPv4"] }
    if spec["ipFamilyPolicy"] == nil { spec["ipFamilyPolicy"] = "SingleStack" }
    if spec["internalTrafficPolicy"] == nil { spec["internalTrafficPolicy"] = "Cluster" }
    try completePorts(of: &spec, type: type, old: old?["spec"], others, scope)
  }

  /// What a service has because of its type goes with the type, unless the update sets it anew.
  private func dropWhatDependsOnType(
    from object: inout JSONValue, _ spec: inout JSONValue, old: JSONValue, type: String
  ) {
    guard let before = old["spec"], before["type"]?.stringValue != type else { return }
    func drop(_ member: String) { if spec[member] == before[member] { spec[member] = nil } }
    if type != "NodePort", type != "LoadBalancer" {
      for member in ["externalTrafficPolicy", "healthCheckNodePort"] { drop(member) }
      let numbers = { (spec: JSONValue) in (spec["ports"]?.arrayValue ?? []).map { $0["nodePort"] } }
      if numbers(spec) == numbers(before) {
        spec["ports"] = spec["ports"]?.arrayValue.map { ports in
          .array(
            ports.map { port in
              var port = port
              port["nodePort"] = nil
              return port
            })
        }
      }
    }
    if type != "LoadBalancer" {
      for member in ["allocateLoadBalancerNodePorts", "loadBalancerClass"] { drop(member) }
      object["status"] = nil
    }
    if type == "ExternalName" { drop("internalTrafficPolicy") }
  }

  private func address(
    _ spec: JSONValue, old: JSONValue?, _ others: [StoredObject], _ scope: StrategyScope
  ) throws -> String {
    let asked = spec["clusterIP"]?.stringValue ?? spec["clusterIPs"]?.arrayValue?.first?.stringValue ?? ""
    let previous = old?["clusterIP"]?.stringValue ?? ""
    if !previous.isEmpty, asked.isEmpty || asked == previous { return previous }
    if asked == "None" { return asked }
    guard previous.isEmpty else {
      throw invalid(scope, "spec.clusterIPs[0]", "Invalid value: \(quoted([asked])): may not change once set")
    }
    let taken = Set(others.compactMap { $0.value["spec"]?["clusterIP"]?.stringValue })
    if !asked.isEmpty {
      let octets = asked.split(separator: ".").compactMap { UInt8($0) }
      guard octets.count == 4 else {
        throw invalid(scope, "spec.clusterIPs", "Invalid value: \(quoted([asked])): must be a valid IP address")
      }
      guard octets[0] == 10, octets[1] == 96 else {
        throw invalid(
          scope, "spec.clusterIPs",
          "Invalid value: \(quoted([asked])): failed to allocate IP \(asked): the provided IP (\(asked)) is not in the "
            + "valid range. The range of valid IPs is 10.96.0.0/16")
      }
      guard !taken.contains(asked) else {
        throw invalid(
          scope, "spec.clusterIPs",
          "Invalid value: \(quoted([asked])): failed to allocate IP \(asked): provided IP is already allocated")
      }
      return asked
    }
    // From a random start, so that an address is not used again at once; the first 256 are for explicit requests.
    let start = Int.random(in: 0..<65_278)
    for step in 0..<65_278 {
      let host = 256 + (start + step) % 65_278
      let candidate = "10.96.\(host >> 8).\(host & 255)"
      if !taken.contains(candidate) { return candidate }
    }
    throw StatusError.internalError("failed to allocate a serviceIP: range is full")
  }

  private func completePorts(
    of spec: inout JSONValue, type: String, old: JSONValue?, _ others: [StoredObject], _ scope: StrategyScope
  ) throws {
    guard var list = spec["ports"]?.arrayValue else { return }
    let needsNodePort =
      type == "NodePort" || type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"]?.boolValue != false
    if needsNodePort, spec["externalTrafficPolicy"] == nil { spec["externalTrafficPolicy"] = "Cluster" }
    if type == "LoadBalancer", spec["allocateLoadBalancerNodePorts"] == nil {
      spec["allocateLoadBalancerNodePorts"] = true
    }
    var taken: Set<Int64> = []
    for other in others {
      for port in other.value["spec"]?["ports"]?.arrayValue ?? [] {
        if let number = port["nodePort"]?.integerValue { taken.insert(number) }
      }
    }
    let previous = old?["ports"]?.arrayValue ?? []
    for index in list.indices {
      if list[index]["protocol"] == nil { list[index]["protocol"] = "TCP" }
      if list[index]["targetPort"] == nil { list[index]["targetPort"] = list[index]["port"] }
      guard needsNodePort else {
        list[index]["nodePort"] = nil
        continue
      }
      let before = previous.first { $0["port"] == list[index]["port"] && $0["protocol"] == list[index]["protocol"] }
      let asked = list[index]["nodePort"]?.integerValue ?? before?["nodePort"]?.integerValue ?? 0
      let number = try nodePort(asked, taken, field: "spec.ports[\(index)].nodePort", scope)
      list[index]["nodePort"] = .integer(number)
    }
    spec["ports"] = .array(list)
    if needsNodePort {
      // One node port may serve two protocols of one service, but never two services.
      let own = list.compactMap { port in port["nodePort"]?.integerValue.map { ($0, port["protocol"]) } }
      for (position, pair) in own.enumerated() where own[..<position].contains(where: { $0 == pair }) {
        throw invalid(scope, "spec.ports[\(position)].nodePort", "Duplicate value: \(pair.0)")
      }
    }
  }

  private func nodePort(_ asked: Int64, _ taken: Set<Int64>, field: String, _ scope: StrategyScope) throws -> Int64 {
    if asked != 0 {
      guard Self.ports.contains(Int(asked)) else {
        throw invalid(
          scope, field,
          "Invalid value: \(asked): provided port is not in the valid range. The range of valid ports is 30000-32767")
      }
      guard !taken.contains(asked) else {
        throw invalid(scope, field, "Invalid value: \(asked): provided port is already allocated")
      }
      return asked
    }
    let start = Int.random(in: 0..<Self.ports.count)
    for step in 0..<Self.ports.count {
      let candidate = Int64(Self.ports.lowerBound + (start + step) % Self.ports.count)
      if !taken.contains(candidate) { return candidate }
    }
    throw StatusError.internalError("failed to allocate a nodePort: range is full")
  }

  private func quoted(_ texts: [String]) -> String { "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]" }

  private func invalid(_ scope: StrategyScope, _ field: String, _ message: String) -> StatusError {
    .invalid(
      Service.groupVersionKind, name: scope.key.name,
      causes: [.init(reason: "FieldValueInvalid", message: message, field: field)])
  }
}
