import KubeClient
import KubeModel
import ObjectStore

extension ResourceAPI {
  /// Kubernetes: "Resource versions", the table of `list` semantics.
  ///
  /// Data is always the newest, which satisfies every request but `Exact` and later pages.
  func list(_ call: Call) throws -> ResponseList {
    let options = call.request.list
    try OptionsValidation.check(options, isWatch: false)
    let filter = try ObjectFilter(options, resource: call.served)
    var snapshot = store.objects(call.groupResource, namespace: call.namespace)
    var start = 0
    if let text = options.continueToken, !text.isEmpty {
      guard ["", "0"].contains(options.resourceVersion ?? "") else {
        throw StatusError.badRequest("specifying resource version is not allowed when using continue")
      }
      guard let token = ContinueToken(text) else {
        throw StatusError.badRequest("invalid continue token: continue key is not valid")
      }
      guard let past = store.objects(call.groupResource, namespace: call.namespace, at: token.revision) else {
        throw expired(ContinueToken(revision: snapshot.revision, last: token.last))
      }
      snapshot = past
      start = past.objects.firstIndex { token.last < $0.key.namespacedName } ?? past.objects.count
    } else if options.resourceVersionMatch == "Exact" {
      let revision = try revision(options.resourceVersion)
      try refuseFuture(revision)
      guard let past = store.objects(call.groupResource, namespace: call.namespace, at: revision) else {
        throw StatusError.expired("The provided resource version is outdated.")
      }
      snapshot = ObjectSnapshot(objects: past.objects, revision: revision)
    } else if let text = options.resourceVersion, !text.isEmpty {
      try refuseFuture(try revision(text))
    }
    return page(snapshot, from: start, limit: options.limit ?? 0, filter, call)
  }

  private func page(
    _ snapshot: ObjectSnapshot, from start: Int, limit: Int, _ filter: ObjectFilter, _ call: Call
  ) -> ResponseList {
    var items: [ResponseObject] = []
    var last: StoredObject?
    var position = start
    while position < snapshot.objects.count, limit <= 0 || items.count < limit {
      let object = snapshot.objects[position]
      if filter.matches(object) {
        items.append(ResponseObject(object))
        last = object
      }
      position += 1
    }
    let kind = call.served.listKind
    var list = ResponseList(kind: kind, items: items, resourceVersion: String(snapshot.revision))
    guard limit > 0, let last, snapshot.objects[position...].contains(where: filter.matches) else { return list }
    list.continueToken = ContinueToken(revision: snapshot.revision, last: last.key.namespacedName).text
    if filter.isEmpty { list.remainingItemCount = snapshot.objects.count - position }
    return list
  }

  /// 410 with a token that goes on at the present, as Kubernetes offers it.
  private func expired(_ fresh: ContinueToken) -> StatusError {
    var error = StatusError.expired(
      "The provided continue parameter is too old to display a consistent list result. You can start a new list "
        + "without the continue parameter, or use the continue token in this response to retrieve the remainder of "
        + "the results. Continuing with the provided token results in an inconsistent list - objects that were "
        + "created, modified, or deleted between the time the first chunk was returned and now may show up in the "
        + "list.")
    error.continueToken = fresh.text
    return error
  }

  private func revision(_ text: String?) throws -> Int64 {
    guard let text, let revision = Int64(text), revision >= 0 else {
      throw StatusError.badRequest(
        "resourceVersion: Invalid value: \"\(text ?? "")\": strconv.ParseUint: parsing \"\(text ?? "")\": invalid syntax"
      )
    }
    return revision
  }

  private func refuseFuture(_ revision: Int64) throws {
    let present = store.revision
    guard revision > present else { return }
    throw StatusError(
      code: 504, reason: .timeout, message: "Too large resource version: \(revision), current: \(present)",
      details: .init(
        causes: [.init(reason: "ResourceVersionTooLarge", message: "Too large resource version")],
        retryAfterSeconds: 1))
  }

  /// Kubernetes: "Efficient detection of changes", "Streaming lists".
  func watch(_ call: Call) throws -> ResourceWatch {
    let options = call.request.list
    try OptionsValidation.check(options, isWatch: true)
    let version = options.resourceVersion ?? ""
    var listing = options
    if let name = call.request.name {
      listing.fieldSelector = ["metadata.name=\(name)", options.fieldSelector].compactMap(\.self).joined(separator: ",")
    }
    let filter = try ObjectFilter(listing, resource: call.served)
    if options.sendInitialEvents == true, !version.isEmpty { try refuseFuture(try revision(version)) }
    var initial: [ResourceWatchEvent] = []
    let base: StoreWatch
    if options.sendInitialEvents ?? (version.isEmpty || version == "0") {
      let (snapshot, following) = store.listAndWatch(call.groupResource, namespace: call.namespace)
      initial = snapshot.objects.filter(filter.matches).map { .added(ResponseObject($0)) }
      if options.sendInitialEvents == true, options.allowWatchBookmarks {
        initial.append(
          .bookmark(
            kind: call.served.groupVersionKind, resourceVersion: String(snapshot.revision), endsInitialEvents: true))
      }
      base = following
    } else {
      let after = version.isEmpty || version == "0" ? nil : try revision(version)
      base = try store.watch(call.groupResource, namespace: call.namespace, after: after)
    }
    return ResourceWatch(
      initial: initial, base: base, filter: filter, resource: call.served,
      wantsBookmarks: options.allowWatchBookmarks, timeout: options.timeoutSeconds.map { .seconds($0) })
  }
}
