import KubeModel
import ObjectStore

/// Definitions get their names, conditions and the record of stored versions within the write itself, so that a
/// definition is established when its creation is answered.
struct CustomResourceDefinitionStrategy: KindStrategy {
  var hasGeneration: Bool { true }
  var statusMetadata: StatusMetadata { .none }

  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    object["status"] = nil
    settle(&object, scope)
  }

  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    settle(&object, scope)
  }

  func prepareForStatusUpdate(_ object: inout JSONValue, in scope: StrategyScope) { settle(&object, scope) }

  func prepareForDelete(_ object: inout JSONValue, in scope: StrategyScope) {
    var definition = CustomResourceDefinition(json: object)
    let finalizer = CustomResourceDefinition.cleanupFinalizer
    if !definition.metadata.finalizers.contains(finalizer) { definition.metadata.finalizers += [finalizer] }
    definition.status.setCondition(
      "Terminating", "True", reason: "InstanceDeletionPending",
      message: "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", at: scope.now)
    object = definition.json
  }

  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] {
    Validation.storedVersions(CustomResourceDefinition(json: object))
  }

  private func settle(_ object: inout JSONValue, _ scope: StrategyScope) {
    var definition = CustomResourceDefinition(json: object)
    // A definition's name ends with its group, so that those of other groups need not be read.
    let suffix = ".\(definition.spec.group ?? "")"
    let others = scope.transaction.objects(scope.key.resource).filter {
      $0.key != scope.key && $0.key.name.hasSuffix(suffix)
    }
    CustomResourceNaming.noteStorage(in: &definition)
    CustomResourceNaming.settle(
      &definition, beside: others.map { CustomResourceDefinition(json: $0.value) }, at: scope.now)
    object = definition.json
  }
}
