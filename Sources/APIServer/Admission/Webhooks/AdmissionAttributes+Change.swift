import KubeClient
import KubeModel
import ObjectStore

extension AdmissionAttributes {
  /// - Parameters:
  ///   - object: The new object as it is shown.
  ///   - forms: The resource in the version of the request, and after it in all others.
  init(_ change: ObjectChange, object: JSONValue?, _ call: ResourceAPI.Call, forms: [Form], isDryRun: Bool) {
    let operation: WebhookRule.Operation = change.new == nil ? .delete : change.old == nil ? .create : .update
    let isNamespace = change.key.resource == Namespace.resource.groupResource
    self.init(
      operation: operation, requested: call.form, equivalents: Array(forms.dropFirst()),
      subresource: change.subresource,
      name: operation == .create && call.isNameGenerated ? "" : change.key.name,
      namespace: isNamespace ? change.key.name : change.key.namespace, user: call.context.user, isDryRun: isDryRun,
      options: Self.options(operation, call, isDryRun: isDryRun), object: object, old: change.old)
  }

  private static func options(
    _ operation: WebhookRule.Operation, _ call: ResourceAPI.Call, isDryRun: Bool
  ) -> JSONValue {
    let names: [WebhookRule.Operation: String] = [
      .create: "CreateOptions", .update: "UpdateOptions", .delete: "DeleteOptions",
    ]
    var options: JSONValue = ["kind": .string(names[operation] ?? ""), "apiVersion": "meta.k8s.io/v1"]
    if isDryRun { options["dryRun"] = ["All"] }
    guard operation == .delete else {
      options["fieldManager"] = call.request.write.fieldManager.map(JSONValue.string)
      options["fieldValidation"] = call.request.write.fieldValidation.map(JSONValue.string)
      return options
    }
    let deletion = call.request.delete
    options["gracePeriodSeconds"] = deletion.gracePeriodSeconds.map { .integer(Int64($0)) }
    options["propagationPolicy"] = deletion.propagationPolicy.map(JSONValue.string)
    if let uid = deletion.uid { options["preconditions", default: .emptyObject]["uid"] = .string(uid) }
    if let version = deletion.resourceVersion {
      options["preconditions", default: .emptyObject]["resourceVersion"] = .string(version)
    }
    return options
  }
}

extension ResourceAPI.Call {
  /// Whether the API makes the name of the new object.
  var isNameGenerated: Bool {
    guard request.name == nil, case .object(let object, _) = request.body else { return false }
    return object["metadata"]?["name"]?.stringValue?.isEmpty ?? true
  }
}
