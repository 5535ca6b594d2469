import KubeClient
import KubeModel
import ObjectStore

/// The label and field selectors of one request.
struct ObjectFilter: Sendable {
  private let labels: LabelQuery
  private let fields: FieldQuery

  init(_ options: ListOptions, resource: ServedResource) throws(StatusError) {
    labels = try LabelQuery(options.labelSelector)
    fields = try FieldQuery(options.fieldSelector, resource: resource)
  }

  /// Whether everything matches.
  var isEmpty: Bool { labels.isEmpty && fields.isEmpty }

  func matches(_ object: StoredObject) -> Bool { isEmpty || matches(object.value) }

  func matches(_ value: JSONValue) -> Bool {
    (labels.isEmpty || labels.matches(value["metadata"]?["labels"])) && (fields.isEmpty || fields.matches(value))
  }
}
