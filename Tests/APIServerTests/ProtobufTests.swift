import KubeClient
import KubeModel
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import APIServer

@Suite("Protobuf over HTTP")
struct ProtobufTests {
  private static let protobuf = "application/vnd.kubernetes.protobuf"
  /// What kubectl's typed clients send.
  private static let preferred = "application/vnd.kubernetes.protobuf,application/json"

  private let table = KubernetesTable.builtin
  private let client: InProcessKubeClient
  private let handler: APIHandler

  init() async throws {
    client = try await InProcessKubeClient.inMemory()
    handler = APIHandler(api: client.api, logger: Logger(label: "test"))
  }

  private func send(
    _ method: HTTPMethod, _ path: String, accept: String = preferred, type: String = protobuf, body: [UInt8] = []
  ) async throws -> HTTPAnswer {
    var headers: HTTPHeaders = ["accept": accept, "user-agent": "tests/1"]
    if !body.isEmpty { headers.add(name: "content-type", value: type) }
    return await handler.answer(
      HTTPRequest(
        method: method, target: try #require(RequestTarget(path)), headers: headers, body: ByteBuffer(bytes: body),
        certificateIdentity: CertificateIdentity(commonName: "tester", organizations: ["system:masters"])))
  }

  private func bytes(_ answer: HTTPAnswer) throws -> [UInt8] {
    guard case .bytes(let body) = answer.body else {
      Issue.record("a body was expected")
      return []
    }
    return Array(body.readableBytesView)
  }

  private func object(_ answer: HTTPAnswer) throws -> JSONValue {
    #expect(answer.headers.first(name: "content-type") == Self.protobuf)
    return try table.object(protobuf: try bytes(answer))
  }

  private func encoded(_ object: JSONValue) throws -> [UInt8] { try #require(try table.protobuf(of: object)) }

  private func configMap(_ name: String) -> JSONValue {
    ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string(name)], "data": ["k": "v"]]
  }

  private let configMaps = "/api/v1/namespaces/default/configmaps"

  @Test("An eviction is taken in the version of old clients too", arguments: ["policy/v1", "policy/v1beta1"])
  func eviction(version: String) async throws {
    var pod = Pod(name: "web", namespace: "default")
    pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
    try await client.create(pod)
    let body = try encoded([
      "kind": "Eviction", "apiVersion": .string(version), "metadata": ["name": "web", "namespace": "default"],
      "deleteOptions": ["preconditions": ["uid": "another"]],
    ])
    let path = "/api/v1/namespaces/default/pods/web/eviction"
    #expect(try await send(.POST, path, body: body).status == .conflict, "the options are read")
    let plain = try encoded(["kind": "Eviction", "apiVersion": .string(version), "metadata": ["name": "web"]])
    #expect(try await send(.POST, path, body: plain).status == .created)
    #expect(try await client.find(Pod.self, namespace: "default", name: "web") == nil)
  }

  @Test("Objects are created, read, listed, replaced and deleted")
  func crud() async throws {
    let created = try await send(
      .POST, configMaps + "?fieldManager=kubectl-create&fieldValidation=Strict", body: try encoded(configMap("a")))
    #expect(created.status == .created)
    var read = try object(created)
    #expect(read["data"] == ["k": "v"])
    let stored = try await client.get(ConfigMap.self, namespace: "default", name: "a")
    #expect(stored.metadata.json["managedFields"]?.arrayValue?.first?["manager"] == "kubectl-create")
    #expect(try object(await send(.GET, configMaps + "/a")) == stored.json)
    let list = try object(await send(.GET, configMaps))
    #expect(list["kind"] == "ConfigMapList")
    #expect(list["metadata"]?["resourceVersion"]?.stringValue?.isEmpty == false)
    var item = stored.json
    item["kind"] = nil
    item["apiVersion"] = nil
    #expect(list["items"] == [item])
    read["data"] = ["k": "w"]
    let replaced = try object(await send(.PUT, configMaps + "/a", body: try encoded(read)))
    #expect(replaced["data"] == ["k": "w"])
    let options: JSONValue = [
      "kind": "DeleteOptions", "apiVersion": "v1", "preconditions": ["uid": "another"],
      "propagationPolicy": "Background",
    ]
    let refused = try await send(.DELETE, configMaps + "/a", body: try encoded(options))
    #expect(refused.status == .conflict)
    #expect(try object(refused)["reason"] == "Conflict")
    let deleted = try await send(
      .DELETE, configMaps + "/a", body: try encoded(["kind": "DeleteOptions", "apiVersion": "v1"]))
    #expect(deleted.status == .ok)
    #expect(try object(deleted)["status"] == "Success")
    let missing = try await send(.GET, configMaps + "/a")
    #expect(missing.status == .notFound)
    let status = try object(missing)
    #expect(status["message"] == #"configmaps "a" not found"#)
    #expect(status["details"] == ["name": "a", "kind": "configmaps"])
    #expect(status["code"] == 404)
  }

  @Test("Evictions and scales, whose kinds are not their resource's, are read")
  func otherKinds() async throws {
    var pod = Pod(name: "p", namespace: "default")
    pod.json["spec"] = ["containers": [["name": "main", "image": "busybox"]]]
    try await client.create(pod)
    let eviction: JSONValue = [
      "kind": "Eviction", "apiVersion": "policy/v1", "metadata": ["name": "p", "namespace": "default"],
      "deleteOptions": ["gracePeriodSeconds": 0],
    ]
    let answer = try await send(
      .POST, "/api/v1/namespaces/default/pods/p/eviction", body: try encoded(eviction))
    #expect(answer.status == .created)
    #expect(try object(answer)["status"] == "Success")
    #expect(try await client.find(Pod.self, namespace: "default", name: "p") == nil)
    let deployment: JSONValue = [
      "kind": "Deployment", "apiVersion": "apps/v1", "metadata": ["name": "d"],
      "spec": [
        "replicas": 2, "selector": ["matchLabels": ["a": "b"]],
        "template": [
          "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "main", "image": "busybox"]]],
        ],
      ],
    ]
    let deployments = "/apis/apps/v1/namespaces/default/deployments"
    #expect(try await send(.POST, deployments, body: try encoded(deployment)).status == .created)
    let scale: JSONValue = [
      "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": ["name": "d", "namespace": "default"],
      "spec": ["replicas": 3],
    ]
    let scaled = try object(await send(.PUT, deployments + "/d/scale", body: try encoded(scale)))
    #expect(scaled["kind"] == "Scale")
    #expect(scaled["spec"] == ["replicas": 3])
  }

  @Test(
    "The encoding is the first one that the client names and the kind has",
    arguments: [
      (preferred, protobuf), ("application/json,application/vnd.kubernetes.protobuf", "application/json"),
      ("application/json", "application/json"), ("*/*", "application/json"), (protobuf, protobuf),
      ("application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1,application/json", "application/json"),
      ("application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", protobuf),
    ])
  func negotiation(accept: String, type: String) async throws {
    for path in [configMaps, configMaps + "/none"] {
      let answer = try await send(.GET, path, accept: accept)
      #expect(answer.headers.first(name: "content-type") == type, "\(path)")
    }
  }

  @Test("Metadata alone comes in protobuf too")
  func metadataAlone() async throws {
    _ = try await send(.POST, configMaps, body: try encoded(configMap("a")))
    let accept = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
    let partial = try object(await send(.GET, configMaps + "/a", accept: accept))
    #expect(partial["kind"] == "PartialObjectMetadata")
    #expect(partial["metadata"]?["name"] == "a")
    #expect(partial["data"] == nil)
  }

  @Test("A watch sends one message a frame, the bookmark that ends a streaming list among them")
  func watch() async throws {
    _ = try await send(.POST, configMaps, body: try encoded(configMap("a")))
    let query =
      "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1"
    let answer = try await send(.GET, configMaps + query)
    #expect(answer.headers.first(name: "content-type") == Self.protobuf + ";stream=watch")
    guard case .stream(let write) = answer.body else {
      Issue.record("a stream was expected")
      return
    }
    let (frames, continuation) = AsyncStream<ByteBuffer>.makeStream()
    try await write(AnswerWriter { continuation.yield($0) })
    continuation.finish()
    var events: [(type: String, object: JSONValue)] = []
    for await var frame in frames {
      let prefix = frame.readInteger(as: UInt32.self)
      let length = try #require(prefix)
      #expect(Int(length) == frame.readableBytes)
      // As an object, for the sake of the reader: a WatchEvent has no envelope, and the one in it has.
      let event = try table.object(
        protobuf: KubernetesProtobuf.prefix + [0x0a, 0x10, 0x0a, 0x02] + Array("v1".utf8) + [0x12, 0x0a]
          + Array("WatchEvent".utf8) + [0x12, 0x80 | UInt8(length & 0x7f), UInt8(length >> 7)]
          + Array(frame.readableBytesView))
      events.append((try #require(event["type"]?.stringValue), try #require(event["object"])))
    }
    #expect(events.map(\.type) == ["ADDED", "BOOKMARK"])
    #expect(events.first?.object["metadata"]?["name"] == "a")
    #expect(events.first?.object["kind"] == "ConfigMap")
    #expect(events.last?.object["metadata"]?["annotations"] == ["k8s.io/initial-events-end": "true"])
  }

  @Test("Bodies of other types are refused with the types that are taken")
  func unknownTypes() async throws {
    let answer = try await send(.POST, configMaps, accept: "*/*", type: "text/plain", body: [0x61])
    #expect(answer.status == .unsupportedMediaType)
    let status = try JSONValue(parsing: try bytes(answer))
    #expect(status["reason"] == "UnsupportedMediaType")
    #expect(
      status["message"]
        == "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf"
    )
    let patch = try await send(.PATCH, configMaps + "/a", body: try encoded(configMap("a")))
    #expect(patch.status == .unsupportedMediaType)
  }

  @Test("A version that is not served is not found, whatever the body")
  func unservedVersion() async throws {
    let review: JSONValue = ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"]]
    let path = "/apis/authentication.k8s.io/v1alpha1/selfsubjectreviews"
    #expect(try await send(.POST, path, body: try encoded(review)).status == .notFound)
    #expect(try await send(.POST, path, body: [1]).status == .notFound)
  }

  @Test("Broken bodies and those of another kind are bad requests")
  func brokenBodies() async throws {
    let cut = try await send(.POST, configMaps, body: try encoded(configMap("a")).dropLast(20))
    #expect(cut.status == .badRequest)
    #expect(
      try object(cut)["message"]
        == "the body of the request is no Kubernetes protobuf message: unexpected end of the message")
    let secret: JSONValue = ["kind": "Secret", "apiVersion": "v1", "metadata": ["name": "a"]]
    let other = try await send(.POST, configMaps, body: try encoded(secret))
    #expect(other.status == .badRequest)
    #expect(try object(other)["reason"] == "BadRequest")
  }
}
