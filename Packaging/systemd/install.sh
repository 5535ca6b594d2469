#!/usr/bin/env bash
# Installs localkube as a systemd service and starts it; installs the new program when it is there already.
#
#   Packaging/systemd/install.sh PROGRAM          for the machine, as root: /usr/local/bin, /var/lib/localkube
#   Packaging/systemd/install.sh --user PROGRAM   for oneself: ~/.local/bin, ~/.localkube
#
# With DESTDIR set the files go below it, and nothing is started.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

user=()
if [ "${1-}" = --user ]; then
  user=(--user)
  shift
fi
[ $# = 1 ] || fail "usage: install.sh [--user] PROGRAM"
program=$1
[ -x "$program" ] || fail "$program is no program: build it with 'swift build -c release --product localkube'"

destination=${DESTDIR-}
if [ ${#user[@]} -gt 0 ]; then
  unit=$here/user/localkube.service
  programs=$destination$HOME/.local/bin
  units=$destination$HOME/.config/systemd/user
else
  [ -n "$destination" ] || [ "$(id -u)" = 0 ] || fail "the machine's service needs root; use --user for your own"
  unit=$here/localkube.service
  programs=$destination/usr/local/bin
  units=$destination/etc/systemd/system
fi

# The new program takes the old one's place in one step: a control plane that is started meanwhile finds one of them.
mkdir -p "$programs" "$units"
install -m 755 "$program" "$programs/.localkube.new"
mv -f "$programs/.localkube.new" "$programs/localkube"
install -m 644 "$unit" "$units/localkube.service"
[ -z "$destination" ] || exit 0

systemctl "${user[@]}" daemon-reload || fail "systemd cannot be reached"
if systemctl "${user[@]}" --quiet is-active localkube.service; then
  # The control plane is started again, now of the new program; the pods go on.
  systemctl "${user[@]}" reload localkube.service || fail "the new control plane did not start"
else
  systemctl "${user[@]}" enable --now localkube.service ||
    fail "localkube.service did not start: see systemctl ${user[*]} status localkube.service"
fi
