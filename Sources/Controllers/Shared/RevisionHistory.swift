import ControllerKit
import KubeClient
import KubeModel
import OrderedCollections

/// The revisions of a StatefulSet's or DaemonSet's template, and which of them is the present one, as a value.
struct RevisionHistory: Sendable {
  /// What to do so that the present template has the newest revision.
  enum Step: Sendable, Hashable {
    /// The template's revision is the newest already.
    case use(ControllerRevision)
    /// The template was used before (a rollback): its revision gets a new number.
    case renumber(ControllerRevision, to: Int)
    /// The template is new.
    case create(number: Int)
  }

  /// Sorted by number, then by age and name.
  let revisions: [ControllerRevision]

  init(_ revisions: [ControllerRevision]) {
    self.revisions = revisions.sorted { ($0.revision ?? 0, $0.name) < ($1.revision ?? 0, $1.name) }
  }

  /// The step for a template whose form in a revision is `data`.
  func step(for data: JSONValue) -> Step {
    let next = (revisions.last?.revision ?? 0) + 1
    guard let equal = revisions.last(where: { $0.data?.isEquivalent(to: data) ?? false }) else {
      return .create(number: next)
    }
    return equal == revisions.last ? .use(equal) : .renumber(equal, to: next)
  }

  /// The oldest revisions beyond `limit` that are not in use.
  func surplus(limit: Int, inUse: Set<String>) -> [ControllerRevision] {
    let unused = revisions.filter { !inUse.contains($0.name) }
    return Array(unused.prefix(max(0, unused.count - limit)))
  }

  /// The form that Kubernetes keeps a template in: a strategic merge patch that replaces it.
  ///
  /// Clients compare its bytes with what Go makes of a template, to know which revision is the present one: members by
  /// their names, and a time that no template has.
  static func data(of template: PodTemplateSpec) -> JSONValue {
    var json = template.json
    json["$patch"] = "replace"
    var metadata = json["metadata"] ?? .emptyObject
    metadata["creationTimestamp"] = JSONValue.null
    json["metadata"] = metadata
    return ["spec": ["template": sorted(json)]]
  }

  private static func sorted(_ json: JSONValue) -> JSONValue {
    switch json {
    case .array(let elements): return .array(elements.map(sorted))
    case .object(var members):
      members.sort()
      return .object(members.mapValues(sorted))
    default: return json
    }
  }

  /// A template out of a revision; nil when the revision holds none.
  static func template(in revision: ControllerRevision) -> PodTemplateSpec? {
    guard var json = revision.data?[path: "spec", "template"] else { return nil }
    json["$patch"] = nil
    return PodTemplateSpec(json: json)
  }
}

extension ControllerContext {
  /// Makes sure that the newest revision of `owner` is that of `template`, and returns it with all revisions.
  ///
  /// - Parameter hashLabel: The label of a new revision that says its hash, which is the end of its name too.
  func syncRevisions(
    of owner: some KubeObject, template: PodTemplateSpec, selector: LabelSelector, collisionCount: Int?,
    hashLabel: String
  ) async throws -> (current: ControllerRevision, history: RevisionHistory) {
    let informer = informers.informer(ControllerRevision.self)
    let candidates = informer.list(namespace: owner.namespace)
    let claimed = try await claim(candidates, for: owner) { selector.selects($0.metadata.labels) }
    let history = RevisionHistory(claimed)
    let data = RevisionHistory.data(of: template)
    switch history.step(for: data) {
    case .use(let revision):
      return (revision, history)
    case .renumber(let revision, let number):
      let renumbered = try await client.modify(
        ControllerRevision.self, namespace: revision.namespace, name: revision.name
      ) {
        $0.revision = number
        return true
      }
      try await informer.waitUntilSeen(renumbered.metadata.resourceVersion)
      return (renumbered, RevisionHistory(claimed.map { $0.name == revision.name ? renumbered : $0 }))
    case .create(let number):
      let hash = StableHash.label(of: data, collisionCount: collisionCount)
      var revision = ControllerRevision(name: "\(owner.name)-\(hash)", namespace: owner.namespace)
      revision.metadata.labels = template.metadata.labels.merging([hashLabel: hash]) { $1 }
      revision.metadata.ownerReferences = [owner.controllerReference()]
      revision.data = data
      revision.revision = number
      let created = try await client.create(revision)
      try await informer.waitUntilSeen(created.metadata.resourceVersion)
      return (created, RevisionHistory(claimed + [created]))
    }
  }

  /// Deletes the revisions that the history limit leaves no room for.
  func truncate(_ history: RevisionHistory, limit: Int, inUse: Set<String>) async throws {
    for revision in history.surplus(limit: limit, inUse: inUse) {
      try await client.deleteIfPresent(ControllerRevision.self, namespace: revision.namespace, name: revision.name)
    }
  }
}
