import KubeClient
import KubeModel
import NIOCore

/// Bodies of requests in their media types.
enum RequestBody {
  /// The object in a body, and its members that stood twice.
  ///
  /// `kubernetes` has the types of protobuf bodies.
  static func object(
    _ request: HTTPRequest, kubernetes: KubernetesTable
  ) throws(StatusError) -> (value: JSONValue, duplicates: [String]) {
    switch request.contentType {
    case nil, "", "application/json":
      var duplicates: [String] = []
      let value = try json(request, duplicates: &duplicates)
      return (value, duplicates)
    case "application/yaml": return (try yaml(request), [])
    case KubernetesProtobuf.mediaType: return (try protobuf(request, kubernetes), [])
    case _?: throw unsupported(besides: ["application/json", "application/yaml", KubernetesProtobuf.mediaType])
    }
  }

  /// The patch in a body; its media type says of which kind.
  static func patch(_ request: HTTPRequest) throws(StatusError) -> Patch {
    switch request.contentType {
    case "application/json-patch+json": return .json(try json(request))
    case "application/merge-patch+json": return .merge(try json(request))
    case "application/strategic-merge-patch+json": return .strategic(try json(request))
    case "application/apply-patch+yaml": return .apply(try yaml(request))
    default:
      throw unsupported(besides: [
        "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
      ])
    }
  }

  private static func json(_ request: HTTPRequest) throws(StatusError) -> JSONValue {
    var duplicates: [String] = []
    return try json(request, duplicates: &duplicates)
  }

  private static func json(
    _ request: HTTPRequest, duplicates: inout [String]
  ) throws(StatusError) -> JSONValue {
    do {
      return try JSONValue.parse(Array(request.body.readableBytesView), duplicateFields: &duplicates)
    } catch {
      throw .badRequest("the body of the request is not JSON: \(error)")
    }
  }

  private static func yaml(_ request: HTTPRequest) throws(StatusError) -> JSONValue {
    do {
      return try JSONValue(yaml: String(buffer: request.body))
    } catch {
      throw .badRequest("the body of the request is not YAML: \(error)")
    }
  }

  private static func protobuf(
    _ request: HTTPRequest, _ kubernetes: KubernetesTable
  ) throws(StatusError) -> JSONValue {
    do {
      return try kubernetes.object(protobuf: Array(request.body.readableBytesView))
    } catch {
      throw .badRequest("the body of the request is no Kubernetes protobuf message: \(error)")
    }
  }

  private static func unsupported(besides accepted: [String]) -> StatusError {
    StatusError(
      code: 415, reason: .unsupportedMediaType,
      message: "the body of the request was in an unknown format - accepted media types include: "
        + accepted.joined(separator: ", "))
  }
}
