/// `ObjectMeta` of `meta/v1`.
package struct ObjectMeta: JSONView {
  package struct Fields: Sendable {
    package let name = Field<String>("name")
    package let generateName = Field<String>("generateName")
    package let namespace = Field<String>("namespace")
    package let selfLink = Field<String>("selfLink")
    package let uid = Field<String>("uid")
    package let resourceVersion = Field<String>("resourceVersion")
    package let generation = Field<Int>("generation")
    package let creationTimestamp = Field<Timestamp>("creationTimestamp")
    package let deletionTimestamp = Field<Timestamp>("deletionTimestamp")
    package let deletionGracePeriodSeconds = Field<Int>("deletionGracePeriodSeconds")
    package let labels = MapField<String>("labels")
    package let annotations = MapField<String>("annotations")
    package let ownerReferences = ListField<OwnerReference>("ownerReferences")
    package let finalizers = ListField<String>("finalizers")
    package let managedFields = ListField<ManagedFieldsEntry>("managedFields")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `OwnerReference` of `meta/v1`.
package struct OwnerReference: JSONView {
  package struct Fields: Sendable {
    package let kind = Field<String>("kind")
    package let name = Field<String>("name")
    package let uid = Field<String>("uid")
    package let apiVersion = Field<String>("apiVersion")
    package let controller = Field<Bool>("controller")
    package let blockOwnerDeletion = Field<Bool>("blockOwnerDeletion")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `ManagedFieldsEntry` of `meta/v1`.
package struct ManagedFieldsEntry: JSONView {
  package struct Fields: Sendable {
    package let manager = Field<String>("manager")
    package let operation = Field<String>("operation")
    package let apiVersion = Field<String>("apiVersion")
    package let time = Field<Timestamp>("time")
    package let fieldsType = Field<String>("fieldsType")
    package let fieldsV1 = Field<JSONValue>("fieldsV1")
    package let subresource = Field<String>("subresource")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LabelSelector` of `meta/v1`.
package struct LabelSelector: JSONView {
  package struct Fields: Sendable {
    package let matchLabels = MapField<String>("matchLabels")
    package let matchExpressions = ListField<LabelSelectorRequirement>("matchExpressions")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `LabelSelectorRequirement` of `meta/v1`.
package struct LabelSelectorRequirement: JSONView {
  package struct Fields: Sendable {
    package let key = Field<String>("key")
    package let `operator` = Field<String>("operator")
    package let values = ListField<String>("values")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}

/// `Condition` of `meta/v1`.
package struct Condition: JSONView {
  package struct Fields: Sendable {
    package let type = Field<String>("type")
    package let status = Field<String>("status")
    package let observedGeneration = Field<Int>("observedGeneration")
    package let lastTransitionTime = Field<Timestamp>("lastTransitionTime")
    package let reason = Field<String>("reason")
    package let message = Field<String>("message")
  }

  package static let fields = Fields()

  package var json: JSONValue

  package init(json: JSONValue) { self.json = json }
}
