package import KubeModel

/// Builds the part of a container's environment that Kubernetes gives: services', then `envFrom`, then `env`; a later
/// entry with the same name wins.
///
/// Only these are known to `$(NAME)`: what the image and the runtime add, such as `PATH` and `HOSTNAME`, is not.
package struct ContainerEnvironment: Sendable {
  package var fields: DownwardFields
  package var objects: any ClusterObjects

  package init(fields: DownwardFields, objects: any ClusterObjects) {
    self.fields = fields
    self.objects = objects
  }

  /// The variables of the container.
  ///
  /// - Throws: `ConfigurationError` when a ConfigMap, a Secret or a key in it is missing and not optional.
  package func variables(of container: Container) throws(ConfigurationError) -> Variables {
    var result = Variables()
    if fields.pod.spec.enableServiceLinks ?? true {
      addServices(to: &result)
    } else {
      addKubernetesService(to: &result)
    }
    for source in container.envFrom { try add(source, to: &result) }
    for variable in container.env {
      guard let name = variable.name else { continue }
      if let source = variable.valueFrom {
        guard let value = try value(of: source, container: container) else { continue }
        result[name] = value
      } else {
        let known = result
        result[name] = VariableExpansion.expand(variable.value ?? "") { known[$0] }
      }
    }
    return result
  }

  private func addServices(to result: inout Variables) {
    addKubernetesService(to: &result)
    let namespace = fields.pod.namespace ?? "default"
    for service in objects.services(namespace: namespace).sorted(by: { $0.name < $1.name }) {
      add(service, to: &result)
    }
  }

  private func addKubernetesService(to result: inout Variables) {
    guard let service = objects.services(namespace: "default").first(where: { $0.name == "kubernetes" }) else { return }
    add(service, to: &result)
  }

  /// The variables of one service, those that Docker links had included (Kubernetes, "Service": "Environment variables").
  private func add(_ service: Service, to result: inout Variables) {
    guard let address = service.spec.clusterIP, !address.isEmpty, address != "None" else { return }
    let ports = service.spec.ports
    guard let first = ports.first, let firstPort = first.port else { return }
    let prefix = service.name.uppercased().map { $0 == "-" || $0 == "." ? "_" : $0 }.map(String.init).joined()
    result["\(prefix)_SERVICE_HOST"] = address
    result["\(prefix)_SERVICE_PORT"] = String(firstPort)
    for port in ports {
      guard let name = port.name, !name.isEmpty, let number = port.port else { continue }
      let suffix = name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
      result["\(prefix)_SERVICE_PORT_\(suffix)"] = String(number)
    }
    for (index, port) in ports.enumerated() {
      guard let number = port.port else { continue }
      let name = (port.protocol ?? "TCP").lowercased()
      if index == 0 { result["\(prefix)_PORT"] = "\(name)://\(address):\(number)" }
      let base = "\(prefix)_PORT_\(number)_\(name.uppercased())"
      result[base] = "\(name)://\(address):\(number)"
      result["\(base)_PROTO"] = name
      result["\(base)_PORT"] = String(number)
      result["\(base)_ADDR"] = address
    }
  }

  private func add(_ source: EnvFromSource, to result: inout Variables) throws(ConfigurationError) {
    let prefix = source.prefix ?? ""
    let namespace = fields.pod.namespace ?? "default"
    if let reference = source.configMapRef {
      let name = reference.name ?? ""
      guard let map = objects.configMap(namespace: namespace, name: name) else {
        if reference.optional == true { return }
        throw ConfigurationError("configmap \"\(name)\" not found")
      }
      for (key, value) in map.data.sorted(by: { $0.key < $1.key }) { result[prefix + key] = value }
    }
    if let reference = source.secretRef {
      let name = reference.name ?? ""
      guard let secret = objects.secret(namespace: namespace, name: name) else {
        if reference.optional == true { return }
        throw ConfigurationError("secret \"\(name)\" not found")
      }
      for (key, value) in secret.data.sorted(by: { $0.key < $1.key }) {
        result[prefix + key] = Base64.decode(value).map { String(decoding: $0, as: UTF8.self) } ?? ""
      }
    }
  }

  private func value(of source: EnvVarSource, container: Container) throws(ConfigurationError) -> String? {
    let namespace = fields.pod.namespace ?? "default"
    if let field = source.fieldRef {
      guard let value = fields.value(ofField: field.fieldPath ?? "") else {
        throw ConfigurationError("unsupported fieldPath: \(field.fieldPath ?? "")")
      }
      return value
    }
    if let selector = source.resourceFieldRef {
      guard let value = fields.value(of: selector, container: container.name) else {
        throw ConfigurationError("unsupported container resource : \(selector.resource ?? "")")
      }
      return value
    }
    if let reference = source.configMapKeyRef {
      let (name, key) = (reference.name ?? "", reference.key ?? "")
      guard let map = objects.configMap(namespace: namespace, name: name) else {
        if reference.optional == true { return nil }
        throw ConfigurationError("configmap \"\(name)\" not found")
      }
      guard let value = map.data[key] else {
        if reference.optional == true { return nil }
        throw ConfigurationError("couldn't find key \(key) in ConfigMap \(namespace)/\(name)")
      }
      return value
    }
    if let reference = source.secretKeyRef {
      let (name, key) = (reference.name ?? "", reference.key ?? "")
      guard let secret = objects.secret(namespace: namespace, name: name) else {
        if reference.optional == true { return nil }
        throw ConfigurationError("secret \"\(name)\" not found")
      }
      guard let value = secret.data[key].flatMap(Base64.decode) else {
        if reference.optional == true { return nil }
        throw ConfigurationError("couldn't find key \(key) in Secret \(namespace)/\(name)")
      }
      return String(decoding: value, as: UTF8.self)
    }
    return nil
  }
}

/// Environment variables in the order in which their names first came up.
package struct Variables: Sendable, Hashable {
  private var names: [String] = []
  private var values: [String: String] = [:]

  package init() {}

  package subscript(name: String) -> String? {
    get { values[name] }
    set {
      if values[name] == nil { names.append(name) }
      values[name] = newValue ?? ""
    }
  }

  /// Takes over all of the others.
  package mutating func merge(_ others: Variables) {
    for name in others.names { self[name] = others[name] }
  }

  /// `NAME=value` entries.
  package var entries: [String] { names.map { "\($0)=\(values[$0] ?? "")" } }
}
