import OrderedCollections

extension StructuralSchema {
  /// Fills in what the object leaves out, and drops nulls where the schema allows none (Kubernetes: "Defaulting and
  /// Nullable").
  package func applyDefaults(to value: inout JSONValue) {
    switch value {
    case .object(var members):
      value = .null  // One owner while it changes.
      for (name, property) in properties {
        guard let fallback = property.defaultValue else { continue }
        if members[name].map({ $0.isNull && !property.isNullable }) ?? true { members[name] = fallback }
      }
      for name in members.keys {
        guard let schema = member(name), let member = members[name] else { continue }
        if member.isNull, !schema.isNullable {
          members[name] = schema.defaultValue
        } else {
          schema.applyDefaults(to: &members[name, default: .null])
        }
      }
      value = .object(members)
    case .array(var elements):
      guard let items else { return }
      value = .null
      for index in elements.indices {
        if elements[index].isNull, !items.isNullable { elements[index] = items.defaultValue ?? .null }
        items.applyDefaults(to: &elements[index])
      }
      value = .array(elements)
    default: break
    }
  }

  /// Whether the schema fills anything in.
  package var hasDefaults: Bool {
    defaultValue != nil || properties.values.contains(where: \.hasDefaults) || items?.hasDefaults == true
      || additionalValues?.hasDefaults == true
  }
}
