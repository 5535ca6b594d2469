import OrderedCollections

/// What the containers of one pod have in common.
struct ContainerScope {
  let pod: PodScope
  let spec: JSONValue
  /// The volumes that nothing is wrong with.
  let volumes: [String: JSONValue]
  /// The names of the pod's resource claims.
  let claims: Set<String>

  /// How many seconds the pod has to end; nil when it does not say so.
  var grace: Int64? { spec["terminationGracePeriodSeconds"]?.integerValue }

  /// Whether users in the pod are those of the node.
  var sharesUsers: Bool { spec["hostUsers"] != false }
}

extension Validation {
  static func containers(_ scope: ContainerScope, _ path: FieldPath, _ findings: inout Findings) {
    let list = scope.spec.list("containers")
    let path = path["containers"]
    guard !list.isEmpty else { return findings.required(path) }
    var names: Set<String> = []
    for (index, container) in list.enumerated() {
      let path = path[index]
      self.container(container, path, scope, &findings)
      let name = container.text("name")
      if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      hooks(of: container, grace: scope.grace, path, &findings)
      probes(of: container, path, &findings)
      if container.has("restartPolicy") {
        findings.forbidden(path["restartPolicy"], "may not be set for non-init containers")
      }
    }
    hostPorts(list, path, &findings)
  }

  static func initContainers(_ scope: ContainerScope, _ path: FieldPath, _ findings: inout Findings) {
    let path = path["initContainers"]
    var names = Set(scope.spec.list("containers").map { $0.text("name") })
    for (index, container) in scope.spec.list("initContainers").enumerated() {
      let list = path
      let path = path[index]
      self.container(container, path, scope, &findings)
      findings.optionalChoice(path["restartPolicy"], container["restartPolicy"], ["Always"])
      let name = container.text("name")
      if names.contains(name) {
        findings.duplicate(path["name"], .string(name))
      } else if !name.isEmpty {
        names.insert(name)
      }
      // They run one after the other; so each has ports of its own, and Kubernetes counts from 0.
      hostPorts([container], list, &findings)
      if container["restartPolicy"] == "Always" {
        hooks(of: container, grace: scope.grace, path, &findings)
        probes(of: container, path, &findings)
      } else {
        for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] where container.has(field) {
          findings.forbidden(path[field], "may not be set for init containers without restartPolicy=Always")
        }
      }
    }
  }

  /// What Kubernetes says of a field that a container which is added to a running pod must not have.
  private static let ephemeralProblem = "cannot be set for an Ephemeral Container"

  /// Containers that are added to a running pod.
  static func ephemeralContainers(_ scope: ContainerScope, _ path: FieldPath, _ findings: inout Findings) {
    let others = Set(
      (scope.spec.list("containers") + scope.spec.list("initContainers")).map { $0.text("name") })
    var names = others
    for (index, container) in scope.spec.list("ephemeralContainers").enumerated() {
      let path = path["ephemeralContainers"][index]
      self.container(container, path, scope, &findings)
      imageOfPod(container, path, &findings)
      let name = container.text("name")
      if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      let target = container.text("targetContainerName")
      if !target.isEmpty, !others.contains(target) {
        findings.missing(path["targetContainerName"], .string(target))
      }
      let refused = [
        "ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe",
        "startupProbe", "lifecycle",
      ]
      for field in refused {
        guard let value = container[field], value != .emptyObject, value != [] else { continue }
        findings.forbidden(path[field], ephemeralProblem)
      }
      for (index, mount) in container.list("volumeMounts").enumerated() {
        for field in ["subPath", "subPathExpr"] where !mount.text(field).isEmpty {
          findings.forbidden(path["volumeMounts"][index][field], ephemeralProblem)
        }
      }
    }
  }

  /// What a pod asks of images and a template does not.
  static func imageOfPod(_ container: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let image = container.text("image")
    let isPadded = image.first?.isWhitespace ?? false || image.last?.isWhitespace ?? false
    if isPadded {
      findings.invalid(path["image"], .string(image), "must not have leading or trailing whitespace")
    }
  }

  /// What every container must be.
  private static func container(
    _ container: JSONValue, _ path: FieldPath, _ scope: ContainerScope, _ findings: inout Findings
  ) {
    let name = container.text("name")
    if name.isEmpty {
      findings.required(path["name"])
    } else {
      findings.form(path["name"], name, NameForms.label)
    }
    if container.text("image").isEmpty { findings.required(path["image"]) }
    findings.requiredChoice(
      path["terminationMessagePolicy"], container["terminationMessagePolicy"], ["File", "FallbackToLogsOnError"])
    ports(container.list("ports"), path["ports"], &findings)
    environment(container.list("env"), path["env"], &findings)
    environmentSources(container.list("envFrom"), path["envFrom"], &findings)
    mounts(of: container, path, volumes: scope.volumes, &findings)
    devices(of: container, path, volumes: scope.volumes, &findings)
    findings.requiredChoice(
      path["imagePullPolicy"], container["imagePullPolicy"], ["Always", "IfNotPresent", "Never"])
    resources(container["resources"], claims: scope.claims, path["resources"], scope.pod, &findings)
    resizePolicy(container.list("resizePolicy"), scope.spec, path["resizePolicy"], &findings)
    if let context = container["securityContext"] {
      containerSecurity(context, sharesUsers: scope.sharesUsers, path["securityContext"], &findings)
    }
  }

  private static func ports(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var names: Set<String> = []
    for (index, port) in list.enumerated() {
      let path = path[index]
      let name = port.text("name")
      if !name.isEmpty {
        let problems = NameForms.portName(name)
        for problem in problems { findings.invalid(path["name"], .string(name), problem) }
        if problems.isEmpty, !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      }
      if port.number("containerPort") == 0 {
        findings.required(path["containerPort"])
      } else {
        findings.port(path["containerPort"], port["containerPort"])
      }
      if port.number("hostPort") != 0 { findings.port(path["hostPort"], port["hostPort"]) }
      findings.requiredChoice(path["protocol"], port["protocol"], ["SCTP", "TCP", "UDP"])
    }
  }

  /// A port of the node can be given once.
  private static func hostPorts(_ containers: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var taken: Set<String> = []
    for (number, container) in containers.enumerated() {
      for (index, port) in container.list("ports").enumerated() where port.number("hostPort") != 0 {
        let text = "\(port.text("protocol"))/\(port.text("hostIP"))/\(port.number("hostPort"))"
        if !taken.insert(text).inserted {
          findings.duplicate(path[number]["ports"][index]["hostPort"], .string(text))
        }
      }
    }
  }

  private static func resizePolicy(
    _ list: [JSONValue], _ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    var names: Set<String> = []
    for (index, policy) in list.enumerated() {
      let name = policy.text("resourceName")
      if !names.insert(name).inserted { findings.duplicate(path[index], .string(name)) }
      findings.requiredChoice(path, policy["resourceName"], ["cpu", "memory"])
      findings.requiredChoice(path, policy["restartPolicy"], ["NotRequired", "RestartContainer"])
      if spec["restartPolicy"] == "Never", policy["restartPolicy"] != "NotRequired" {
        findings.invalid(
          path, policy["restartPolicy"] ?? "", "must be 'NotRequired' when `restartPolicy` is 'Never'")
      }
    }
  }
}
