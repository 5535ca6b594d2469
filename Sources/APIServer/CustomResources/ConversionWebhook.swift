import KubeModel
import OrderedCollections

/// The webhook that converts the objects of a definition between its versions (Kubernetes: "Versions in
/// CustomResourceDefinitions", webhook conversion).
struct ConversionWebhook: Sendable {
  /// How long it may take; a definition cannot say it.
  private static let timeoutSeconds = 30

  private let endpoint: WebhookEndpoint
  /// The version of `ConversionReview` that it speaks; nil when it speaks none that is known here.
  private let reviewVersion: String?

  /// The webhook of a definition; nil when it converts without one.
  init?(_ definition: CustomResourceDefinition) {
    guard let conversion = definition.spec.conversion, conversion["strategy"] == "Webhook" else { return nil }
    let webhook = conversion["webhook"]
    endpoint = WebhookEndpoint(webhook?["clientConfig"], timeoutSeconds: Self.timeoutSeconds)
    let versions = (webhook?["conversionReviewVersions"]?.arrayValue ?? []).compactMap(\.stringValue)
    reviewVersion = versions.first { ["v1", "v1beta1"].contains($0) }
  }

  /// The objects in another version, by one call; those that are in it already are not shown.
  ///
  /// Of their metadata only labels and annotations can change. Throws what kube-apiserver answers when it fails.
  func convert(
    _ objects: [JSONValue], to version: GroupVersion, by client: WebhookClient
  ) async throws -> [JSONValue] {
    let text = version.description
    let places = objects.indices.filter { objects[$0]["apiVersion"] != .string(text) }
    guard let first = places.first else { return objects }
    guard let reviewVersion else { throw failure("no supported conversion review versions") }
    let kind = Self.kind(of: objects[first])
    let uid = UniqueIdentifier.make()
    let review: JSONValue = [
      "kind": "ConversionReview", "apiVersion": .string("apiextensions.k8s.io/\(reviewVersion)"),
      "request": [
        "uid": .string(uid), "desiredAPIVersion": .string(text), "objects": .array(places.map { objects[$0] }),
      ],
    ]
    let converted: [JSONValue]
    do {
      let answer = try await client.send(review, to: endpoint)
      converted = try Self.converted(answer, version: reviewVersion, uid: uid)
    } catch let error as WebhookFailure {
      throw failure("conversion webhook for \(kind) failed: \(error)")
    }
    guard converted.count == places.count else {
      throw failure("conversion webhook for \(kind) returned \(converted.count) objects, expected \(places.count)")
    }
    var result = objects
    for (index, (place, object)) in zip(places, converted).enumerated() {
      do {
        result[place] = try Self.restored(object, from: objects[place], as: text)
      } catch {
        let what = error.text(index: objects.count == 1 ? nil : index)
        throw failure("conversion webhook for \(kind) returned invalid \(what)")
      }
    }
    return result
  }

  private func failure(_ message: String) -> StatusError { StatusError(code: 500, reason: .unknown, message: message) }

  private static func kind(of object: JSONValue) -> String {
    "\(object["apiVersion"]?.stringValue ?? ""), Kind=\(object["kind"]?.stringValue ?? "")"
  }

  /// The objects of an answer.
  private static func converted(
    _ answer: JSONValue, version: String, uid: String
  ) throws(WebhookFailure) -> [JSONValue] {
    let expected: JSONValue = ["kind": "ConversionReview", "apiVersion": .string("apiextensions.k8s.io/\(version)")]
    if version == "v1", answer["kind"] != expected["kind"] || answer["apiVersion"] != expected["apiVersion"] {
      throw WebhookFailure("expected webhook response of \(kind(of: expected)), got \(kind(of: answer))")
    }
    guard let response = answer["response"], response.objectValue != nil else {
      throw WebhookFailure("no response provided")
    }
    if version == "v1", response["uid"] != .string(uid) {
      let got = JSONValue.string(response["uid"]?.stringValue ?? "").jsonText
      throw WebhookFailure("expected response.uid=\"\(uid)\", got \(got)")
    }
    let status = response["result"]?["status"]?.stringValue ?? ""
    guard status == "Success" else {
      let message = response["result"]?["message"]?.stringValue ?? ""
      throw WebhookFailure(message.isEmpty ? "response.result.status was '\(status)', not 'Success'" : message)
    }
    return response["convertedObjects"]?.arrayValue ?? []
  }

  // MARK: What a webhook may change

  /// An answer that is refused, by what of it is wrong.
  private enum InvalidObject: Error {
    case form(String)
    case identity(String)
    case metadata(String)

    /// As kube-apiserver words it, which differs for one object and for one of several.
    func text(index: Int?) -> String {
      let place = index.map { " at index \($0)" } ?? ""
      let several = index == nil ? "" : "converted "
      return switch self {
      case .form(let problem): "\(several)object at index \(index ?? 0): \(problem)"
      case .identity(let problem): "\(several)object\(place): \(problem)"
      case .metadata(let problem): "metadata\(index == nil ? "" : " in object")\(place): \(problem)"
      }
    }
  }

  /// The converted object with the metadata of the original, but for labels and annotations.
  private static func restored(
    _ converted: JSONValue, from original: JSONValue, as version: String
  ) throws(InvalidObject) -> JSONValue {
    let (before, after) = (original["metadata"], converted["metadata"])
    func same(_ what: String, _ old: JSONValue?, _ new: JSONValue?) throws(InvalidObject) {
      let (old, new) = (old?.stringValue ?? "", new?.stringValue ?? "")
      guard old == new else { throw InvalidObject.identity("must have the same \(what): \(old) != \(new)") }
    }
    let got = converted["apiVersion"]?.stringValue ?? ""
    guard got == version else {
      throw InvalidObject.form("invalid groupVersion (expected \(version), received \(got))")
    }
    let kinds = (original["kind"]?.stringValue ?? "", converted["kind"]?.stringValue ?? "")
    guard kinds.0 == kinds.1 else {
      throw InvalidObject.form("invalid kind (expected \(kinds.0), received \(kinds.1))")
    }
    try same("name", before?["name"], after?["name"])
    try same("namespace", before?["namespace"], after?["namespace"])
    try same("UID", before?["uid"], after?["uid"])
    guard let after else { throw InvalidObject.metadata("missing metadata in converted object") }
    for name in ["labels", "annotations"] {
      for (key, value) in after[name]?.objectValue ?? [:] where value.stringValue == nil {
        throw InvalidObject.metadata(
          "metadata.\(name)[\(key)] must be a string, but is \(value.jsonText) in converted object")
      }
    }
    return original.conversionOutcome(converted)
  }
}

extension JSONValue {
  /// What a conversion made of the rest of this object, with this object's metadata but for labels and annotations.
  func conversionOutcome(_ converted: JSONValue) -> JSONValue {
    var result = converted
    var metadata = self["metadata"] ?? .emptyObject
    for name in ["labels", "annotations"] {
      let made = converted["metadata"]?[name]
      metadata[name] = made.flatMap { $0.isNull ? nil : $0 }
    }
    result["metadata"] = metadata
    return result
  }
}
