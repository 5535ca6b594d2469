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
      /// A file of the host that is left out on a machine that has none there.
      case optionalHost(String)
      /// A program that is looked up (on `PATH`, in localkube's cache) by this name.
      case program(String)
      /// A directory with a link for each command of such a program that is many commands in one (busybox).
      case applets(String)
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

  /// A user that the image has in its `/etc/passwd`, and the group of that name.
  package struct Account: Sendable, Hashable {
    package var name: String
    /// The id of the user and of the group; where the cluster has no such id, root's stands in for it.
    package var id: UInt32

    package init(_ name: String, _ id: UInt32) {
      self.name = name
      self.id = id
    }
  }

  package var name: String
  /// Image names as ``ImageReference/matches(_:)`` takes them, `*` standing for any characters.
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
  package var accounts: [Account] = []

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
  /// A directory with a link for each command of a program that is many commands in one.
  package var applets: String?

  package init(path: String, version: String? = nil, applets: String? = nil) {
    self.path = path
    self.version = version
    self.applets = applets
  }
}

/// What came of looking for a program.
package enum ProgramLookup: Sendable, Hashable {
  case found(Program)
  /// It is being fetched; ``RecipeBook/changed()`` is called when that is over.
  case fetching
  /// It is nowhere; the reason says why it could not be fetched, if that was tried.
  case missing(reason: String?)
}

/// Finds a program by its name; the version is that which an image's tag asks for.
///
/// The composition root supplies it.
package typealias ProgramResolver = @Sendable (_ name: String, _ version: String?) async -> ProgramLookup

/// Why an image cannot be used now.
package enum ImageUnavailable: Error, Sendable, Hashable {
  /// Its program is being fetched.
  case fetching(program: String)
  /// Nothing stands in for it; the error says what to do.
  case missing(ConfigurationError)
}

/// What a recipe comes to on this machine.
package struct ResolvedImage: Sendable, Hashable {
  package var files: [RootFileSystem.File]
  package var entrypoint: [String]
  package var command: [String]
  package var environment: [String: String]
  package var workingDirectory: String
  package var user: UInt32
  package var group: UInt32
  package var accounts: [Recipe.Account] = []
  /// Recipe, program and version, as the status shows them.
  package var imageID: String
  /// What to tell when the program's version is not the one that the tag asks for.
  package var versionNote: String?
}
