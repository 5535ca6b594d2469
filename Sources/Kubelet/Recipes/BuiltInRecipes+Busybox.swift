extension BuiltInRecipes {
  /// Images whose shell is busybox's ash: its commands come before the host's, which stay in reach behind them.
  static var busybox: Recipe {
    var recipe = Recipe(name: "busybox", images: smallImages)
    recipe.requires = "busybox"
    recipe.files = [
      Recipe.File(path: "/bin/busybox", source: .program("busybox")),
      Recipe.File(path: appletDirectory, source: .applets("busybox")),
    ]
    // What scripts name with its directory.
    recipe.files += ["sh", "ash", "nc", "nslookup", "ping", "ping6", "vi", "wget"].map {
      Recipe.File(path: "/bin/\($0)", source: .link("busybox"))
    }
    recipe.command = ["sh"]
    recipe.environment = [
      "PATH": "\(appletDirectory):/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    ]
    return recipe
  }

  /// The same without busybox: bash takes what ash takes (`set -o pipefail`), the host's own `sh` may not.
  static var shell: Recipe {
    var recipe = Recipe(name: "bash", images: smallImages)
    recipe.requires = "bash"
    recipe.files = [Recipe.File(path: "/bin/sh", source: .link("bash"))]
    recipe.command = ["sh"]
    return recipe
  }

  /// Where the links are, below the one directory of the root that nothing else fills.
  private static let appletDirectory = "/opt/busybox/bin"
}
