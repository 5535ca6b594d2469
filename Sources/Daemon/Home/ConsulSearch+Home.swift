package import Consul
import Kubelet
package import Logging

extension ConsulSearch {
  /// Where Consul is looked for with this home: first the program that a recipe of the user's own puts in the image's
  /// place, then `path`, then the cache.
  ///
  /// - Parameters:
  ///   - image: The image that the recipe stands in for.
  ///   - path: Directories with colons between them, as in `PATH`.
  package init(home: Home, image: String = "consul", path: String, logger: Logger) {
    let recipes = RecipeBook(directory: home.recipes, resolver: { _, _ in .missing(reason: nil) }, logger: logger)
    self.init(
      recipeSetting: recipes.hostProgram(of: image, at: "/bin/consul"), path: path, cache: home.cache + "/consul")
  }
}
