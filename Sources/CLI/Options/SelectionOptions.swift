import ArgumentParser
import KubeClient

/// Which objects of a type a command is about.
struct SelectionOptions: ParsableArguments {
  @Option(name: [.customShort("l"), .long], help: "Only objects with these labels, such as app=web,tier!=cache")
  var selector: String?

  @Option(help: "Only objects with these fields, such as status.phase=Running")
  var fieldSelector: String?

  @Flag(name: [.customShort("A"), .long], help: "In all namespaces")
  var allNamespaces = false

  var isRestricted: Bool { selector != nil || fieldSelector != nil }

  var listOptions: ListOptions {
    ListOptions(labelSelector: selector, fieldSelector: fieldSelector)
  }
}
