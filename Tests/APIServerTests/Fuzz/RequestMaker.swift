import APIServer
import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1
import OrderedCollections
import Properties

/// Makes requests as clients send them, and as they should not.
struct RequestMaker {
  private static let table = KubernetesTable.builtin
  private static let names = ["a", "b", "default", "kube-system", "system:x", "A_b", "", "..", "kubernetes"]
  private static let parameters = [
    "limit", "continue", "labelSelector", "fieldSelector", "resourceVersion", "resourceVersionMatch", "timeoutSeconds",
    "sendInitialEvents", "allowWatchBookmarks", "watch", "dryRun", "fieldManager", "fieldValidation", "force",
    "gracePeriodSeconds", "propagationPolicy", "includeObject", "sinceSeconds", "sinceTime", "tailLines", "limitBytes",
    "container", "command", "ports", "stream", "pretty", "orphanDependents",
  ]
  private static let values = [
    "All", "Strict", "Warn", "Ignore", "true", "false", "1", "0", "-1", "a in (b,c),!d,e!=f,g>1", "metadata.name=a",
    "metadata.name!=a,metadata.namespace=default", "status.phase=Running", "Exact", "NotOlderThan", "Foreground",
    "None",
    "fuzzer", "9223372036854775807", "-9223372036854775808", "Metadata", "Object", "a notin ()", "(((", "a=b=c", ",,,",
  ]
  private static let methods: [HTTPMethod] = [
    .GET, .GET, .POST, .POST, .PUT, .PATCH, .PATCH, .DELETE, .HEAD, .OPTIONS, .RAW(value: "BREW"), .TRACE,
  ]
  private static let accepted = [
    "application/json", "*/*", "application/vnd.kubernetes.protobuf", "application/yaml", "text/html", "a/b;q=0",
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json", ";;,,=,\"",
    "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
    "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  ]

  /// A request by somebody who may do everything.
  static func request(_ generator: inout SeededGenerator) -> HTTPRequest {
    let definition = generator.pick(table.resources)
    let method = generator.pick(methods)
    var request = HTTPRequest(
      method: method, target: target(definition, &generator), headers: headers(&generator),
      certificateIdentity: CertificateIdentity(commonName: "fuzzer", organizations: ["system:masters"]),
      clientAddress: "127.0.0.1", canUpgrade: generator.chance(0.5))
    guard generator.chance(method == .GET ? 0.1 : 0.9) else { return request }
    let (type, body) = body(definition, isPatch: method == .PATCH, &generator)
    if generator.chance(0.97) { request.headers.replaceOrAdd(name: "content-type", value: type) }
    request.body = ByteBuffer(bytes: body)
    return request
  }

  private static func headers(_ generator: inout SeededGenerator) -> HTTPHeaders {
    var headers: HTTPHeaders = [:]
    if generator.chance(0.7) { headers.add(name: "accept", value: generator.pick(accepted)) }
    if generator.chance(0.1) { headers.add(name: "user-agent", value: generator.hostileText()) }
    if generator.chance(0.03) { headers.add(name: "authorization", value: "Bearer \(generator.hostileText())") }
    if generator.chance(0.03) { headers.add(name: "impersonate-user", value: generator.hostileText()) }
    if generator.chance(0.03) {
      headers.add(name: "impersonate-extra-\(generator.pick(["a", "%", "%zz"]))", value: "x")
      // Without a user it is an internal error in Kubernetes, too.
      headers.add(name: "impersonate-user", value: "somebody")
    }
    if generator.chance(0.03) {
      headers.add(name: "upgrade", value: generator.pick(["websocket", "SPDY/3.1", "h2c"]))
      headers.add(name: "sec-websocket-key", value: generator.hostileText())
      headers.add(name: "sec-websocket-protocol", value: generator.pick(["v4.channel.k8s.io", "x", ""]))
    }
    if generator.chance(0.05) { headers.add(name: "if-none-match", value: generator.hostileText()) }
    return headers
  }

  private static func target(_ definition: ResourceDefinition, _ generator: inout SeededGenerator) -> RequestTarget {
    var text: String
    if generator.chance(0.08) {
      text = generator.pick([
        "/", "/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/openapi/v2", "/openapi/v3",
        "/openapi/v3/apis/apps/v1", "/version", "/healthz/x", "/metrics", "/api/v1/watch/pods", "/logs", "//api//v1",
        "/apis/example.com/v1/widgets", "/api/v1/namespaces/default", "/readyz?verbose", "/livez", "/.well-known/x",
      ])
    } else {
      let resource = definition.resource
      text = resource.group.isEmpty ? "/api/\(resource.version)" : "/apis/\(resource.group)/\(resource.version)"
      if definition.isNamespaced, generator.chance(0.9) {
        text += "/namespaces/\(generator.pick(["default", "default", "x", ""]))"
      }
      text += "/\(resource.resource)"
      if generator.chance(0.6) {
        text += "/\(generator.pick(names))"
        if generator.chance(0.3) {
          text +=
            "/" + generator.pick(definition.subresources.map(\.name) + ["status", "scale", "log", "proxy/x", "x"])
        }
      }
    }
    for index in 0..<(generator.chance(0.5) ? generator.number(1...3) : 0) {
      let value = generator.chance(0.7) ? generator.pick(values) : generator.hostileText()
      text += "\(index == 0 && !text.contains("?") ? "?" : "&")\(generator.pick(parameters))=\(escaped(value))"
    }
    if generator.chance(0.03) {
      text =
        "/"
        + String(
          decoding: generator.mutated(Array(text.utf8), words: ["%", "%00", "?", "&", "=", "/../"]), as: UTF8.self)
    }
    return RequestTarget(text) ?? RequestTarget("/") ?? target(definition, &generator)
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  private static func body(
    _ definition: ResourceDefinition, isPatch: Bool, _ generator: inout SeededGenerator
  ) -> (type: String, body: [UInt8]) {
    let kind = definition.groupVersionKind
    var object = JSONValue.emptyObject
    if let type = table.type(of: kind) {
      let random = RandomObject(density: generator.pick([0.05, 0.2, 0.5]))
      object = .object(random.members(of: type, depth: generator.number(2...6), &generator))
    }
    object["kind"] = .string(kind.kind)
    object["apiVersion"] = .string(kind.groupVersion.description)
    // Mostly one of few names, so that objects meet, and no label that nobody could have.
    if generator.chance(0.95) { object["metadata"] = metadata(&generator) }
    if generator.chance(0.3) { object = generator.spoiled(object, probability: generator.pick([0.01, 0.1])) }
    let json = object.serialized()
    let forms: [(String, [UInt8])] =
      isPatch
      ? [
        ("application/merge-patch+json", json), ("application/strategic-merge-patch+json", json),
        ("application/apply-patch+yaml", json), ("application/apply-patch+yaml", Array(object.yamlText.utf8)),
        ("application/json-patch+json", operations(&generator).serialized()), ("application/json", json),
      ]
      : [
        ("application/json", json), ("application/json", json), ("application/yaml", Array(object.yamlText.utf8)),
        ("application/vnd.kubernetes.protobuf", (try? table.protobuf(of: object)) ?? json),
        ("application/json", options(&generator).serialized()), ("text/plain", json),
      ]
    let (type, bytes) = generator.pick(forms)
    return (type, generator.chance(0.1) ? generator.mutated(bytes) : bytes)
  }

  private static func metadata(_ generator: inout SeededGenerator) -> JSONValue {
    var metadata: JSONValue = ["name": .string(generator.pick(["a", "b"]))]
    if generator.chance(0.3) { metadata["labels"] = ["app": .string(generator.pick(["x", "y"]))] }
    if generator.chance(0.1) { metadata["finalizers"] = ["example.com/x"] }
    if generator.chance(0.1) { metadata["resourceVersion"] = generator.hostileJSON(depth: 0) }
    if generator.chance(0.05) { metadata["managedFields"] = generator.hostileJSON(depth: 3) }
    if generator.chance(0.05) { metadata["ownerReferences"] = generator.hostileJSON(depth: 3) }
    if generator.chance(0.05) { metadata["creationTimestamp"] = .string(generator.hostileText()) }
    if generator.chance(0.05) { metadata["deletionGracePeriodSeconds"] = generator.hostileNumber() }
    return metadata
  }

  private static func operations(_ generator: inout SeededGenerator) -> JSONValue {
    let paths = [
      "", "/metadata/labels", "/metadata/labels/x", "/spec", "/spec/replicas", "/status", "/data/k", "/spec/x/-",
    ]
    return .array(
      generator.list(upTo: 5) { generator in
        [
          "op": .string(generator.pick(["add", "remove", "replace", "copy", "move", "test"])),
          "path": .string(generator.pick(paths)), "from": .string(generator.pick(paths)),
          "value": generator.hostileJSON(depth: 2),
        ]
      })
  }

  /// What DELETE carries.
  private static func options(_ generator: inout SeededGenerator) -> JSONValue {
    [
      "kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": generator.hostileNumber(),
      "propagationPolicy": .string(generator.pick(["Foreground", "Background", "Orphan", "x"])),
      "preconditions": ["uid": .string(generator.pick(["x", ""]))],
    ]
  }
}
