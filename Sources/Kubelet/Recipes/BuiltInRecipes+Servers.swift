/// Images of servers, as those who use the images know them: paths of configuration and data, users, ports.
extension BuiltInRecipes {
  /// nginx on port 80, with its pages in `/usr/share/nginx/html` and its sites in `/etc/nginx/conf.d`.
  static var nginx: Recipe {
    var recipe = Recipe(name: "nginx", images: ["nginx"])
    recipe.requires = "nginx"
    recipe.files = [
      Recipe.File(path: "/usr/sbin/nginx", source: .program("nginx")),
      Recipe.File(path: "/etc/nginx/nginx.conf", source: .text(nginxConfiguration), mode: 0o644),
      Recipe.File(path: "/etc/nginx/conf.d/default.conf", source: .text(nginxSite), mode: 0o644),
      Recipe.File(path: "/etc/nginx/mime.types", source: .text(mediaTypes), mode: 0o644),
      Recipe.File(path: "/usr/share/nginx/html/index.html", source: .text(welcomePage), mode: 0o644),
      // As in the image, what is logged goes to the container's log.
      Recipe.File(path: "/var/log/nginx/access.log", source: .link("/dev/stdout")),
      Recipe.File(path: "/var/log/nginx/error.log", source: .link("/dev/stderr")),
      // Debian's build keeps its state below /var/lib/nginx, the image's below /var/cache/nginx; a link makes each.
      Recipe.File(path: "/var/lib/nginx/modules", source: .link("/usr/lib/nginx/modules")),
      Recipe.File(path: "/var/cache/nginx/modules", source: .link("/usr/lib/nginx/modules")),
    ]
    let shown = [
      "fastcgi.conf", "fastcgi_params", "koi-utf", "koi-win", "mime.types", "proxy_params", "scgi_params", "snippets",
      "uwsgi_params", "win-utf",
    ]
    recipe.files += shown.map { Recipe.File(path: "/etc/nginx/\($0)", source: .optionalHost("/etc/nginx/\($0)")) }
    recipe.command = ["nginx", "-g", "daemon off;"]
    recipe.accounts = [Recipe.Account("nginx", 101), Recipe.Account("www-data", 33)]
    return recipe
  }

  private static let nginxConfiguration = """
    user nginx;
    worker_processes auto;
    error_log /var/log/nginx/error.log notice;
    pid /var/run/nginx.pid;

    events {
      worker_connections 1024;
    }

    http {
      include /etc/nginx/mime.types;
      default_type application/octet-stream;
      access_log /var/log/nginx/access.log;
      sendfile on;
      keepalive_timeout 65;
      include /etc/nginx/conf.d/*.conf;
    }

    """

  private static let nginxSite = """
    server {
      listen 80;
      server_name localhost;
      location / {
        root /usr/share/nginx/html;
        index index.html index.htm;
      }
    }

    """

  /// For a machine that has the program without its configuration.
  private static let mediaTypes = """
    types {
      text/html html htm shtml;
      text/css css;
      text/plain txt;
      text/xml xml;
      application/javascript js;
      application/json json;
      application/pdf pdf;
      application/wasm wasm;
      application/zip zip;
      font/woff woff;
      font/woff2 woff2;
      image/gif gif;
      image/jpeg jpeg jpg;
      image/png png;
      image/svg+xml svg svgz;
      image/webp webp;
      image/x-icon ico;
    }

    """

  private static let welcomePage = """
    <!DOCTYPE html>
    <html>
    <head><title>Welcome to nginx!</title></head>
    <body><h1>Welcome to nginx!</h1></body>
    </html>

    """

  /// Redis on port 6379, with its data in `/data`; it answers other pods without a password, as the image does.
  static var redis: Recipe {
    var recipe = Recipe(name: "redis", images: ["redis"])
    recipe.requires = "redis-server"
    recipe.files = [
      Recipe.File(path: "/usr/bin/redis-server", source: .program("redis-server")),
      Recipe.File(path: "/usr/local/bin/redis-server", source: .text(redisServer)),
      Recipe.File(path: "/usr/local/bin/docker-entrypoint.sh", source: .text(redisEntrypoint)),
    ]
    recipe.entrypoint = ["docker-entrypoint.sh"]
    recipe.command = ["redis-server"]
    recipe.workingDirectory = "/data"
    recipe.accounts = [Recipe.Account("redis", 999)]
    return recipe
  }

  /// The image's build has no protected mode unless it is asked for; a distribution's build has it.
  private static let redisServer = """
    #!/bin/sh
    if [ "$*" = "${*#*protected-mode}" ]; then
      case "$1" in
        -v|--version|-h|--help|--test-memory|--check-system) ;;
        -) set -- "$@" --protected-mode no ;;
        -*|"") set -- --protected-mode no "$@" ;;
        *) grep -qs '^[[:space:]]*protected-mode' "$1" || set -- "$@" --protected-mode no ;;
      esac
    fi
    exec /usr/bin/redis-server "$@"

    """

  private static let redisEntrypoint = """
    #!/bin/sh
    # Flags or a file of configuration alone are those of the server.
    set -e
    case "$1" in
      -*|*.conf) set -- redis-server "$@" ;;
    esac
    exec "$@"

    """
}
