import KubeModel
import Testing

@Suite("Zero values that are written")
struct ZeroValueTests {
  private let table = KubernetesTable.builtin

  private func completed(_ apiVersion: String, _ kind: String, _ object: JSONValue) throws -> JSONValue {
    var object = object
    let version = try #require(GroupVersion(apiVersion: apiVersion))
    table.addZeroValues(to: &object, as: GroupVersionKind(version, kind: kind))
    return object
  }

  @Test("Structs that Go holds by value are there, those behind pointers, times, lists and maps are not")
  func structs() throws {
    let ingress = try completed("networking.k8s.io/v1", "Ingress", ["metadata": ["name": "web"]])
    #expect(ingress == ["metadata": ["name": "web"], "spec": .emptyObject, "status": ["loadBalancer": .emptyObject]])
    let policy = try completed("networking.k8s.io/v1", "NetworkPolicy", ["spec": ["policyTypes": ["Ingress"]]])
    #expect(policy["spec"] == ["podSelector": .emptyObject, "policyTypes": ["Ingress"]])
    let slice = try completed("discovery.k8s.io/v1", "EndpointSlice", ["endpoints": [["addresses": ["10.0.0.1"]]]])
    #expect(slice["endpoints"] == [["addresses": ["10.0.0.1"], "conditions": .emptyObject]])
    let map = try completed("v1", "ConfigMap", ["metadata": ["name": "a"]])
    #expect(map == ["metadata": ["name": "a"]])
  }

  @Test("Zeros are there where Go's structs do not leave them out, in Kubernetes' order")
  func scalars() throws {
    let set = try completed("apps/v1", "DaemonSet", ["metadata": .emptyObject, "status": ["numberReady": 2]])
    #expect(
      set["status"] == [
        "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0, "numberReady": 2,
      ])
    let event = try completed("v1", "Event", ["metadata": .emptyObject, "reason": "Started"])
    #expect(event["source"] == .emptyObject && event["reportingComponent"] == "" && event["lastTimestamp"] == nil)
    let resource = try completed(
      "v1", "Pod",
      [
        "spec": [
          "containers": [["name": "a", "env": [["name": "X", "valueFrom": ["resourceFieldRef": ["resource": "r"]]]]]]
        ]
      ])
    let field = resource[path: "spec", "containers"]?.arrayValue?.first?["env"]?.arrayValue?.first?[
      path: "valueFrom", "resourceFieldRef"]
    #expect(field == ["resource": "r", "divisor": "0"])
  }

  @Test("Every kind has its zero values, and those only once")
  func allKinds() throws {
    for definition in table.resources {
      var object: JSONValue = ["metadata": .emptyObject]
      table.addZeroValues(to: &object, as: definition.groupVersionKind)
      let first = object
      table.addZeroValues(to: &object, as: definition.groupVersionKind)
      #expect(object == first, "\(definition.groupVersionKind)")
      // They are nothing that the kind does not know.
      #expect(try table.normalize(object, as: definition.groupVersionKind).unknownFields.isEmpty)
    }
  }

  @Test("What no type describes stays as it is")
  func unknown() throws {
    let object: JSONValue = ["spec": ["a": 1]]
    #expect(try completed("example.org/v1", "Widget", object) == object)
  }
}
