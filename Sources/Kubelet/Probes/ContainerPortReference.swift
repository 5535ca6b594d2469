import KubeModel

/// Finds the port that a probe or a hook means: a number, or the name of a port of the container.
enum ContainerPortReference {
  /// - Throws: `ConfigurationError` in Kubernetes' words.
  static func resolve(_ port: IntOrString?, of container: Container) throws(ConfigurationError) -> Int {
    let number: Int
    switch port {
    case .int(let given): number = given
    case .string(let name):
      if let named = container.ports.first(where: { $0.name == name })?.containerPort {
        number = named
      } else if let written = Int(name) {
        number = written
      } else {
        throw ConfigurationError("strconv.Atoi: parsing \(GoText.quoted(name.utf8)): invalid syntax")
      }
    case nil: number = 0
    }
    guard (1...65_535).contains(number) else { throw ConfigurationError("invalid port number: \(number)") }
    return number
  }
}
