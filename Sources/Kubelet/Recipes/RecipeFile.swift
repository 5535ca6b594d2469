import Yams

/// Reads recipes from YAML, one document a recipe; the record "Recipes" describes the format for users.
///
///     images: [example/web, "example/web-*"]
///     files:
///     - {path: /usr/local/bin/web, host: /home/me/web}   # or program: web, text: …, link: …
///     entrypoint: [web]
///     command: [--listen, ":80"]
///     env: {MODE: local}
///     workingDirectory: /srv
///     user: 0
package enum RecipeFile {
  /// The recipe in `text`; `name` is the file's, without its ending.
  ///
  /// - Throws: `ConfigurationError` that names what is wrong.
  package static func parse(_ text: String, name: String) throws(ConfigurationError) -> Recipe {
    let document: Document
    do {
      document = try YAMLDecoder().decode(Document.self, from: text)
    } catch {
      throw ConfigurationError(
        "the recipe \(name) cannot be read: \(error); localkube image add --help shows how a recipe is written")
    }
    guard !document.images.isEmpty else {
      throw ConfigurationError("the recipe \(name) names no images; add `images: [name]`")
    }
    var recipe = Recipe(name: document.name ?? name, images: document.images)
    for file in document.files ?? [] {
      guard file.path.hasPrefix("/"), let source = file.source else {
        throw ConfigurationError(
          "the recipe \(name) has a file (\(file.path)) without an absolute path or one of host, program, text, link")
      }
      recipe.files.append(Recipe.File(path: file.path, source: source, mode: file.mode ?? 0o755))
    }
    recipe.entrypoint = document.entrypoint ?? []
    recipe.command = document.command ?? []
    recipe.environment = document.env ?? [:]
    recipe.workingDirectory = document.workingDirectory ?? "/"
    recipe.user = document.user ?? 0
    recipe.group = document.group ?? 0
    return recipe
  }

  private struct Document: Decodable {
    var name: String?
    var images: [String]
    var files: [File]?
    var entrypoint: [String]?
    var command: [String]?
    var env: [String: String]?
    var workingDirectory: String?
    var user: UInt32?
    var group: UInt32?
  }

  private struct File: Decodable {
    var path: String
    var host: String?
    var program: String?
    var text: String?
    var link: String?
    var mode: UInt32?

    var source: Recipe.File.Source? {
      if let host { return .host(host) }
      if let program { return .program(program) }
      if let text { return .text(text) }
      return link.map { .link($0) }
    }
  }
}
