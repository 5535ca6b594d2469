import OrderedCollections

/// What the rules of a pod's specification ask about the object around it.
struct PodScope: Sendable {
  /// Something that is refused in new objects and stays in those that have had it already, so that they can still be
  /// updated (`PodValidationOptions` of Kubernetes).
  enum Tolerance: CaseIterable {
    case labelValuesInAffinity, labelValuesInNodeAffinity, labelSelectorsInSpread
    case indivisibleHugePages, tokenPathsOutside, sysctlsOfTheHost
  }

  /// The metadata of the pod itself; nil for a template.
  var metadata: JSONValue?
  /// The names of volumes that the pods get besides those of their specification: the claims of a StatefulSet.
  var claims: [String] = []
  var tolerates: Set<Tolerance> = []

  /// Whether this is a pod and not a template of pods.
  var isPod: Bool { metadata != nil }

  /// The scope for pods that replace `old`: what `old` has already is tolerated.
  func replacing(_ old: JSONValue?) -> Self {
    guard let old else { return self }
    var scope = self
    for tolerance in Tolerance.allCases where !Validation.problems(tolerance, in: old).isEmpty {
      scope.tolerates.insert(tolerance)
    }
    return scope
  }
}

extension JSONValue {
  /// The elements of the list `key`; none when it is missing.
  func list(_ key: String) -> [JSONValue] { self[key]?.arrayValue ?? [] }

  /// The texts of the list `key`.
  func texts(_ key: String) -> [String] { list(key).map { $0.stringValue ?? "" } }

  /// Whether the member is true; what is missing is not.
  func isTrue(_ key: String) -> Bool { self[key] == true }

  /// The number of a member; 0 when it is missing.
  func number(_ key: String) -> Int64 { self[key]?.integerValue ?? 0 }

  /// The members of the map `key`, in the order of their keys' octets.
  func entries(_ key: String) -> [(key: String, value: JSONValue)] {
    (self[key]?.objectValue ?? [:]).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ($0.key, $0.value) }
  }
}
