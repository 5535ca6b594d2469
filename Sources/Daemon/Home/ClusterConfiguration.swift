package import KubeModel

/// What a profile's cluster is like: the settings of `up`, kept in the profile's `config.yaml`.
package struct ClusterConfiguration: JSONView {
  package struct Fields: Sendable {
    package let nodes = Field<Int>("nodes")
    package let apiPort = Field<Int>("apiPort")
    package let isAPIPortChosen = Field<Bool>("isApiPortChosen")
    package let restartBackoffSeconds = Field<Double>("restartBackoffSeconds")
    package let restartBackoffLimitSeconds = Field<Double>("restartBackoffLimitSeconds")
    package let auditLog = Field<String>("auditLog")
    package let stubDomains = MapField<String>("stubDomains")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

extension ClusterConfiguration {
  /// How many nodes; 1 unless set.
  package var nodeCount: Int { self.nodes ?? 1 }

  /// The first wait between restarts of a container, as the kubelet has it.
  package var restartBackoff: Duration { .seconds(self.restartBackoffSeconds ?? 10) }

  /// The longest wait between restarts of a container, as the kubelet has it.
  package var restartBackoffLimit: Duration { .seconds(self.restartBackoffLimitSeconds ?? 300) }

  /// The nodes' names: the profile's for the first one, then with a number, as minikube names them.
  package func nodeNames(profile: String) -> [String] {
    (1...max(1, nodeCount)).map { $0 == 1 ? profile : "\(profile)-m\($0 < 10 ? "0" : "")\($0)" }
  }

  /// The addresses that the cluster's networks use.
  ///
  /// They exist only in the cluster's own network namespace, so that they never meet the host's.
  package enum Network {
    package static let podNetwork = "10.244.0.0/16"
    package static let serviceNetwork = "10.96.0.0/16"
    /// The `kubernetes` service.
    package static let apiAddress = "10.96.0.1"
    /// The `kube-dns` service.
    package static let dnsAddress = "10.96.0.10"
    package static let domain = "cluster.local"

    /// The address of a node, by its place in the list of nodes.
    package static func nodeAddress(_ index: Int) -> String { "10.243.\(index / 250).\(index % 250 + 2)" }
  }
}
