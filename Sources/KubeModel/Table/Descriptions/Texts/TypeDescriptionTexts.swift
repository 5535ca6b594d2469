/// The texts about types and fields, by rooms of the API; `TypeDescriptions` reads them.
///
/// A line is `G group`, `T type text` or `field text`. Of a type's several names, separated by commas, all are meant, and
/// it may come again with fields alone. Every type and field of the Kubernetes table needs a text, of at most 160
/// characters, in the project's own words: what it is, which values it may have, and what counts without one. Three of
/// them, `apiVersion`, `metadata` and `creationTimestamp`, begin with the words that conformance specs look for.
enum TypeDescriptionTexts {
  static let all = [
    meta, containers, pods, podSettings, volumes, nodes,
    services, workloads, autoscaling, networking, policies, storage,
    admission, extensions, access, scheduling, devices,
  ]
}
