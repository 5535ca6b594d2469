package import SandboxRuntime

/// What stands in for a container image: the host's programs, and what is added to them.
package struct Recipe: Sendable, Hashable {
  /// A file that the recipe adds.
  package struct File: Sendable, Hashable {
    /// Where its content comes from.
    package enum Source: Sendable, Hashable {
      case text(String)
      /// A file of the host.
      case host(String)
      /// A program that is looked up (on `PATH`, in localkube's cache) by this name.
      case program(String)
      case link(String)
    }

    package var path: String
    package var source: Source
    package var mode: UInt32

    package init(path: String, source: Source, mode: UInt32 = 0o755) {
      self.path = path
      self.source = source
      self.mode = mode
    }
  }

  package var name: String
  /// Image names, `*` standing for any characters.
  package var images: [String]
  package var files: [File] = []
  package var entrypoint: [String] = []
  package var command: [String] = []
  package var environment: [String: String] = [:]
  package var workingDirectory = "/"
  package var user: UInt32 = 0
  package var group: UInt32 = 0
  /// A program of the host without which the recipe does not apply.
  package var requires: String?

  package init(name: String, images: [String]) {
    self.name = name
    self.images = images
  }
}

/// A program that was found on this machine.
package struct Program: Sendable, Hashable {
  package var path: String
  /// nil when nobody asked it.
  package var version: String?

  package init(path: String, version: String? = nil) {
    self.path = path
    self.version = version
  }
}

/// Finds a program by its name; nil when it is nowhere.
///
/// The composition root supplies it.
package typealias ProgramResolver = @Sendable (_ name: String) async -> Program?

/// What a recipe comes to on this machine.
package struct ResolvedImage: Sendable, Hashable {
  package var files: [RootFileSystem.File]
  package var entrypoint: [String]
  package var command: [String]
  package var environment: [String: String]
  package var workingDirectory: String
  package var user: UInt32
  package var group: UInt32
  /// Recipe, program and version, as the status shows them.
  package var imageID: String
  /// What to tell when the program's version is not the one that the tag asks for.
  package var versionNote: String?
}
