import KubeClient
import KubeModel
import ObjectStore

/// What webhooks are shown of one write, and what is made of their answers.
struct WriteAdmission: Sendable {
  let call: ResourceAPI.Call
  let webhooks: WebhookIndex.Webhooks
  let isDryRun: Bool
  /// The resource in the version of the request, and after it in all others.
  let forms: [AdmissionAttributes.Form]
  let rules: any ObjectRules
  let dispatcher: WebhookDispatcher

  var start: AdmissionPass { AdmissionPass(stage: webhooks.mutating.isEmpty ? .validating(nil) : .mutating) }

  /// Calls the webhooks that the write paused for, and says how it goes on; throws a refusal.
  func goOn(after pause: AdmissionPause, from pass: AdmissionPass) async throws -> AdmissionPass {
    let change = pause.change
    switch pass.stage {
    case .mutating:
      let shown = change.new.map { change.old == nil ? unnamed($0) : $0 }
      let changed = try await dispatcher.mutate(
        attributes(change, object: shown), webhooks.mutating, complete: complete)
      let object = changed.map { change.old == nil ? named($0, as: change.new) : $0 }
      let admitted = AdmissionPass.Admitted(object: object, revision: pause.revision)
      return AdmissionPass(stage: webhooks.validating.isEmpty ? .done(admitted) : .validating(admitted))
    case .validating:
      try await dispatcher.validate(attributes(change, object: change.new), webhooks.validating)
      return AdmissionPass(stage: .done(.init(object: change.new, revision: pause.revision)))
    case .done: return pass
    }
  }

  private var isObject: Bool { call.form.isObject }

  /// Reads a patched object as a client's is read; fields that the kind does not have are dropped.
  private func complete(_ object: JSONValue, _ form: AdmissionAttributes.Form) throws -> JSONValue {
    guard form.isObject else { return object }
    return try form.served.rules(builtIn: rules).completed(object, as: form.served).object
  }

  /// A new object as it is before it is named and dated, and before it has a status.
  private func unnamed(_ object: JSONValue) -> JSONValue {
    guard isObject else { return object }
    var object = object
    object["metadata"]?["uid"] = nil
    object["metadata"]?["creationTimestamp"] = .null
    if call.isNameGenerated { object["metadata"]?["name"] = nil }
    if call.served.hasStatus, object["status"] != nil { object["status"] = .emptyObject }
    return object
  }

  /// The object with what webhooks cannot give it.
  private func named(_ object: JSONValue, as original: JSONValue?) -> JSONValue {
    guard isObject else { return object }
    var object = object
    for member in ["name", "generateName", "namespace", "uid", "creationTimestamp", "generation", "managedFields"] {
      object["metadata", default: .emptyObject][member] = original?["metadata"]?[member]
    }
    return object
  }

  private func attributes(_ change: ObjectChange, object: JSONValue?) -> AdmissionAttributes {
    AdmissionAttributes(change, object: object, call, forms: forms, isDryRun: isDryRun)
  }
}
