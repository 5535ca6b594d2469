/// What a pod needs of a node, as the scheduler and the kubelet reckon it.
extension PodSpec {
  /// What the pod needs at any time: its containers and sidecars together, or one of its init containers beside the
  /// sidecars started before it, whichever is more, and the overhead (Kubernetes concept "Sidecar Containers",
  /// Resource sharing within containers).
  ///
  /// Pod-level requests replace the sum.
  ///
  /// - Parameter floor: What is assumed for a container that does not request a resource.
  package func effectiveRequests(floor: ResourceAmounts = ResourceAmounts()) -> ResourceAmounts {
    func amounts(_ container: Container) -> ResourceAmounts {
      var amounts = ResourceAmounts(container.resources.requests)
      for (name, amount) in floor.thousandths where amounts[name] == 0 { amounts[name] = amount }
      return amounts
    }
    var running = self.containers.reduce(into: ResourceAmounts()) { $0 += amounts($1) }
    var sidecars = ResourceAmounts()
    var starting = ResourceAmounts()
    for container in self.initContainers {
      let own = amounts(container)
      if container.restartPolicy == "Always" {
        running += own
        sidecars += own
        starting = starting.maximum(sidecars)
      } else {
        starting = starting.maximum(sidecars + own)
      }
    }
    var needed = running.maximum(starting)
    for (name, amount) in ResourceAmounts(self.resources.requests).thousandths { needed[name] = amount }
    needed += ResourceAmounts(self.overhead)
    return needed
  }

  /// The ports of the node that the containers and sidecars ask for.
  package var hostPorts: [HostPort] {
    (self.containers + self.initContainers.filter { $0.restartPolicy == "Always" }).flatMap { container in
      container.ports.compactMap { port in
        guard let number = port.hostPort ?? (self.hostNetwork == true ? port.containerPort : nil), number > 0 else {
          return nil
        }
        return HostPort(address: port.hostIP, transport: port.protocol, port: number)
      }
    }
  }

  /// Whether the node selector and the required node affinity admit a node (Kubernetes concept "Assigning Pods to
  /// Nodes").
  package func admits(_ node: Node) -> Bool {
    let labels = node.metadata.labels
    guard self.nodeSelector.allSatisfy({ labels[$0.key] == $0.value }) else { return false }
    guard let required = self.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution else {
      return true
    }
    return NodeMatcher(terms: required.nodeSelectorTerms).matches(name: node.name, labels: labels)
  }
}
