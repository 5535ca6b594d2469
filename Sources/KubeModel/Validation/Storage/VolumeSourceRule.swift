/// A kind of source that a volume of a pod, or a persistent volume, may have, and what it must be like.
struct VolumeSourceRule: Sendable {
  typealias Check = @Sendable (JSONValue, FieldPath, inout Findings) -> Void

  let field: String
  /// Where a second source is told of, and the last part of the paths of what is wrong inside; where they are not the
  /// field's name, that is Kubernetes' own slip.
  let name, place: String
  /// Whether Kubernetes lets it pass beside another source.
  let passesBesideOthers: Bool
  let check: Check

  init(
    _ field: String, name: String? = nil, place: String? = nil, passesBesideOthers: Bool = false,
    _ check: @escaping Check = { _, _, _ in }
  ) {
    self.field = field
    self.name = name ?? field
    self.place = place ?? field
    self.passesBesideOthers = passesBesideOthers
    self.check = check
  }

  /// Checks that `holder` has one source, which is as its rule says, and calls `next` with its field and value.
  ///
  /// - Parameter rules: The kinds of sources in the order in which Kubernetes looks for them.
  static func checkOne(
    of rules: [Self], in holder: JSONValue, _ path: FieldPath, _ findings: inout Findings,
    then next: (_ field: String, _ value: JSONValue, inout Findings) -> Void
  ) {
    var isGiven = false
    for rule in rules {
      guard let value = holder[rule.field] else { continue }
      if isGiven, !rule.passesBesideOthers {
        findings.forbidden(path[rule.name], "may not specify more than 1 volume type")
        continue
      }
      isGiven = true
      rule.check(value, path[rule.place], &findings)
      next(rule.field, value, &findings)
    }
    if !isGiven { findings.required(path, "must specify a volume type") }
  }
}
