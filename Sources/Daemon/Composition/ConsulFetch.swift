import Consul
import Kubelet
import Logging
import ServiceLifecycle
import Synchronization

/// Fetches Consul when a pod needs it and this machine has none, as a kubelet pulls an image: one fetch for all pods that
/// wait, in the background, and every one of them told of its end.
final class ConsulFetch: Sendable {
  private enum State {
    case idle
    case running
    case failed(reason: String, until: ContinuousClock.Instant)
  }

  /// Where Consul is fetched from when it is not the publisher's archive; empty: from nowhere.
  static let archiveVariable = "LOCALKUBE_CONSUL_ARCHIVE"
  /// For this long a failure is the answer; who asks later causes another fetch.
  private static let pause = Duration.seconds(5)

  private let archive: String
  private let logger: Logger
  private let state = Mutex(State.idle)
  private let (requests, request) = AsyncStream<String>.makeStream()

  /// - Parameter archive: What ``archiveVariable`` says; nil means the publisher's archive.
  init(archive: String?, logger: Logger) {
    self.archive = archive ?? ReleaseArchive.defaultBase
    self.logger = logger
  }

  /// What is to be told of Consul, which is not on this machine; asks for a fetch unless one runs or has just failed.
  ///
  /// - Parameter version: What the image's tag asks for; what is no released version means the usual one.
  func lookUp(version: String?) -> ProgramLookup {
    guard !archive.isEmpty else {
      return .missing(reason: "is not on this machine and \(Self.archiveVariable) is empty; put it on PATH")
    }
    return state.withLock { state in
      switch state {
      case .running: return .fetching
      case .failed(let reason, let until) where ContinuousClock.now < until: return .missing(reason: reason)
      case .idle, .failed:
        state = .running
        request.yield(version.flatMap(Self.release) ?? ReleaseArchive.defaultVersion)
        return .fetching
      }
    }
  }

  /// The tag, if it is a version as the publisher's archive names them.
  private static func release(_ tag: String) -> String? {
    let version = tag.hasPrefix("v") ? tag.dropFirst() : tag[...]
    let numbers = version.split(separator: ".", omittingEmptySubsequences: false)
    let isRelease = numbers.count == 3 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
    return isRelease ? String(version) : nil
  }

  /// The service that does the fetches.
  func service(_ programs: HostPrograms, telling book: RecipeBook) -> any ServiceLifecycle.Service {
    Fetching(fetch: self, programs: programs, book: book)
  }

  private struct Fetching: ServiceLifecycle.Service {
    let fetch: ConsulFetch
    let programs: HostPrograms
    let book: RecipeBook

    func run() async throws {
      for await version in fetch.requests.cancelOnGracefulShutdown() {
        await fetch.carryOut(version: version, search: programs.search)
        book.changed()
      }
    }
  }

  private func carryOut(version: String, search: ConsulSearch) async {
    let provider = ConsulProvider(search: search, archive: ReleaseArchive(base: archive, version: version))
    do {
      let program = try await provider.provide()
      logger.notice("Consul was fetched", metadata: ["path": "\(program.path)", "version": "\(program.version)"])
      state.withLock { $0 = .idle }
    } catch {
      logger.warning("Consul could not be fetched", metadata: ["version": "\(version)", "error": "\(error)"])
      state.withLock { $0 = .failed(reason: "\(error)", until: .now + Self.pause) }
    }
  }
}
