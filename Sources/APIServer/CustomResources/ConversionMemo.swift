import KubeModel
import ObjectStore
import Synchronization

/// The conversions by webhook that one write needs.
///
/// A webhook cannot be asked inside the store's writer. So the write is tried: what was not converted yet stands in for
/// itself and is noted, the attempt is undone, the webhook is asked, and the next attempt finds what it needs here
/// (as with ``PostponedMatches``).
///
/// Attempts differ in what a write makes anew: uid, time, a generated name. All of that is metadata, which a webhook
/// cannot change; so objects are told apart by the rest.
final class ConversionMemo: Sendable {
  private struct Question: Hashable {
    let object: [UInt8]
    let version: GroupVersion
  }

  private struct State {
    var answers: [Question: JSONValue] = [:]
    var waiting: [Question: JSONValue] = [:]
  }

  private let webhook: ConversionWebhook
  private let client: WebhookClient
  private let state = Mutex(State())

  init(_ webhook: ConversionWebhook, _ client: WebhookClient) {
    self.webhook = webhook
    self.client = client
  }

  /// The object in another version, as far as that is known.
  func converted(_ object: JSONValue, to version: GroupVersion) -> JSONValue {
    guard object["apiVersion"] != .string(version.description) else { return object }
    let question = Self.question(object, version)
    return state.withLock { state in
      if let answer = state.answers[question] { return object.conversionOutcome(answer) }
      state.waiting[question] = object
      return object
    }
  }

  /// Shows a write the objects in the version of its request, and stores them in the definition's.
  func translation(of served: ServedResource) -> StoreTransaction.Translation {
    StoreTransaction.Translation(of: served.storage.groupResource) { object in
      self.converted(object, to: served.resource.groupVersion)
    } writing: { object in
      self.converted(object, to: served.storage.groupVersion)
    }
  }

  var isComplete: Bool { state.withLock { $0.waiting.isEmpty } }

  /// Asks the webhook for what is not known; throws what it answers when it fails.
  func complete() async throws {
    for (question, object) in state.withLock({ $0.waiting }) {
      let converted = try await webhook.convert([object], to: question.version, by: client)
      state.withLock { state in
        state.answers[question] = converted.first
        state.waiting[question] = nil
      }
    }
  }

  private static func question(_ object: JSONValue, _ version: GroupVersion) -> Question {
    var bare = object
    var metadata = JSONValue.emptyObject
    for name in ["labels", "annotations"] { metadata[name] = object["metadata"]?[name] }
    bare["metadata"] = metadata
    return Question(object: bare.serialized(), version: version)
  }
}
