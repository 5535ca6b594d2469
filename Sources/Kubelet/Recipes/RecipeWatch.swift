import LinuxSystem
package import Logging
import ServiceLifecycle

/// Tells a ``RecipeBook`` when recipes or programs come or change, so that the pods that wait for one start at once.
package struct RecipeWatch: ServiceLifecycle.Service {
  private let book: RecipeBook
  private let directories: [String]
  private let logger: Logger

  /// An installation that unpacks many programs is one change.
  private static let settling = Duration.milliseconds(100)

  /// - Parameters:
  ///   - directories: Where recipes and programs come; those that are not there are left out.
  ///   - logger: Reports what cannot be watched.
  package init(book: RecipeBook, directories: [String], logger: Logger) {
    self.book = book
    self.directories = directories
    self.logger = logger
  }

  /// Watches until cancelled or asked to shut down.
  package func run() async throws {
    try await cancelWhenGracefulShutdown {
      let watch: DirectoryWatch
      do {
        watch = try await DirectoryWatch(directories.filter { FileSystem.exists($0) })
      } catch {
        // As when the user has used up all watches: what waits is tried again when its backoff is over.
        logger.warning("Recipes and programs cannot be watched", metadata: ["error": "\(error)"])
        return try await Task.sleep(for: .seconds(Int64(UInt32.max)))
      }
      while await watch.next() {
        try await Task.sleep(for: Self.settling)
        book.changed()
      }
      try Task.checkCancellation()
    }
  }
}
