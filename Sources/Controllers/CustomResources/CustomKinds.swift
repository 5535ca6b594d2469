import ControllerKit
import KubeModel
import Synchronization

/// The kinds that CustomResourceDefinitions add, with an informer for each, as they come and go.
final class CustomKinds: Sendable {
  typealias ChangeHandler = @Sendable (OwnershipChange) -> Void
  typealias ArrivalHandler = @Sendable (GroupVersionKind) -> Void

  private struct State {
    /// What is followed of each definition, by its name.
    var followed: [String: ObservedKind] = [:]
    var kinds: [GroupVersionKind: ObservedKind] = [:]
    var changeHandlers: [ChangeHandler] = []
    var arrivalHandlers: [ArrivalHandler] = []
  }

  private let informers: InformerSet
  private let state = Mutex(State())

  init(informers: InformerSet) {
    self.informers = informers
    informers.informer(CustomResourceDefinition.self).onChange { [weak self] event in
      if case .deleted(let definition) = event {
        self?.follow(nil, definition)
      } else {
        self?.follow(Self.observed(event.object), event.object)
      }
    }
  }

  /// Calls `handler` for every change of an object of any of the kinds.
  ///
  /// To be called before the informers run.
  func onChange(_ handler: @escaping ChangeHandler) { state.withLock { $0.changeHandlers.append(handler) } }

  /// Calls `handler` when a kind is served that was not served before.
  ///
  /// To be called before the informers run.
  func onArrival(_ handler: @escaping ArrivalHandler) { state.withLock { $0.arrivalHandlers.append(handler) } }

  /// The kind, if it is served, in any of its versions.
  func kind(_ kind: GroupVersionKind) -> ObservedKind? { state.withLock { $0.kinds[kind] } }

  /// How the objects of a definition are reached; nil when none of its versions is served.
  static func observed(_ definition: CustomResourceDefinition) -> ObservedKind? {
    guard definition.isEstablished else { return nil }
    let served = definition.spec.versions.filter { $0.served == true }
    guard let version = served.first(where: { $0.storage == true }) ?? served.first else { return nil }
    let names = definition.status.acceptedNames
    return ObservedKind(
      GroupVersionResource(
        group: definition.spec.group ?? "", version: version.name ?? "", resource: names.plural ?? ""),
      kind: names.kind ?? "", isNamespaced: definition.isNamespaceScoped)
  }

  private func follow(_ observed: ObservedKind?, _ definition: CustomResourceDefinition) {
    let (old, changeHandlers, arrivalHandlers) = state.withLock { state in
      let old = state.followed[definition.name]
      state.followed[definition.name] = observed
      let group = definition.spec.group ?? ""
      for version in definition.spec.versions {
        let kind = GroupVersionKind(
          group: group, version: version.name ?? "", kind: definition.status.acceptedNames.kind ?? "")
        state.kinds[kind] = version.served == true ? observed : nil
      }
      return (old, state.changeHandlers, state.arrivalHandlers)
    }
    guard old?.resource != observed?.resource else { return }
    if let old {
      let known = informers.informer(of: old.resource).list()
      informers.stop(old.resource)
      // With their definition the objects are gone, whether or not the informer has heard of it.
      for object in observed == nil ? known : [] {
        for handler in changeHandlers { handler(.gone(OwnershipNode(object, of: old.resource))) }
      }
    }
    guard let observed else { return }
    observed.onChange(in: informers) { change in
      for handler in changeHandlers { handler(change) }
    }
    for version in definition.spec.versions where version.served == true {
      let kind = GroupVersionKind(
        group: observed.resource.group, version: version.name ?? "", kind: observed.kind)
      for handler in arrivalHandlers { handler(kind) }
    }
  }
}
