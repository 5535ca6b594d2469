import KubeModel
import ObjectStore

/// How far a write has come with the webhooks that it may concern.
///
/// Webhooks cannot be called inside the store's writer. So the write is tried: where webhooks are to see the object it
/// throws an ``AdmissionPause``, which undoes the attempt and carries the object out. They are called, and the next
/// attempt goes on with what they made of it, provided that the object to be replaced is still the same.
///
/// State: `mutating` → `validating` → `done`, and back to the start when another write came between.
struct AdmissionPass: Sendable {
  /// An object that webhooks have seen; nil for a deletion.
  struct Admitted: Sendable {
    let object: JSONValue?
    /// The revision of the object that is replaced or deleted; nil when there was none.
    let revision: Int64?
  }

  enum Stage: Sendable {
    /// Mutating webhooks have not been called.
    case mutating
    /// Mutating webhooks have been called, or there are none (nil).
    case validating(Admitted?)
    /// All have been called.
    case done(Admitted)
  }

  let stage: Stage

  private var admitted: Admitted? {
    switch stage {
    case .mutating: nil
    case .validating(let admitted): admitted
    case .done(let admitted): admitted
    }
  }

  /// Whether the write goes on with an object that webhooks have seen.
  var isResumed: Bool { admitted != nil }

  /// Whether no mutating webhook is to be called any more.
  var isMutated: Bool { if case .mutating = stage { false } else { true } }

  /// What webhooks made of the object; nil when they have not seen it.
  ///
  /// Throws ``AdmissionOutdated`` when they saw it as the successor of another one than `current`.
  func resumed(over current: StoredObject?) throws -> JSONValue? {
    guard let admitted else { return nil }
    guard admitted.revision == current?.revision else { throw AdmissionOutdated() }
    return admitted.object
  }

  /// Leaves the attempt when mutating webhooks are to be called.
  func pauseToMutate(_ change: ObjectChange, replacing old: StoredObject?) throws {
    if case .mutating = stage { throw AdmissionPause(change: change, revision: old?.revision) }
  }

  /// Leaves the attempt when validating webhooks are to be called.
  func pauseToValidate(_ change: ObjectChange, replacing old: StoredObject?) throws {
    if case .validating = stage { throw AdmissionPause(change: change, revision: old?.revision) }
  }
}

/// Carries an object out of a write to be shown to webhooks.
struct AdmissionPause: Error {
  let change: ObjectChange
  /// The revision of the object that is replaced; nil when there is none.
  let revision: Int64?
}

/// Another write came between the webhooks' answers and the write that they allowed.
struct AdmissionOutdated: Error {}
