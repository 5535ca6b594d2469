import Synchronization

/// The built-in types, read from the table's text one by one on first use.
final class SchemaTypeStore: Sendable {
  /// Where a type stands in the text.
  struct Entry: Sendable {
    let package: String
    /// The bytes of its lines, the `T` line first.
    let lines: Range<Int>
  }

  private let bytes: [UInt8]
  private let index: [String: Entry]
  private let kinds: [GroupVersionKind: String]
  private let cache = Mutex<[String: SchemaType]>([:])

  init(bytes: [UInt8], index: [String: Entry], kinds: [GroupVersionKind: String]) {
    self.bytes = bytes
    self.index = index
    self.kinds = kinds
  }

  var names: [String] { Array(index.keys) }

  func type(of kind: GroupVersionKind) -> SchemaType? { kinds[kind].flatMap(type(named:)) }

  func type(named name: String) -> SchemaType? {
    if let known = cache.withLock({ $0[name] }) { return known }
    guard let entry = index[name] else { return nil }
    let type = read(entry, name: name)
    cache.withLock { $0[name] = type }
    return type
  }

  private func read(_ entry: Entry, name: String) -> SchemaType {
    var lines = bytes[entry.lines].split(separator: 0x0a).map { $0.split(separator: 0x20).map(Self.text) }
    let header = lines.removeFirst()
    let fields = lines.compactMap { Self.field($0, package: entry.package) }
    return SchemaType(
      name: name, groupVersion: header.count > 2 ? GroupVersion(apiVersion: header[2]) : nil,
      form: Self.forms[name] ?? .structure, fields: fields, isAtomic: header.count > 3 && header[3] == "A")
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func field(_ words: [String], package: String) -> SchemaField? {
    guard words.count >= 3 else { return nil }
    let wire = words[1].split(separator: "/").compactMap { Int($0) }.filter { $0 > 0 }
    var field = SchemaField(name: words[0], wire: wire, value: value(words[2][...], package: package))
    for word in words.dropFirst(3) {
      let rest = String(word.dropFirst())
      switch word.first {
      case "!":
        field.isRequired = true
        field.omitsEmpty = false
      case "P": field.isPointer = true
      case "E": field.omitsEmpty.toggle()
      case "W": field.isWrapped = true
      case "A": field.isAtomic = true
      case "L": field.listType = SchemaField.ListType(rawValue: rest)
      case "K": field.listMapKeys = rest.split(separator: ",").map(String.init)
      case "S": field.patchStrategies = rest.split(separator: ",").map(String.init)
      case "M": field.patchMergeKey = rest
      default: break
      }
    }
    return field
  }

  private static func value(_ code: Substring, package: String) -> SchemaValue {
    switch code {
    case "s": return .string
    case "y": return .bytes
    case "i": return .int32
    case "l": return .int64
    case "b": return .bool
    case "d": return .double
    case "o": return .object
    default: break
    }
    switch code.first {
    case "*": return .array(value(code.dropFirst(), package: package))
    case "%": return .map(value(code.dropFirst(), package: package))
    default: return .reference(code.contains(".") ? String(code) : "\(package).\(code)")
    }
  }

  private static let forms: [String: SchemaType.Form] = {
    let meta = "apimachinery.pkg.apis.meta.v1"
    let extensions = "apiextensions-apiserver.pkg.apis.apiextensions.v1"
    return [
      "apimachinery.pkg.api.resource.Quantity": .quantity, "apimachinery.pkg.api.resource.QuantityValue": .quantity,
      "apimachinery.pkg.util.intstr.IntOrString": .intOrString, "\(meta).Time": .time, "\(meta).MicroTime": .microTime,
      "\(meta).Duration": .duration, "\(meta).FieldsV1": .rawObject,
      "apimachinery.pkg.runtime.RawExtension": .rawObject,
      "\(extensions).JSON": .anyJSON, "\(extensions).JSONSchemaPropsOrArray": .schemaOrArray,
      "\(extensions).JSONSchemaPropsOrBool": .schemaOrBool,
      "\(extensions).JSONSchemaPropsOrStringArray": .schemaOrStrings,
    ]
  }()
}
