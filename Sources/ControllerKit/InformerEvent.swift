package import KubeModel

/// What an informer tells its handlers, in the order of the changes.
package enum InformerEvent<Kind: ObjectWithMetadata>: Sendable {
  case added(Kind)
  case updated(old: Kind, new: Kind)
  /// The object in its last known state.
  case deleted(Kind)

  /// The object after the change, or its last known state.
  package var object: Kind {
    switch self {
    case .added(let object), .updated(_, let object), .deleted(let object): object
    }
  }
}
