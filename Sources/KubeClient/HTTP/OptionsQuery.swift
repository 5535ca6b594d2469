import KubeModel

extension ListOptions {
  /// The options as the API takes them.
  var query: QueryString {
    var query = QueryString()
    query.add("labelSelector", labelSelector)
    query.add("fieldSelector", fieldSelector)
    query.add("resourceVersion", resourceVersion)
    query.add("resourceVersionMatch", resourceVersionMatch)
    query.add("limit", limit.map(String.init))
    query.add("continue", continueToken)
    query.add("allowWatchBookmarks", allowWatchBookmarks)
    query.add("sendInitialEvents", sendInitialEvents.map(String.init))
    query.add("timeoutSeconds", timeoutSeconds.map(String.init))
    return query
  }
}

extension WriteOptions {
  /// The options as the API takes them.
  var query: QueryString {
    var query = QueryString()
    query.add("dryRun", dryRun ? "All" : nil)
    query.add("fieldManager", fieldManager)
    query.add("fieldValidation", fieldValidation)
    query.add("force", force)
    return query
  }
}

extension DeleteOptions {
  /// The `DeleteOptions` object of `v1`.
  var json: JSONValue {
    var json: JSONValue = ["apiVersion": "v1", "kind": "DeleteOptions"]
    json["gracePeriodSeconds"] = gracePeriodSeconds.map { .integer(Int64($0)) }
    json["propagationPolicy"] = propagationPolicy.map { .string($0) }
    if uid != nil || resourceVersion != nil {
      var preconditions = JSONValue.emptyObject
      preconditions["uid"] = uid.map { .string($0) }
      preconditions["resourceVersion"] = resourceVersion.map { .string($0) }
      json["preconditions"] = preconditions
    }
    if dryRun { json["dryRun"] = ["All"] }
    return json
  }
}
