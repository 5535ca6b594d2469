package import KubeModel
package import ObjectStore

/// An object in an answer.
///
/// Objects as they are stored carry their bytes, encoded once.
package struct ResponseObject: Sendable {
  private enum Content: Sendable {
    case stored(StoredObject)
    case made(JSONValue)
  }

  private let content: Content
  /// How the object gets into the version asked for; nil when it is in that version.
  private let conversion: VersionConversion?

  package init(_ object: StoredObject) { self.init(.stored(object)) }

  package init(_ value: JSONValue) { self.init(.made(value)) }

  private init(_ content: Content, _ conversion: VersionConversion? = nil) {
    self.content = content
    self.conversion = conversion
  }

  /// The object.
  package var value: JSONValue { conversion?.fromStored(storedValue) ?? storedValue }

  /// The object in the version in which it is stored, which the columns of Tables are about.
  package var storedValue: JSONValue {
    switch content {
    case .stored(let object): object.value
    case .made(let value): value
    }
  }

  /// An object of the conversion's stored kind in its served version; any other object, such as a `Scale`, as it is.
  func converted(by conversion: VersionConversion) -> ResponseObject {
    let (kind, stored) = (GroupVersionKind(of: storedValue), conversion.stored)
    // Custom resources may be stored in several versions.
    guard kind?.kind == stored.kind, kind?.groupVersion.group == stored.groupVersion.group else { return self }
    return ResponseObject(content, conversion)
  }

  /// The object as JSON.
  package var bytes: [UInt8] {
    if conversion != nil { return value.serialized() }
    return switch content {
    case .stored(let object): object.bytes
    case .made(let value): value.serialized()
    }
  }
}

/// The answer to a list: its parts, so that the HTTP layer can put stored bytes one after the other.
package struct ResponseList: Sendable {
  /// The kind of the list, such as `PodList`, and its version.
  package var kind: GroupVersionKind
  package var items: [ResponseObject]
  package var resourceVersion: String
  /// Where the next page starts; nil after the last one.
  package var continueToken: String?
  /// How many follow, where that is known without filtering.
  package var remainingItemCount: Int?
}

/// The answer to a request.
package enum ResourceResponse: Sendable {
  /// An object, with status 200 or 201.
  case object(ResponseObject, code: Int)
  case list(ResponseList)
  case watch(ResourceWatch)
  /// A `Status` object of success, with its code.
  case status(JSONValue, code: Int)
}

extension ResourceResponse {
  /// The answer in the conversion's served version, from one in the stored version.
  func converted(by conversion: VersionConversion) -> ResourceResponse {
    switch self {
    case .object(let object, let code): return .object(object.converted(by: conversion), code: code)
    case .list(var list):
      list.items = list.items.map { $0.converted(by: conversion) }
      return .list(list)
    case .watch(var watch):
      watch.conversion = conversion
      return .watch(watch)
    case .status: return self
    }
  }

  /// The answer in the version of `custom`, by a conversion that waits; throws why it cannot be made.
  func converted(
    to custom: CustomResource, by convert: @escaping @Sendable ([JSONValue]) async throws -> [JSONValue]
  ) async throws -> ResourceResponse {
    let version = JSONValue.string(custom.kind.groupVersion.description)
    let objects: @Sendable ([ResponseObject]) async throws -> [ResponseObject] = { objects in
      let values = objects.map(\.value)
      // Anything else, such as a `Scale`, is in its own version.
      let places = values.indices.filter {
        values[$0]["kind"] == .string(custom.kind.kind) && values[$0]["apiVersion"] != version
      }
      guard !places.isEmpty else { return objects }
      var result = objects
      for (place, made) in zip(places, try await convert(places.map { values[$0] })) {
        var object = made
        _ = try custom.prune(&object, kind: custom.kind)
        custom.applyDefaults(to: &object, kind: custom.kind)
        result[place] = ResponseObject(object)
      }
      return result
    }
    switch self {
    case .object(let object, let code): return .object(try await objects([object])[0], code: code)
    case .list(var list):
      list.items = try await objects(list.items)
      return .list(list)
    case .watch(var watch):
      watch.webhookConversion = { try await objects([$0])[0] }
      return .watch(watch)
    case .status: return self
    }
  }
}
