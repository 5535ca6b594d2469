/// What `/` names: every path that clients can begin with.
enum RootPaths {
  static func of(_ catalog: ServedCatalog) -> [String] {
    var paths = ["/api", "/api/v1", "/apis", "/apis/", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/version"]
    for group in catalog.groups where !group.name.isEmpty {
      paths.append("/apis/\(group.name)")
      paths += group.versions.map { "/apis/\($0.groupVersion)" }
    }
    for kind in HealthAnswer.checks.keys {
      paths.append("/\(kind)")
      paths += (HealthAnswer.checks[kind] ?? []).map { "/\(kind)/\($0)" }
    }
    return paths.sorted()
  }
}
