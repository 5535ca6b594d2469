/// What patching needs to know of a value's type.
///
/// The Kubernetes table offers it for built-in kinds, a CustomResourceDefinition's schema for its own; a value
/// without a schema is merged member by member, and its lists are replaced whole.
package protocol MergeSchema: Sendable {
  /// How server-side apply treats the value (`x-kubernetes-list-type`, `x-kubernetes-map-type`).
  var topology: MergeTopology { get }

  /// What values of the type look like.
  var form: MergeForm { get }

  /// The schema of an object's member; nil when the type does not know it.
  func member(_ name: String) -> (any MergeSchema)?

  /// The schema of a list's elements or a map's values; nil for anything else.
  var element: (any MergeSchema)? { get }

  /// Whether the members are named by the type (a struct) and not chosen by the user (a map).
  var isStruct: Bool { get }

  /// Whether a strategic merge patch merges this list instead of replacing it (`x-kubernetes-patch-strategy`).
  var mergesListOnPatch: Bool { get }

  /// Whether a strategic merge patch replaces this object instead of merging it.
  var replacesOnPatch: Bool { get }

  /// The member that tells a merged list's elements apart; nil for lists of plain values.
  var patchMergeKey: String? { get }
}

/// How server-side apply divides the ownership of a value.
package enum MergeTopology: Sendable, Hashable {
  /// One owner for the whole value; scalars are always so.
  case atomic
  /// An object whose members have owners of their own.
  case granular
  /// A list whose elements are plain values, each with an owner.
  case set
  /// A list whose elements are told apart by these members.
  case associative(keys: [String])
}

/// What a value looks like to server-side apply.
package enum MergeForm: Sendable, Hashable {
  case string, numeric, boolean, list, map
  /// Anything: a quantity, which may be a number or a string, or what the schema leaves open.
  case any
}
