/// Which of the names that a definition asks for it gets, and what its conditions say of it.
package enum CustomResourceNaming {
  /// Settles the names and conditions of `definition` beside the `others`, and the versions in which objects are
  /// stored.
  package static func settle(
    _ definition: inout CustomResourceDefinition, beside others: [CustomResourceDefinition], at now: Timestamp
  ) {
    let group = definition.spec.group
    let rivals = others.filter { $0.spec.group == group && $0.name != definition.name }.map(\.status.acceptedNames)
    let resources = Set(rivals.flatMap { [$0.plural, $0.singular].compactMap(\.self) + $0.shortNames })
    let kinds = Set(rivals.flatMap { [$0.kind, $0.listKind].compactMap(\.self) })
    let (asked, before) = (definition.spec.names, definition.status.acceptedNames)
    var accepted = before
    var conflict: (reason: String, message: String)?
    func settle(_ name: String, _ reason: String, taken: Set<String>) {
      guard let wanted = asked.json[name]?.stringValue else { return }
      if wanted != before.json[name]?.stringValue, taken.contains(wanted) {
        conflict = (reason, "\"\(wanted)\" is already in use")
      } else {
        accepted.json[name] = .string(wanted)
      }
    }
    settle("plural", "PluralConflict", taken: resources)
    settle("singular", "SingularConflict", taken: resources)
    let rejected = asked.shortNames.filter { !before.shortNames.contains($0) && resources.contains($0) }
    if rejected.isEmpty {
      accepted.shortNames = asked.shortNames
    } else {
      let problems = rejected.map { "\"\($0)\" is already in use" }
      conflict = (
        "ShortNamesConflict", problems.count == 1 ? problems[0] : "[\(problems.joined(separator: ", "))]"
      )
    }
    settle("kind", "KindConflict", taken: kinds)
    settle("listKind", "ListKindConflict", taken: kinds)
    accepted.categories = asked.categories
    definition.status.acceptedNames = accepted
    writeConditions(of: &definition, conflict, at: now)
  }

  private static func writeConditions(
    of definition: inout CustomResourceDefinition, _ conflict: (reason: String, message: String)?, at now: Timestamp
  ) {
    definition.status.setCondition(
      "NamesAccepted", conflict == nil ? "True" : "False", reason: conflict?.reason ?? "NoConflicts",
      message: conflict?.message ?? "no conflicts found", at: now)
    if conflict == nil {
      definition.status.setCondition(
        "Established", "True", reason: "InitialNamesAccepted", message: "the initial names have been accepted", at: now)
    } else if !definition.isEstablished {
      definition.status.setCondition(
        "Established", "False", reason: "NotAccepted", message: "not all names are accepted", at: now)
    }
    // The place of the members, as Kubernetes writes them.
    let status = definition.status.json
    definition.status.json = [
      "conditions": status["conditions"] ?? [], "acceptedNames": status["acceptedNames"] ?? .emptyObject,
      "storedVersions": status["storedVersions"] ?? [],
    ]
  }

  /// Notes the version in which objects are stored from now on.
  package static func noteStorage(in definition: inout CustomResourceDefinition) {
    guard let version = definition.spec.storageVersion, !definition.status.storedVersions.contains(version) else {
      return
    }
    definition.status.storedVersions += [version]
  }
}
