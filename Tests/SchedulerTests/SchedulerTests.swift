import KubeModel
import Testing

@testable import Scheduler

@Suite("Scheduling decisions")
struct SchedulingCycleTests {
  private let server = ["app": "consul"]

  @Test("Required anti-affinity on one node leaves the second pod without a node, and says so as kube-scheduler does")
  func antiAffinityOnOneNode() {
    let spec = Fixture.required("podAntiAffinity", server)
    let snapshot = Fixture.snapshot([Fixture.node("localkube")], [Fixture.pod("a", on: "localkube", labels: server)])
    #expect(
      Fixture.outcome(Fixture.pod("b", labels: server, spec: spec), snapshot)
        == "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules. preemption: 0/1 nodes are "
        + "available: 1 No preemption victims found for incoming pod.")
  }

  @Test("Required anti-affinity on three nodes puts one pod on each")
  func antiAffinityOnThreeNodes() {
    let spec = Fixture.required("podAntiAffinity", server)
    var snapshot = Fixture.snapshot(["n1", "n2", "n3"].map { Fixture.node($0) })
    var places: Set<String> = []
    for index in 0..<3 {
      let pod = Fixture.pod("server-\(index)", labels: server, spec: spec)
      guard case .assign(let node, _) = Fixture.decide(pod, snapshot) else {
        Issue.record("no node for \(pod.name)")
        return
      }
      places.insert(node)
      var placed = PodInfo(pod)
      placed.nodeName = node
      snapshot.place(placed)
    }
    #expect(places == ["n1", "n2", "n3"])
  }

  @Test("Preferred anti-affinity spreads where it can and gives way where it cannot")
  func preferredAntiAffinity() {
    let spec = Fixture.preferred("podAntiAffinity", server)
    let taken = Fixture.pod("a", on: "n1", labels: server)
    let pod = Fixture.pod("b", labels: server, spec: spec)
    #expect(Fixture.outcome(pod, Fixture.snapshot([Fixture.node("n1")], [taken])) == "n1")
    let two = Fixture.snapshot([Fixture.node("n1"), Fixture.node("n2")], [taken])
    #expect(Fixture.outcome(pod, two) == "n2")
  }

  @Test("A pod that wants no company keeps others away, too")
  func symmetry() {
    let hermit = Fixture.pod("hermit", on: "n1", spec: Fixture.required("podAntiAffinity", ["app": "web"]))
    let outcome = Fixture.outcome(
      Fixture.pod("web", labels: ["app": "web"]), Fixture.snapshot([Fixture.node("n1")], [hermit]))
    #expect(outcome.hasPrefix("0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules."))
  }

  @Test("Affinity follows the other pod; the first of its own kind goes anywhere")
  func affinity() {
    let nodes = ["n1", "n2"].map { Fixture.node($0) }
    let spec = Fixture.required("podAffinity", ["app": "db"])
    let web = Fixture.pod("web", labels: ["app": "web"], spec: spec)
    let db = Fixture.pod("db", on: "n2", labels: ["app": "db"])
    #expect(Fixture.outcome(web, Fixture.snapshot(nodes, [db])) == "n2")
    #expect(
      Fixture.outcome(web, Fixture.snapshot(nodes)).hasPrefix(
        "0/2 nodes are available: 2 node(s) didn't match pod affinity rules."))
    let first = Fixture.pod("db-0", labels: ["app": "db"], spec: spec)
    #expect(Fixture.outcome(first, Fixture.snapshot(nodes)) == "n1")
  }

  @Test("An affinity term is about its own namespace, named ones, or selected ones")
  func namespaces() {
    let other = Fixture.pod("a", on: "n1", labels: server, namespace: "other")
    var snapshot = Fixture.snapshot([Fixture.node("n1")], [other])
    snapshot.namespaces = ["other": ["team": "x"], "default": [:]]
    func outcome(_ change: (inout JSONValue) -> Void) -> String {
      var term = Fixture.term(server, key: "kubernetes.io/hostname")
      change(&term)
      let spec: JSONValue = [
        "affinity": ["podAntiAffinity": ["requiredDuringSchedulingIgnoredDuringExecution": [term]]]
      ]
      return Fixture.outcome(Fixture.pod("b", labels: server, spec: spec), snapshot)
    }
    #expect(outcome { _ in } == "n1")
    #expect(outcome { $0["namespaces"] = ["other"] } != "n1")
    #expect(outcome { $0["namespaceSelector"] = ["matchLabels": ["team": "x"]] } != "n1")
    #expect(outcome { $0["namespaceSelector"] = ["matchLabels": ["team": "y"]] } == "n1")
    #expect(outcome { $0["namespaceSelector"] = [:] } != "n1")
  }

  @Test(
    "Node affinity knows every operator",
    arguments: [
      ("In", ["ssd"], "n1"), ("NotIn", ["ssd"], "n2"), ("Exists", [], "n1"), ("DoesNotExist", [], "n2"),
    ])
  func nodeAffinity(operation: String, values: [String], expected: String) {
    let nodes = [Fixture.node("n1", labels: ["disk": "ssd"]), Fixture.node("n2")]
    let expression: JSONValue = [
      "key": "disk", "operator": .string(operation), "values": .array(values.map { .string($0) }),
    ]
    #expect(Fixture.outcome(Fixture.pod("p", spec: nodeAffinitySpec(expression)), Fixture.snapshot(nodes)) == expected)
  }

  private func nodeAffinitySpec(_ expression: JSONValue, in list: String = "matchExpressions") -> JSONValue {
    [
      "affinity": [
        "nodeAffinity": [
          "requiredDuringSchedulingIgnoredDuringExecution": ["nodeSelectorTerms": [[list: [expression]]]]
        ]
      ]
    ]
  }

  @Test("Gt and Lt compare whole numbers, and matchFields knows a node's name")
  func nodeAffinityNumbersAndFields() {
    let nodes = [Fixture.node("n1", labels: ["cores": "4"]), Fixture.node("n2", labels: ["cores": "16"])]
    let snapshot = Fixture.snapshot(nodes)
    let greater = nodeAffinitySpec(["key": "cores", "operator": "Gt", "values": ["8"]])
    let less = nodeAffinitySpec(["key": "cores", "operator": "Lt", "values": ["8"]])
    let named = nodeAffinitySpec(["key": "metadata.name", "operator": "In", "values": ["n2"]], in: "matchFields")
    #expect(Fixture.outcome(Fixture.pod("p", spec: greater), snapshot) == "n2")
    #expect(Fixture.outcome(Fixture.pod("p", spec: less), snapshot) == "n1")
    #expect(Fixture.outcome(Fixture.pod("p", spec: named), snapshot) == "n2")
    let selector = Fixture.pod("p", spec: ["nodeSelector": ["cores": "32"]])
    #expect(
      Fixture.outcome(selector, snapshot)
        == "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are "
        + "available: 2 Preemption is not helpful for scheduling.")
  }

  @Test("Taints keep pods away that do not tolerate them; a cordoned node takes none")
  func taints() {
    let tainted = Fixture.node("n1") {
      $0.json["spec"] = ["taints": [["key": "a", "value": "b", "effect": "NoSchedule"]]]
    }
    let snapshot = Fixture.snapshot([tainted])
    #expect(Fixture.outcome(Fixture.pod("p"), snapshot).contains("1 node(s) had untolerated taint(s)."))
    let equal = Fixture.pod("p", spec: ["tolerations": [["key": "a", "operator": "Equal", "value": "b"]]])
    let exists = Fixture.pod("p", spec: ["tolerations": [["operator": "Exists"]]])
    let wrong = Fixture.pod("p", spec: ["tolerations": [["key": "a", "value": "c"]]])
    #expect(Fixture.outcome(equal, snapshot) == "n1")
    #expect(Fixture.outcome(exists, snapshot) == "n1")
    #expect(Fixture.outcome(wrong, snapshot) != "n1")
    let cordoned = Fixture.snapshot([Fixture.node("n1") { $0.spec.unschedulable = true }])
    #expect(Fixture.outcome(Fixture.pod("p"), cordoned).contains("1 node(s) were unschedulable."))
  }

  @Test("Requests, the number of pods and host ports must fit")
  func resources() {
    let node = Fixture.node("n1", cpu: "1", pods: "2")
    let one = Fixture.snapshot([node], [Fixture.pod("a", on: "n1", cpu: "600m")])
    #expect(Fixture.outcome(Fixture.pod("b", cpu: "400m"), one) == "n1")
    #expect(
      Fixture.outcome(Fixture.pod("b", cpu: "401m"), one).hasPrefix("0/1 nodes are available: 1 Insufficient cpu."))
    let full = Fixture.snapshot([node], [Fixture.pod("a", on: "n1"), Fixture.pod("b", on: "n1")])
    #expect(Fixture.outcome(Fixture.pod("c"), full).hasPrefix("0/1 nodes are available: 1 Too many pods."))
    func port(_ name: String, on node: String? = nil, _ address: String? = nil) -> Pod {
      var port: JSONValue = ["containerPort": 80, "hostPort": 8_080]
      if let address { port["hostIP"] = .string(address) }
      return Fixture.pod(name, on: node, spec: ["containers": [["name": "c", "ports": [port]]]])
    }
    let ports = Fixture.snapshot([Fixture.node("n1")], [port("a", on: "n1", "10.0.0.1")])
    #expect(Fixture.outcome(port("b"), ports).contains("didn't have free ports for the requested pod ports"))
    #expect(Fixture.outcome(port("b", on: nil, "10.0.0.2"), ports) == "n1")
  }

  @Test("A pod needs its containers and sidecars together, or its largest init container, and its overhead")
  func requests() {
    func container(_ cpu: String, restart: String? = nil) -> JSONValue {
      var container: JSONValue = ["name": "c", "resources": ["requests": ["cpu": .string(cpu)]]]
      if let restart { container["restartPolicy"] = .string(restart) }
      return container
    }
    let pod = Fixture.pod(
      "p",
      spec: [
        "initContainers": [container("200m", restart: "Always"), container("1")],
        "containers": [container("300m"), container("100m")], "overhead": ["cpu": "50m"],
      ])
    #expect(PodInfo(pod).requests["cpu"] == 1_250)
  }

  @Test("An ephemeral volume waits for its claim, and takes nobody else's")
  func ephemeralClaims() {
    let pod = Fixture.pod("p", spec: ["volumes": [["name": "v", "ephemeral": ["volumeClaimTemplate": [:]]]]])
    var snapshot = Fixture.snapshot([Fixture.node("n1")])
    #expect(
      Fixture.outcome(pod, snapshot).contains(
        "waiting for ephemeral volume controller to create the persistentvolumeclaim \"p-v\""))
    var claim = PersistentVolumeClaim(name: "p-v", namespace: "default")
    claim.spec.volumeName = "volume"
    claim.status.phase = "Bound"
    snapshot.volumes.claims[claim.namespacedName] = VolumeCatalog.Claim(claim)
    #expect(
      Fixture.outcome(pod, snapshot).contains("PVC default/p-v was not created for pod default/p (pod is not owner)"))
  }

  @Test("A claim for one pod alone keeps a second one waiting, on whatever node")
  func exclusiveClaims() {
    let spec: JSONValue = ["volumes": [["name": "v", "persistentVolumeClaim": ["claimName": "data"]]]]
    let first = Fixture.pod("first", on: "n1", spec: spec)
    var snapshot = Fixture.snapshot([Fixture.node("n1"), Fixture.node("n2")], [first])
    var claim = PersistentVolumeClaim(name: "data", namespace: "default")
    claim.spec.accessModes = ["ReadWriteOncePod"]
    claim.spec.volumeName = "volume"
    claim.status.phase = "Bound"
    snapshot.volumes.claims[claim.namespacedName] = VolumeCatalog.Claim(claim)
    var volume = PersistentVolume(name: "volume")
    volume.status.phase = "Bound"
    snapshot.volumes.volumes["volume"] = VolumeCatalog.PersistentVolumeInfo(volume)
    let second = Fixture.pod("second", spec: spec)
    #expect(
      Fixture.outcome(second, snapshot).contains(
        "2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"))
    snapshot.remove(first.namespacedName)
    #expect(Fixture.decide(second, snapshot) == .assign(node: "n1", claims: []))
  }

  @Test("An existing claim that is not bound keeps the pod waiting; one that waits for the pod does not")
  func claims() {
    let spec: JSONValue = ["volumes": [["name": "data", "persistentVolumeClaim": ["claimName": "data"]]]]
    let pod = Fixture.pod("p", spec: spec)
    var snapshot = Fixture.snapshot([Fixture.node("n1"), Fixture.node("n2")])
    #expect(
      Fixture.outcome(pod, snapshot).hasPrefix("0/2 nodes are available: persistentvolumeclaim \"data\" not found."))
    var claim = PersistentVolumeClaim(name: "data", namespace: "default")
    claim.spec.storageClassName = "late"
    snapshot.volumes.claims[claim.namespacedName] = VolumeCatalog.Claim(claim)
    #expect(
      Fixture.outcome(pod, snapshot)
        == "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are "
        + "available: 2 Preemption is not helpful for scheduling.")
    var late = StorageClass(name: "late")
    late.provisioner = "localkube"
    late.volumeBindingMode = "WaitForFirstConsumer"
    snapshot.volumes.classes["late"] = VolumeCatalog.ClassInfo(late)
    #expect(Fixture.decide(pod, snapshot) == .assign(node: "n1", claims: [claim.namespacedName]))
    claim.spec.volumeName = "volume"
    claim.status.phase = "Bound"
    snapshot.volumes.claims[claim.namespacedName] = VolumeCatalog.Claim(claim)
    var volume = PersistentVolume(name: "volume")
    volume.json["spec"] = [
      "nodeAffinity": [
        "required": [
          "nodeSelectorTerms": [
            ["matchExpressions": [["key": "kubernetes.io/hostname", "operator": "In", "values": ["n2"]]]]
          ]
        ]
      ]
    ]
    snapshot.volumes.volumes["volume"] = VolumeCatalog.PersistentVolumeInfo(volume)
    #expect(Fixture.decide(pod, snapshot) == .assign(node: "n2", claims: []))
  }

  @Test("A spread constraint keeps the difference between domains within its skew")
  func spread() {
    let nodes = [Fixture.node("n1", labels: ["zone": "a"]), Fixture.node("n2", labels: ["zone": "b"])]
    let spec: JSONValue = [
      "topologySpreadConstraints": [
        [
          "maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule",
          "labelSelector": ["matchLabels": ["app": "web"]],
        ]
      ]
    ]
    let web = ["app": "web"]
    let snapshot = Fixture.snapshot(nodes, [Fixture.pod("a", on: "n1", labels: web)])
    #expect(Fixture.outcome(Fixture.pod("b", labels: web, spec: spec), snapshot) == "n2")
    let cordoned = Fixture.snapshot(
      [nodes[0], Fixture.node("n2", labels: ["zone": "b"]) { $0.spec.unschedulable = true }],
      [Fixture.pod("a", on: "n1", labels: web)])
    #expect(
      Fixture.outcome(Fixture.pod("b", labels: web, spec: spec), cordoned).hasPrefix(
        "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable."
      ))
  }

  @Test("A more important pod ends as few of the less important ones as it needs")
  func preemption() {
    let node = Fixture.node("n1", cpu: "1")
    let pods = [("small", "200m", 0), ("big", "500m", 10), ("high", "300m", 1_000)].map { name, cpu, priority in
      Fixture.pod(name, on: "n1", cpu: cpu) { $0.spec.priority = priority }
    }
    let incoming = Fixture.pod("incoming", cpu: "150m") { $0.spec.priority = 100 }
    guard case .unschedulable(_, let plan?) = Fixture.decide(incoming, Fixture.snapshot([node], pods)) else {
      Issue.record("no plan")
      return
    }
    #expect(plan.victims.map(\.name.name) == ["small"])
    let never = Fixture.pod("never", cpu: "150m") {
      $0.spec.priority = 100
      $0.spec.preemptionPolicy = "Never"
    }
    #expect(
      Fixture.outcome(never, Fixture.snapshot([node], pods))
        == "0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.")
  }

  @Test("Without a node there is nothing to choose from")
  func noNodes() {
    #expect(Fixture.outcome(Fixture.pod("p"), Fixture.snapshot([])) == "no nodes available to schedule pods")
  }

  @Test(
    "Quantities are read with every suffix",
    arguments: [("500m", 500), ("2", 2_000), ("1.5", 1_500), ("1Ki", 1_024_000), ("1e3", 1_000_000), ("0.0001", 1)])
  func quantities(text: String, expected: Int64) {
    #expect(ResourceAmounts.thousandths(text) == expected)
    #expect(ResourceAmounts.thousandths("\(text)x") == nil)
  }

  @Test("A decision takes well under a millisecond with 500 pods")
  func speed() {
    let pods = (0..<500).map { index in
      Fixture.pod(
        "p\(index)", on: "n\(index % 5)", labels: ["app": "a\(index)"],
        spec: Fixture.required("podAntiAffinity", ["app": "a\(index)"]))
    }
    let snapshot = Fixture.snapshot((0..<5).map { Fixture.node("n\($0)", pods: "1000") }, pods)
    let pod = PodInfo(
      Fixture.pod("x", labels: ["app": "x"], spec: Fixture.required("podAntiAffinity", ["app": "x"])))
    let clock = ContinuousClock()
    let best = (0..<10).map { _ in clock.measure { _ = SchedulingCycle(pod, in: snapshot).decide() } }.min()
    // A debug build on a busy machine is many times slower than what is shipped.
    #expect((best ?? .zero) < .milliseconds(20))
  }
}
