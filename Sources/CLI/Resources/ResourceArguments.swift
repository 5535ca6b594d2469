/// What the words after a verb ask for: `pods`, `pods web`, `pods,svc`, `pod/web svc/web`.
struct ResourceArguments: Sendable, Hashable {
  /// A type's name and the names of objects; all objects when there are none.
  struct Selection: Sendable, Hashable {
    var type: String
    var names: [String]
  }

  let selections: [Selection]

  /// Reads the words; throws `CommandFailure` for a mixture that means nothing.
  init(_ words: [String]) throws {
    guard let first = words.first else {
      throw CommandFailure.usage(
        "you must name the type of resource, such as \"pods\" or \"deployment/web\"; there are: pods, services, "
          + "deployments, statefulsets, daemonsets, nodes, events and more")
    }
    if words.contains(where: { $0.contains("/") }) {
      selections = try words.map { word in
        let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
          throw CommandFailure.usage(
            "\"\(word)\" does not fit: with TYPE/NAME every argument has one slash between a type and a name")
        }
        return Selection(type: parts[0], names: [parts[1]])
      }
      return
    }
    let names = Array(words.dropFirst())
    selections = first.split(separator: ",").map { Selection(type: String($0), names: names) }
    guard !selections.isEmpty else { throw CommandFailure.usage("\"\(first)\" names no type of resource") }
  }

  /// Whether more than one type is asked for, so that names are shown with their type.
  var hasSeveralTypes: Bool { Set(selections.map(\.type)).count > 1 }
}
