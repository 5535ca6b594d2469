import KubeClient
import KubeModel
import NIOHTTP1
import Synchronization
import Testing

@testable import APIServer

/// Custom resources whose versions a webhook converts.
@Suite("Conversion by webhook", .serialized)
struct ConversionWebhookTests {
  private static let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
  private static let first = "/apis/example.com/v1/namespaces/default/hosts"
  private static let second = "/apis/example.com/v2/namespaces/default/hosts"

  /// `v1` has `spec.address` (`host:port`), `v2`, which is stored, has both apart, and fills in a weight.
  private static func definition(_ webhook: TestWebhook, reviewVersions: JSONValue = ["v1"]) -> JSONValue {
    func version(_ name: String, stored: Bool, _ fields: JSONValue) -> JSONValue {
      [
        "name": .string(name), "served": true, "storage": .bool(stored), "subresources": ["status": [:]],
        "schema": [
          "openAPIV3Schema": [
            "type": "object",
            "properties": [
              "spec": ["type": "object", "properties": fields],
              "status": ["type": "object", "properties": ["phase": ["type": "string"]]],
            ],
          ]
        ],
      ]
    }
    return [
      "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
      "metadata": ["name": "hosts.example.com"],
      "spec": [
        "group": "example.com", "scope": "Namespaced", "names": ["plural": "hosts", "kind": "Host"],
        "versions": [
          version("v1", stored: false, ["address": ["type": "string", "pattern": "^[a-z]+:[0-9]+$"]]),
          version(
            "v2", stored: true,
            ["host": ["type": "string"], "port": ["type": "string"], "weight": ["type": "integer", "default": 1]]),
        ],
        "conversion": [
          "strategy": "Webhook",
          "webhook": [
            "conversionReviewVersions": reviewVersions,
            "clientConfig": [
              "url": .string("https://127.0.0.1:\(webhook.port)/convert"), "caBundle": .string(webhook.caBundle),
            ],
          ],
        ],
      ],
    ]
  }

  private static func converted(_ object: JSONValue, to version: String) -> JSONValue {
    var object = object
    object["apiVersion"] = .string(version)
    if version == "example.com/v2" {
      let parts = object["spec"]?["address"]?.stringValue?.split(separator: ":").map(String.init) ?? []
      object["spec"] = ["host": .string(parts.first ?? ""), "port": .string(parts.last ?? "")]
    } else {
      let spec = object["spec"]
      object["spec"] = [
        "address": .string("\(spec?["host"]?.stringValue ?? ""):\(spec?["port"]?.stringValue ?? "")")
      ]
    }
    object["metadata"]?["annotations"] = ["converted": "yes"]
    // Nothing but labels and annotations of it counts.
    object["metadata"]?["generation"] = 77
    return object
  }

  private static let answer: TestWebhook.Answer = { request in
    let version = request["desiredAPIVersion"]?.stringValue ?? ""
    return [
      "result": ["status": "Success"],
      "convertedObjects": .array((request["objects"]?.arrayValue ?? []).map { converted($0, to: version) }),
    ]
  }

  private static let host: JSONValue = [
    "apiVersion": "example.com/v1", "kind": "Host", "metadata": ["name": "a"], "spec": ["address": "web:80"],
  ]

  /// Runs `body` with the definition and its webhook.
  private static func with(
    _ answer: @escaping TestWebhook.Answer = Self.answer, reviewVersions: JSONValue = ["v1"],
    _ body: @Sendable (TestAPI, TestWebhook) async throws -> Void
  ) async throws {
    try await TestWebhook.run(answer) { webhook in
      try await TestAPI.with { api in
        let made = try await api.send(.POST, definitions, definition(webhook, reviewVersions: reviewVersions))
        #expect(made.code == 201, "\(made)")
        try await body(api, webhook)
      }
    }
  }

  @Test("An object is written in one version, stored in another, and read in both", arguments: ["v1", "v1beta1"])
  func versions(review: String) async throws {
    try await Self.with(reviewVersions: [.string("v9"), .string(review)]) { api, webhook in
      let made = try await api.send(.POST, Self.first, Self.host)
      #expect(made.code == 201 && made.body["apiVersion"] == "example.com/v1", "\(made)")
      #expect(made.body["spec"] == ["address": "web:80"], "\(made)")
      let newer = try await api.send(.GET, Self.second + "/a")
      #expect(newer.body["apiVersion"] == "example.com/v2", "\(newer)")
      #expect(newer.body["spec"] == ["host": "web", "port": "80", "weight": 1], "\(newer)")
      #expect(newer.body["metadata"]?["generation"] == 1, "\(newer)")
      #expect(newer.body["metadata"]?["annotations"]?["converted"] == "yes", "\(newer)")
      #expect(newer.body["metadata"]?["uid"] == made.body["metadata"]?["uid"])
      let count = webhook.requests.count
      // What is in the stored version needs no webhook.
      let own = try await api.send(
        .POST, Self.second,
        [
          "apiVersion": "example.com/v2", "kind": "Host", "metadata": ["name": "b"],
          "spec": ["host": "db", "port": "5"],
        ])
      #expect(own.code == 201 && webhook.requests.count == count, "\(own)")
      let list = try await api.send(.GET, Self.first)
      #expect(list.body["apiVersion"] == "example.com/v1" && list.body["kind"] == "HostList", "\(list)")
      let addresses = list.body["items"]?.arrayValue?.map { $0["spec"]?["address"] ?? .null }
      #expect(addresses == ["web:80", "db:5"], "\(list)")
      // One call for the whole list.
      #expect(webhook.requests.count == count + 1)
      #expect(webhook.requests.last?["objects"]?.arrayValue?.count == 2)
    }
  }

  @Test("Updates, patches, applies and deletions go through both versions, and validation through the request's")
  func writes() async throws {
    try await Self.with { api, _ in
      _ = try await api.send(.POST, Self.first, Self.host)
      let merged = try await api.send(
        .PATCH, Self.first + "/a", ["spec": ["address": "web:81"]], contentType: "application/merge-patch+json")
      #expect(merged.code == 200 && merged.body["spec"]?["address"] == "web:81", "\(merged)")
      #expect(merged.body["metadata"]?["generation"] == 2, "\(merged)")
      let again = try await api.send(
        .PATCH, Self.first + "/a", ["spec": ["address": "web:81"]], contentType: "application/merge-patch+json")
      let version = merged.body["metadata"]?["resourceVersion"]
      #expect(again.body["metadata"]?["resourceVersion"] == version, "nothing changed: \(again)")
      let wrong = try await api.send(
        .PATCH, Self.first + "/a", ["spec": ["address": "nothing"]], contentType: "application/merge-patch+json")
      #expect(wrong.code == 422 && wrong.message.contains("spec.address in body should match"), "\(wrong)")
      let applied = try await api.send(
        .PATCH, Self.second + "/a?fieldManager=me&force=true",
        ["apiVersion": "example.com/v2", "kind": "Host", "metadata": ["name": "a"], "spec": ["port": "90"]],
        contentType: "application/apply-patch+yaml")
      #expect(applied.code == 200 && applied.body["spec"]?["port"] == "90", "\(applied)")
      var status = try await api.send(.GET, Self.first + "/a").body
      #expect(status["spec"]?["address"] == "web:90")
      status["status"] = ["phase": "Up"]
      let updated = try await api.send(.PUT, Self.first + "/a/status", status)
      #expect(updated.code == 200 && updated.body["status"]?["phase"] == "Up", "\(updated)")
      let dry = try await api.send(
        .PATCH, Self.first + "/a?dryRun=All", ["spec": ["address": "dry:1"]],
        contentType: "application/merge-patch+json")
      #expect(dry.code == 200 && dry.body["spec"]?["address"] == "dry:1", "\(dry)")
      #expect(try await api.send(.GET, Self.second + "/a").body["spec"]?["host"] == "web")
      var named = Self.host
      named["metadata"] = ["generateName": "a-"]
      #expect(try await api.send(.POST, Self.first, named).code == 201)
      #expect(try await api.send(.DELETE, Self.first + "/a").code == 200)
      #expect(try await api.send(.GET, Self.second + "/a").code == 404)
    }
  }

  @Test("A watch converts each event, and tells of a conversion that fails")
  func watching() async throws {
    let fails = Mutex(false)
    try await Self.with({ request in
      guard fails.withLock({ $0 }) else { return await Self.answer(request) }
      return ["result": ["status": "Failure", "message": "cannot say"]]
    }) { api, _ in
      _ = try await api.send(.POST, Self.first, Self.host)
      let resource = GroupVersionResource(group: "example.com", version: "v1", resource: "hosts")
      var events = try await api.client.watch(resource, namespace: "default", options: ListOptions())
        .makeAsyncIterator()
      guard case .added(let object)? = try await events.next() else { throw StatusError.unauthorized }
      #expect(object["spec"]?["address"] == "web:80" && object["apiVersion"] == "example.com/v1", "\(object)")
      fails.withLock { $0 = true }
      _ = try await api.send(
        .PATCH, Self.second + "/a", ["spec": ["weight": 5]], contentType: "application/merge-patch+json")
      let error = await #expect(throws: StatusError.self) { _ = try await events.next() }
      let message = "conversion webhook for example.com/v2, Kind=Host failed: cannot say"
      #expect(error?.message == message && error?.code == 500)
      let watch = try await api.send(.GET, Self.first + "?watch=1&resourceVersion=0")
      #expect(watch.body["type"] == "ERROR" && watch.body["object"]?["message"] == .string(message), "\(watch)")
    }
  }

  @Test(
    "What a webhook answers wrongly is told in kube-apiserver's words, and nothing is stored",
    arguments: [
      (["result": ["status": "Failure", "message": "no"]], " failed: no"),
      (["result": ["status": "Nope"]], " failed: response.result.status was 'Nope', not 'Success'"),
      (["uid": "other"], " failed: expected response.uid="),
      (["result": ["status": "Success"]], " returned 0 objects, expected 1"),
      (
        ["result": ["status": "Success"], "convertedObjects": [["apiVersion": "example.com/v1", "kind": "Host"]]],
        " returned invalid object at index 0: invalid groupVersion (expected example.com/v2, received example.com/v1)"
      ),
      (
        ["result": ["status": "Success"], "convertedObjects": [["apiVersion": "example.com/v2", "kind": "Other"]]],
        " returned invalid object at index 0: invalid kind (expected Host, received Other)"
      ),
      (
        [
          "result": ["status": "Success"],
          "convertedObjects": [["apiVersion": "example.com/v2", "kind": "Host", "metadata": ["name": "z"]]],
        ], " returned invalid object: must have the same name: a != z"
      ),
    ] as [(JSONValue, String)])
  func failures(response: JSONValue, message: String) async throws {
    try await Self.with({ _ in response }) { api, _ in
      let answer = try await api.send(.POST, Self.first, Self.host)
      let begin = "conversion webhook for example.com/v1, Kind=Host"
      #expect(answer.code == 500 && answer.message.hasPrefix(begin + message), "\(answer)")
      #expect(try await api.send(.GET, Self.second).body["items"]?.arrayValue?.isEmpty == true)
    }
  }

  @Test("The definition is taken before its webhook is there, and only what needs it fails")
  func absentWebhook() async throws {
    try await TestAPI.with { api in
      try await TestWebhook.run(Self.answer) { webhook in
        var definition = Self.definition(webhook)
        definition["spec"]?["conversion"]?["webhook"]?["clientConfig"] = [
          "service": ["namespace": "default", "name": "nobody", "path": "/convert"]
        ]
        let made = try await api.send(.POST, Self.definitions, definition)
        let port = made.body["spec"]?["conversion"]?["webhook"]?["clientConfig"]?["service"]?["port"]
        #expect(made.code == 201 && port == 443, "\(made)")
        let own = try await api.send(
          .POST, Self.second, ["apiVersion": "example.com/v2", "kind": "Host", "metadata": ["name": "b"]])
        #expect(own.code == 201, "\(own)")
        #expect(try await api.send(.GET, Self.second).code == 200)
        let other = try await api.send(.GET, Self.first + "/b")
        #expect(
          other.code == 500
            && other.message.hasPrefix(
              "conversion webhook for example.com/v2, Kind=Host failed: Post "
                + "\"https://nobody.default.svc:443/convert?timeout=30s\": "),
          "\(other)")
      }
    }
  }
}
