/// The recipes that localkube brings along; those of the home directory come before them.
///
/// The first one whose program is here stands in for an image.
package enum BuiltInRecipes {
  package static let all: [Recipe] = [consul, nginx, redis, busybox, shell, host] + programs

  /// Images of distributions, of which a pod only uses the shell and the usual tools: those of the host.
  static var host: Recipe {
    var recipe = Recipe(name: "host", images: ["localkube/host", "debian", "ubuntu", "bash"] + smallImages)
    recipe.command = ["sh"]
    return recipe
  }

  /// Images of which every command is busybox.
  static let smallImages = ["busybox", "alpine", "*/busybox", "*/alpine"]

  /// Images of single programs that a host often has.
  private static var programs: [Recipe] {
    let table: [(images: [String], program: String, entrypoint: [String], command: [String])] = [
      (["python"], "python3", [], ["python3"]), (["perl"], "perl", [], ["perl"]), (["node"], "node", [], ["node"]),
      (["ruby"], "ruby", [], ["irb"]), (["curlimages/curl"], "curl", ["curl"], ["--help"]),
    ]
    return table.map { row in
      var recipe = Recipe(name: row.program, images: row.images)
      recipe.requires = row.program
      recipe.entrypoint = row.entrypoint
      recipe.command = row.command
      return recipe
    }
  }
}
