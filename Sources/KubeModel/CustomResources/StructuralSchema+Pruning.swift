import OrderedCollections

extension StructuralSchema {
  /// Removes the members that the schema does not know (Kubernetes: "Field pruning"), and returns their paths sorted.
  ///
  /// `apiVersion`, `kind` and `metadata` stay, at the root and in embedded resources.
  package func prune(_ object: inout JSONValue) -> [String] {
    var walk = Pruning()
    walk.object(&object, self, isResource: true, path: FieldPath())
    return walk.unknown.sorted()
  }

  /// Whether `value` has members that the schema does not know.
  func hasUnknownMembers(_ value: JSONValue) -> Bool {
    var (walk, value) = (Pruning(), value)
    walk.value(&value, self, path: FieldPath())
    return !walk.unknown.isEmpty
  }
}

/// One walk through an object along its schema.
private struct Pruning {
  var unknown: [String] = []

  /// - Parameter schema: Nil where everything is unknown.
  mutating func value(_ value: inout JSONValue, _ schema: StructuralSchema?, path: FieldPath) {
    switch value {
    case .object: object(&value, schema, isResource: schema?.isEmbeddedResource ?? false, path: path)
    case .array(var elements):
      if schema?.preservesUnknownFields == true { return }
      value = .null  // One owner while it changes.
      for index in elements.indices {
        self.value(&elements[index], schema?.items, path: path[index])
      }
      value = .array(elements)
    default: break
    }
  }

  mutating func object(_ value: inout JSONValue, _ schema: StructuralSchema?, isResource: Bool, path: FieldPath) {
    guard case .object(var members) = value else { return }
    value = .null
    for name in members.keys {
      if isResource, StructuralSchema.metaFields.contains(name) { continue }
      if let property = schema?.properties[name] {
        self.value(&members[name, default: .null], property, path: path[name])
      } else if let additional = schema?.additionalProperties {
        if case .values(let element) = additional {
          self.value(&members[name, default: .null], element, path: path[name])
        } else if schema?.preservesUnknownFields != true {
          self.value(&members[name, default: .null], nil, path: path[name])
        }
      } else if schema?.preservesUnknownFields != true {
        unknown.append(path[name].description)
        members[name] = nil
      }
    }
    value = .object(members)
  }
}
