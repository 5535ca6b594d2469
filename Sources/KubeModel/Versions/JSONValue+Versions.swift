extension JSONValue {
  /// Gives a member another name, if it is there.
  mutating func rename(_ key: String, to other: String) {
    guard let value = self[key] else { return }
    self[key] = nil
    self[other] = value
  }

  /// Sets an annotation of an object.
  mutating func annotate(_ name: String, _ text: String) {
    make("metadata") { metadata in metadata.make("annotations") { $0[name] = .string(text) } }
  }

  /// Removes an annotation of an object and returns its text; nil when it was not there.
  mutating func takeAnnotation(_ name: String) -> String? {
    guard let text = self[path: "metadata", "annotations", name]?.stringValue else { return nil }
    update("metadata") { metadata in
      metadata.update("annotations") { $0[name] = nil }
      if metadata["annotations"] == .emptyObject { metadata["annotations"] = nil }
    }
    return text
  }
}
