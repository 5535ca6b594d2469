import OrderedCollections
import Testing

@testable import KubeModel

@Suite("Kubernetes protobuf")
struct ProtobufTests {
  private let table = KubernetesTable.builtin

  @Test("Every type of the table comes back from the wire as it was")
  func roundTrips() throws {
    var count = 0
    for name in table.typeNames {
      let type = try #require(table.type(named: name))
      guard type.form == .structure, type.hasWireForm else { continue }
      count += 1
      let sample = TypeSample(table: table).structure(type)
      var writer = WireWriter()
      try ProtobufEncoder(table: table).structure(sample, type, to: &writer, depth: 0)
      var reader = WireReader(writer.bytes)
      var members: JSONObject = [:]
      try ProtobufDecoder(table: table).fields(&reader, type, below: [], into: &members, depth: 0)
      #expect(members == sample, "\(name)")
    }
    #expect(count > 700)
  }

  @Test("The fields of every type stand in the order of their numbers, each with a number of its own")
  func wireOrder() throws {
    for name in table.typeNames {
      let numbers = try #require(table.type(named: name)).fields.map(\.wire).filter { !$0.isEmpty }
      for (left, right) in zip(numbers, numbers.dropFirst()) {
        #expect(left.lexicographicallyPrecedes(right), "\(name): \(left) before \(right)")
      }
    }
  }

  @Test("What kubectl sends reads as what it prints, and is written as it came", arguments: CapturedRequest.all)
  func captured(request: CapturedRequest) throws {
    let bytes = try #require(Base64.decode(request.body))
    let object = try table.object(protobuf: bytes)
    let printed = try JSONValue(parsing: request.object.replacing("\n", with: ""))
    let kind = try #require(GroupVersionKind(of: printed))
    #expect(try table.normalize(object, as: kind) == table.normalize(printed, as: kind))
    #expect(try table.protobuf(of: object) == bytes)
    #expect(try table.protobuf(of: printed) == bytes)
  }

  @Test("A zero stays where Go has a pointer, and goes where JSON would leave it out")
  func zeros() throws {
    let deployment: JSONValue = [
      "kind": "Deployment", "apiVersion": "apps/v1", "metadata": ["name": "web", "generateName": ""],
      "spec": [
        "replicas": 0, "minReadySeconds": 0, "paused": false,
        "template": ["spec": ["hostNetwork": false, "enableServiceLinks": false, "nodeName": ""]],
      ],
    ]
    let bytes = try #require(try table.protobuf(of: deployment))
    let read = try table.object(protobuf: bytes)
    #expect(read["metadata"] == ["name": "web"])
    #expect(read["spec"]?["replicas"] == 0)
    #expect(read["spec"]?["minReadySeconds"] == nil)
    #expect(read["spec"]?["paused"] == nil)
    // Fields without omitempty show their zeros.
    #expect(read[path: "spec", "template", "spec"] == ["enableServiceLinks": false])
    let status: JSONValue = [
      "kind": "Pod", "apiVersion": "v1",
      "status": ["containerStatuses": [["name": "a", "ready": false, "restartCount": 0, "image": "", "imageID": ""]]],
    ]
    let pod = try table.object(protobuf: try #require(try table.protobuf(of: status)))
    let container = try #require(pod[path: "status", "containerStatuses"]?.arrayValue?.first)
    #expect(container["ready"] == false)
    #expect(container["restartCount"] == 0)
    #expect(container["imageID"] == "")
    #expect(container["started"] == nil)
  }

  @Test("Kinds without numbers have no wire form")
  func kindsWithoutNumbers() throws {
    #expect(try table.protobuf(of: ["kind": "Table", "apiVersion": "meta.k8s.io/v1", "rows": []]) == nil)
    #expect(try table.protobuf(of: ["kind": "Widget", "apiVersion": "example.com/v1"]) == nil)
    #expect(table.hasWireForm(GroupVersionKind(group: "", version: "v1", kind: "PodList")))
  }

  @Test("An object that does not fit its type is refused with the field's name")
  func mismatch() throws {
    let error = #expect(throws: ProtobufError.self) {
      try table.protobuf(of: ["kind": "ConfigMap", "apiVersion": "v1", "data": ["a": 1]])
    }
    #expect(error?.description == "the field data has a value of another type")
  }

  // MARK: Bytes from elsewhere

  @Test("Unknown fields are passed over, whole groups among them, and packed lists are read")
  func leniency() throws {
    let type = try #require(table.type(named: "api.core.v1.PodSecurityContext"))
    // 4 supplementalGroups packed, then not; 99 a group in a group; 98 fixed32; 97 fixed64.
    let bytes: [UInt8] = [
      0x22, 0x03, 0x01, 0xac, 0x02, 0x20, 0x05, 0x9b, 0x06, 0x0b, 0x08, 0x01, 0x0c, 0x9c, 0x06, 0x95, 0x06, 1, 2, 3, 4,
      0x89, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0x18, 0x01,
    ]
    var reader = WireReader(bytes)
    var members: JSONObject = [:]
    try ProtobufDecoder(table: table).fields(&reader, type, below: [], into: &members, depth: 0)
    #expect(members == ["supplementalGroups": [1, 300, 5], "runAsNonRoot": true])
  }

  @Test("An embedded object may be an envelope of its own")
  func embeddedEnvelope() throws {
    let inner: JSONValue = ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"]]
    var raw = WireWriter()
    raw.lengthDelimited(1, try #require(try table.protobuf(of: inner)))
    var list = WireWriter()
    list.lengthDelimited(2, raw.bytes)
    let object = try table.object(protobuf: envelope("v1", "List", list.bytes))
    #expect(object["items"] == [inner])
  }

  @Test(
    "Bytes that are no message are told apart from each other",
    arguments: [
      ([], "it does not begin with the bytes 6b 38 73 00"),
      ([0x7b, 0x7d], "it does not begin with the bytes 6b 38 73 00"),
      ([0x6b, 0x38, 0x73, 0], "Object 'Kind' is missing"),
      ([0x6b, 0x38, 0x73, 0, 0x12, 0x05, 1], "unexpected end of the message"),
      ([0x6b, 0x38, 0x73, 0, 0x12] + [UInt8](repeating: 0xff, count: 11), "a number is longer than 64 bits"),
      (
        [0x6b, 0x38, 0x73, 0, 0x12] + [UInt8](repeating: 0xff, count: 8) + [0x7f], "unexpected end of the message"
      ),
      ([0x6b, 0x38, 0x73, 0, 0x0f], "there is no field with the tag 15"),
      ([0x6b, 0x38, 0x73, 0, 0x02], "there is no field with the tag 2"),
      ([0x6b, 0x38, 0x73, 0, 0x24], "a group ends that has not begun"),
      ([0x6b, 0x38, 0x73, 0, 0x23], "unexpected end of the message"),
      ([0x6b, 0x38, 0x73, 0, 0x08, 0x01], "the field 1 has the wire type 0, not 2"),
    ] as [([UInt8], String)])
  func malformed(bytes: [UInt8], problem: String) {
    let error = #expect(throws: ProtobufError.self) { try table.object(protobuf: bytes) }
    #expect(error?.description == problem)
  }

  @Test("Wrong contents are told apart from each other")
  func wrongContents() throws {
    func problem(_ apiVersion: String, _ kind: String, _ raw: [UInt8]) -> String? {
      #expect(throws: ProtobufError.self) { try table.object(protobuf: envelope(apiVersion, kind, raw)) }?.description
    }
    #expect(problem("v1", "Widget", []) == #"no kind "Widget" is registered for version "v1""#)
    #expect(problem("", "Pod", []) == "Object 'apiVersion' is missing or malformed")
    #expect(problem("v1", "Pod", [0x0a, 0x03, 0x0a, 0x01, 0xff]) == "a string is not UTF-8")
    #expect(problem("v1", "Pod", [0x0a, 0x02, 0x08, 0x01]) == "the field 1 has the wire type 0, not 2")
    // A creation time of 2^62 seconds.
    let time: [UInt8] = [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40]
    #expect(
      problem("v1", "Pod", [0x0a, 0x0c, 0x42, 0x0a] + time)
        == "a time of 4611686018427387904 s and 0 ns is out of range")
    #expect(
      problem("v1", "List", [0x12, 0x03, 0x0a, 0x01, 0x7b])
        == "an embedded object is not JSON: unexpected end of JSON input at byte 1")
  }

  @Test("Nesting has a limit, in schemas and in envelopes")
  func nesting() throws {
    // JSONSchemaProps.not is field 28 of itself; CustomResourceDefinitionSpec 2, validation in the version: 7, 4, 1.
    var nested: [UInt8] = []
    for _ in 0..<2_000 { nested = message(28, nested) }
    let definition = message(2, message(7, message(4, message(1, nested))))
    let bytes = envelope("apiextensions.k8s.io/v1", "CustomResourceDefinition", definition)
    var error = #expect(throws: ProtobufError.self) { try table.object(protobuf: bytes) }
    #expect(error?.description == "messages are nested deeper than 100 levels")
    var list: [UInt8] = []
    for _ in 0..<500 { list = envelope("v1", "List", message(2, message(1, list))) }
    error = #expect(throws: ProtobufError.self) { try table.object(protobuf: list) }
    #expect(error?.description == "messages are nested deeper than 100 levels")
  }

  @Test("A cut or changed message is read or refused, never more", arguments: CapturedRequest.all)
  func damage(request: CapturedRequest) throws {
    let bytes = try #require(Base64.decode(request.body))
    var refused = 0
    for index in bytes.indices {
      for change: UInt8 in [0x01, 0x08, 0x80, 0xff] {
        var damaged = bytes
        damaged[index] ^= change
        do {
          _ = try table.object(protobuf: damaged)
        } catch {
          refused += 1
        }
      }
      do {
        _ = try table.object(protobuf: Array(bytes[..<index]))
      } catch {
        refused += 1
      }
    }
    #expect(refused > bytes.count)
  }

  private func message(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    var writer = WireWriter()
    writer.lengthDelimited(number, content)
    return writer.bytes
  }

  private func envelope(_ apiVersion: String, _ kind: String, _ raw: [UInt8]) -> [UInt8] {
    var meta = WireWriter()
    meta.string(1, apiVersion)
    meta.string(2, kind)
    return KubernetesProtobuf.prefix + message(1, meta.bytes) + message(2, raw)
  }
}
