/// A type of the Kubernetes API: a struct with its fields in Go's order, or one with a JSON form of its own.
package struct SchemaType: Sendable, Hashable {
  /// How values of the type look in JSON.
  package enum Form: Sendable, Hashable {
    /// An object with the fields of the type.
    case structure
    /// A number or a string.
    case intOrString
    /// A string or number that `Quantity` reads.
    case quantity
    /// A string with RFC 3339 time.
    case time
    case microTime
    /// A string such as `1h30m`.
    case duration
    /// An object of any kind: `RawExtension`, `FieldsV1`.
    case rawObject
    /// Any JSON value.
    case anyJSON
    /// A JSON schema, or a list of them, a boolean, a list of strings.
    case schemaOrArray, schemaOrBool, schemaOrStrings
  }

  /// The package and name, such as `api.core.v1.PodSpec`.
  package let name: String
  /// The group version in which the type is a kind; nil when it is a part of kinds only, or belongs to all groups.
  package let groupVersion: GroupVersion?
  package let form: Form
  /// In the order in which Kubernetes writes them.
  package let fields: [SchemaField]
  /// Whether server-side apply treats values as one part.
  package let isAtomic: Bool
  private let index: [String: Int]

  package init(
    name: String, groupVersion: GroupVersion? = nil, form: Form = .structure, fields: [SchemaField],
    isAtomic: Bool = false
  ) {
    self.name = name
    self.groupVersion = groupVersion
    self.form = form
    self.fields = fields
    self.isAtomic = isAtomic
    var index: [String: Int] = [:]
    index.reserveCapacity(fields.count)
    for (position, field) in fields.enumerated() { index[field.name] = position }
    self.index = index
  }

  /// The field with the JSON name `name`.
  package func field(_ name: String) -> SchemaField? { index[name].map { fields[$0] } }

  /// The name without its package: `PodSpec`.
  package var shortName: Substring { name[name.index(after: lastDot)...] }

  /// The name as Go prints the type: `v1.PodSpec`.
  package var goName: String {
    let package = name[..<lastDot]
    return
      "\(package[(package.lastIndex(of: ".").map { package.index(after: $0) } ?? package.startIndex)...]).\(shortName)"
  }

  private var lastDot: String.Index { name.lastIndex(of: ".") ?? name.startIndex }
}

/// A field of a type.
package struct SchemaField: Sendable, Hashable {
  /// How server-side apply tells a list's elements apart (`x-kubernetes-list-type`).
  package enum ListType: String, Sendable, Hashable {
    case atomic, set, map
  }

  /// The name in JSON.
  package let name: String
  /// The protobuf field number, after those of the embedded messages around it; empty when there is no wire form.
  package let wire: [Int]
  package let value: SchemaValue
  package var isRequired = false
  /// Whether Go holds the value by a pointer: a zero that is there differs from none.
  package var isPointer = false
  /// Whether Go leaves the field out of JSON when it is zero.
  package var omitsEmpty = true
  /// Whether the list is a message of its own on the wire, with the elements as field 1.
  package var isWrapped = false
  package var listType: ListType?
  /// The members that tell the elements of a list of type `map` apart.
  package var listMapKeys: [String] = []
  /// Strategic merge patch: `merge`, `replace`, `retainKeys`.
  package var patchStrategies: [String] = []
  package var patchMergeKey: String?
  /// Whether server-side apply treats the map or struct as one part.
  package var isAtomic = false

  package init(name: String, wire: [Int] = [], value: SchemaValue) {
    self.name = name
    self.wire = wire
    self.value = value
  }
}

/// The type of a field's value.
package indirect enum SchemaValue: Sendable, Hashable {
  case string, bytes, int32, int64, bool, double
  /// An object without known fields.
  case object
  case array(SchemaValue)
  /// An object with any keys.
  case map(SchemaValue)
  /// A type by its name.
  case reference(String)
}
