/// Managers own fields in the version through which they wrote; what a write changes is compared in each of these.
extension FieldOwnership {
  /// A version of a kind, as ownership sees it.
  package struct Version: Sendable {
    package let schema: (any MergeSchema)?
    /// How the stored objects get into the version; nil when it is the stored one.
    package let conversion: VersionConversion?

    package init(schema: (any MergeSchema)?, conversion: VersionConversion?) {
      self.schema = schema
      self.conversion = conversion
    }

    func structural(_ stored: JSONValue) -> StructuralValue {
      let bare = stored.withoutManagedFields
      return StructuralValue(value: conversion?.fromStored(bare) ?? bare, schema: schema)
    }

    func stored(_ value: JSONValue) -> JSONValue { conversion?.toStored(value) ?? value }
  }

  private var requested: Version { Version(schema: schema, conversion: conversion) }

  private func version(_ apiVersion: String) -> Version? {
    apiVersion == self.apiVersion ? requested : versions(apiVersion)
  }

  /// A stored object in the version of the request.
  func structural(_ stored: JSONValue) -> StructuralValue { requested.structural(stored) }

  /// What differs between two stored objects in a version; nil when that is not served any more.
  func difference(from old: JSONValue, to new: JSONValue, in apiVersion: String) -> StructuralValue.Difference? {
    version(apiVersion).map { $0.structural(old).difference(to: $0.structural(new)) }
  }

  /// The same for a new object in the version of the request.
  func difference(
    from old: JSONValue, toRequested new: StructuralValue, in apiVersion: String
  ) -> StructuralValue.Difference? {
    if apiVersion == self.apiVersion { return structural(old).difference(to: new) }
    return difference(from: old, to: requested.stored(new.value), in: apiVersion)
  }

  /// The object without what its manager applied the last time, and now neither applies nor shares with others.
  func dropping(
    _ last: ManagedFields.Ownership, from merged: StructuralValue, keeping applied: StructuralValue,
    and others: FieldSet
  ) -> JSONValue {
    guard let version = version(last.apiVersion) else { return merged.value }
    if last.apiVersion == apiVersion {
      return merged.removing(last.fields, keeping: applied.fieldSet.union(others)) ?? .emptyObject
    }
    let kept = version.structural(requested.stored(applied.value)).fieldSet.union(others)
    guard !last.fields.subtracting(kept).isEmpty else { return merged.value }
    let left = version.structural(requested.stored(merged.value)).removing(last.fields, keeping: kept) ?? .emptyObject
    return requested.structural(version.stored(left)).value
  }
}
