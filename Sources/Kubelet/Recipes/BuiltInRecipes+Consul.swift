extension BuiltInRecipes {
  /// HashiCorp's image: the program in `/bin/consul` and an entrypoint that takes a subcommand or a whole command.
  static var consul: Recipe {
    var recipe = Recipe(name: "consul", images: ["consul", "hashicorp/consul"])
    recipe.files = [
      Recipe.File(path: "/bin/consul", source: .program("consul")),
      Recipe.File(path: "/usr/local/bin/docker-entrypoint.sh", source: .text(consulEntrypoint)),
    ]
    recipe.entrypoint = ["docker-entrypoint.sh"]
    recipe.command = ["agent", "-dev", "-client", "0.0.0.0"]
    recipe.environment = ["HASHICORP_RELEASES": "https://releases.hashicorp.com"]
    return recipe
  }

  private static let consulEntrypoint = """
    #!/bin/sh
    # A flag or a subcommand of consul becomes a whole command; an agent gets its usual directories.
    set -e
    case "$1" in
      -*) set -- consul "$@" ;;
      agent|acl|catalog|connect|config|debug|event|exec|force-leave|info|intention|join|keygen|keyring|kv|leave|lock)
        set -- consul "$@" ;;
      login|logout|maint|members|monitor|operator|reload|rtt|services|snapshot|tls|validate|version|watch)
        set -- consul "$@" ;;
    esac
    if [ "$1" = consul ] && [ "$2" = agent ]; then
      mkdir -p /consul/data /consul/config
      shift 2
      set -- consul agent -data-dir=/consul/data -config-dir=/consul/config "$@"
    fi
    exec "$@"

    """
}
