import LinuxSystem
package import Logging
import SandboxRuntime
import Synchronization

/// All recipes: those of the home directory's `recipes/*.yaml`, then the built-in ones.
///
/// A recipe that is added or changed is used from the next container on, and by those that wait for an image at once:
/// ``RecipeWatch`` calls ``changed()``.
package final class RecipeBook: Sendable {
  private let directory: String
  private let resolver: ProgramResolver
  private let logger: Logger
  private let state = Mutex(State())

  private struct State: Sendable {
    var recipes = BuiltInRecipes.all
    var files: [String: FileStatus?] = [:]
    var listeners: [@Sendable () -> Void] = []
  }

  /// - Parameters:
  ///   - directory: Holds the YAML files; it need not exist.
  ///   - resolver: Finds the programs that recipes name.
  ///   - logger: Reports files that cannot be read.
  package init(directory: String, resolver: @escaping ProgramResolver, logger: Logger) {
    self.directory = directory
    self.resolver = resolver
    self.logger = logger
    reloadIfChanged()
  }

  /// The recipes, in the order in which they are tried.
  package var all: [Recipe] { state.withLock { $0.recipes } }

  /// Reads the directory if it is not as it was; what cannot be read is reported and left out.
  private func reloadIfChanged() {
    let files = files()
    guard state.withLock({ $0.files != files }) else { return }
    var found: [Recipe] = []
    for name in files.keys.sorted() {
      do {
        let text = try FileSystem.readText("\(directory)/\(name)")
        found.append(try RecipeFile.parse(text, name: String(name.prefix { $0 != "." })))
      } catch {
        logger.warning("A recipe cannot be used and is left out", metadata: ["file": "\(name)", "error": "\(error)"])
      }
    }
    state.withLock {
      $0.recipes = found + BuiltInRecipes.all
      $0.files = files
    }
  }

  /// Calls `listener` whenever an image that could not be used may be usable now.
  package func onChange(_ listener: @escaping @Sendable () -> Void) { state.withLock { $0.listeners.append(listener) } }

  /// Recipes or programs have come or changed.
  package func changed() {
    for listener in state.withLock({ $0.listeners }) { listener() }
  }

  /// The files of the directory, and what tells that one has changed; a directory that is not there holds none.
  private func files() -> [String: FileStatus?] {
    let names = ((try? FileSystem.list(directory)) ?? []).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    // What cannot be looked at cannot be read either, which is reported then.
    return Dictionary(uniqueKeysWithValues: names.map { ($0, try? FileSystem.status("\(directory)/\($0)")) })
  }

  /// The host's program that the first recipe for an image puts at `path`; nil when it puts none of the host's there.
  package func hostProgram(of text: String, at path: String) -> String? {
    reloadIfChanged()
    let image = ImageReference(text)
    guard let recipe = all.first(where: { $0.images.contains(where: image.matches) }),
      case .host(let program)? = recipe.files.first(where: { $0.path == path })?.source
    else { return nil }
    return program
  }

  /// What stands in for an image on this machine.
  ///
  /// - Throws: what says how to add a recipe or which program is missing, or that the program is being fetched.
  package func resolve(image text: String) async throws(ImageUnavailable) -> ResolvedImage {
    reloadIfChanged()
    let image = ImageReference(text)
    var missing: String?
    for recipe in all where recipe.images.contains(where: image.matches) {
      if let required = recipe.requires, case .missing = await resolver(required, nil) {
        missing = required
        continue
      }
      return try await resolve(recipe, for: image)
    }
    if let missing {
      throw unusable(
        "the recipe for image \"\(text)\" needs the program \(missing), which is not on this machine; install it")
    }
    throw unusable(
      "no recipe stands in for image \"\(text)\"; write one with `images: [\(image.repository)]` and the files and "
        + "entrypoint to run to \(directory)/\(image.name.split(separator: "/").last ?? "name").yaml "
        + "(localkube image add --help shows how)")
  }

  private func unusable(_ sentence: String) -> ImageUnavailable { .missing(ConfigurationError(sentence)) }

  /// The program of this name for an image.
  private func program(_ name: String, for image: ImageReference) async throws(ImageUnavailable) -> Program {
    switch await resolver(name, image.tag) {
    case .found(let program): return program
    case .fetching: throw .fetching(program: name)
    case .missing(let reason?): throw unusable("the program \(name) for image \"\(image.text)\": \(reason)")
    case .missing(nil):
      throw unusable(
        "the program \(name) for image \"\(image.text)\" is neither in the recipe, nor on PATH, nor in localkube's "
          + "cache; install it")
    }
  }

  private func resolve(_ recipe: Recipe, for image: ImageReference) async throws(ImageUnavailable) -> ResolvedImage {
    var files: [RootFileSystem.File] = []
    var program: Program?
    for file in recipe.files {
      switch file.source {
      case .text(let text):
        files.append(RootFileSystem.File(path: file.path, content: .bytes(Array(text.utf8)), mode: file.mode))
      case .link(let target): files.append(RootFileSystem.File(path: file.path, content: .link(target: target)))
      case .host(let path):
        guard FileSystem.exists(path) else {
          throw unusable("the recipe \(recipe.name) names \(path), which is not there; correct the recipe")
        }
        program = program ?? Program(path: path)
        files.append(RootFileSystem.File(path: file.path, content: .host(path: path), mode: file.mode))
      case .optionalHost(let path):
        guard FileSystem.exists(path) else { continue }
        files.append(RootFileSystem.File(path: file.path, content: .host(path: path), mode: file.mode))
      case .program(let name):
        let found = try await self.program(name, for: image)
        program = found
        files.append(RootFileSystem.File(path: file.path, content: .host(path: found.path), mode: file.mode))
      case .applets(let name):
        guard let applets = try await self.program(name, for: image).applets else { continue }
        files.append(RootFileSystem.File(path: file.path, content: .host(path: applets), mode: file.mode))
      }
    }
    if program == nil, let required = recipe.requires { program = try await self.program(required, for: image) }
    var id = "localkube-recipe://\(recipe.name)"
    if let program { id += program.path + (program.version.map { "@\($0)" } ?? "") }
    return ResolvedImage(
      files: files, entrypoint: recipe.entrypoint, command: recipe.command, environment: recipe.environment,
      workingDirectory: recipe.workingDirectory, user: recipe.user, group: recipe.group, accounts: recipe.accounts,
      imageID: id, versionNote: program?.version.flatMap { Self.note(on: image, version: $0) })
  }

  /// What to tell of a program that runs in an image's place; nil when it is of the version that the tag asks for.
  static func note(on image: ImageReference, version: String) -> String? {
    guard let tag = image.tag, tag != "latest", !agree(tag: tag, version: version) else { return nil }
    return "Image \"\(image.text)\" asks for \(tag); the program that runs is version \(version)"
  }

  /// Whether `1.8` or `v1.8.7` is what `1.8.7` calls itself.
  private static func agree(tag: String, version: String) -> Bool {
    let wanted = tag.hasPrefix("v") ? tag.dropFirst() : tag[...]
    return version == wanted || version.hasPrefix(wanted + ".") || version.hasPrefix(wanted + "-")
  }
}
