import OrderedCollections

extension KubernetesTable {
  /// Adds the fields that Kubernetes' servers write although nobody has set them: structs that Go holds by value, such
  /// as an empty `status` or `podSelector`, and zeros that its structs do not mark as `omitempty`.
  ///
  /// Clients in languages without zero values count on them: `status.loadBalancer.ingress` of an Ingress can be asked
  /// for without asking first whether there is a `status`. What Go writes as `null` (times, lists and maps that are not
  /// set) is left out. A kind without a type in the table is left as it is.
  package func addZeroValues(to object: inout JSONValue, as kind: GroupVersionKind) {
    guard let type = type(of: kind), case .object(let members) = object else { return }
    object = .object(ZeroValues(table: self).added(to: members, type))
  }
}

/// Walks a value along its type.
private struct ZeroValues {
  let table: KubernetesTable

  /// The struct with its known fields in Kubernetes' order.
  func added(to members: JSONObject, _ type: SchemaType) -> JSONObject {
    if type.fields.isEmpty { return members }
    var result: JSONObject = [:]
    result.reserveCapacity(members.count + 2)
    for field in type.fields {
      if let member = members[field.name] {
        result[field.name] = added(to: member, field.value)
      } else if let zero = zero(of: field) {
        result[field.name] = zero
      }
    }
    for (name, member) in members where type.field(name) == nil { result[name] = member }
    return result
  }

  private func added(to value: JSONValue, _ type: SchemaValue) -> JSONValue {
    switch (value, type) {
    case (.array(let elements), .array(.reference(let name))):
      guard let known = structure(name) else { return value }
      return .array(elements.map { added(to: $0, known) })
    case (.object(let members), .map(.reference(let name))):
      guard let known = structure(name) else { return value }
      return .object(members.mapValues { added(to: $0, known) })
    case (.object, .reference(let name)):
      guard let known = structure(name) else { return value }
      return added(to: value, known)
    default: return value
    }
  }

  private func added(to value: JSONValue, _ type: SchemaType) -> JSONValue {
    guard case .object(let members) = value else { return value }
    return .object(added(to: members, type))
  }

  private func structure(_ name: String) -> SchemaType? {
    table.type(named: name).flatMap { $0.form == .structure ? $0 : nil }
  }

  /// What Go writes for a field that is not set; nil when it writes nothing, or null.
  private func zero(of field: SchemaField) -> JSONValue? {
    if field.isPointer { return nil }
    if case .reference(let name) = field.value, let type = table.type(named: name) {
      // `omitempty` has no effect on structs.
      switch type.form {
      case .structure: return .object(added(to: [:], type))
      case .quantity: return "0"
      case .intOrString: return 0
      case .duration: return "0s"
      case .time, .microTime, .rawObject, .anyJSON, .schemaOrArray, .schemaOrBool, .schemaOrStrings: return nil
      }
    }
    if field.omitsEmpty { return nil }
    switch field.value {
    case .string: return ""
    case .int32, .int64, .double: return 0
    case .bool: return false
    case .bytes, .object, .array, .map, .reference: return nil
    }
  }
}
