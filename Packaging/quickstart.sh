#!/usr/bin/env bash
# From a fresh machine to a Consul cluster whose leader has been replaced. Can be run again.
#
#   Packaging/quickstart.sh              everything
#   Packaging/quickstart.sh --systemd    also installs the systemd unit (the system's as root, otherwise the user's)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

systemd=false
case "${1-}" in
  '') ;;
  --systemd) systemd=true ;;
  *) fail "unknown option $1: the only one is --systemd" ;;
esac

say "localkube: installing what is missing"
need_swift
need_packages libsqlite3-dev zlib1g-dev libsystemd-dev pkg-config curl

say "building the release binary (some minutes the first time)"
LOCALKUBE_COMMIT=$(git -C "$root" rev-parse HEAD 2>/dev/null || true)
LOCALKUBE_COMMIT_DATE=$(TZ=UTC0 git -C "$root" show -s --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null || true)
export LOCALKUBE_COMMIT LOCALKUBE_COMMIT_DATE
swift build -c release --product localkube --static-swift-stdlib
localkube=$root/.build/release/localkube
"$localkube" doctor || fail "localkube cannot run here: the lines above say why"

if $systemd && [ "$(id -u)" = 0 ]; then
  say "installing the machine's service"
  Packaging/systemd/install.sh "$localkube"
  export LOCALKUBE_HOME=/var/lib/localkube
elif $systemd; then
  say "installing your own service"
  Packaging/systemd/install.sh --user "$localkube"
fi

say "starting the cluster"
"$localkube" up

if "$localkube" list | grep -q '^consul '; then
  say "Consul is installed already"
  "$localkube" rollout status statefulset/consul-server
  "$localkube" rollout status daemonset/consul
else
  say "installing Consul"
  "$localkube" install consul
fi
"$localkube" get pods
"$localkube" get services
"$localkube" exec consul-server-0 -- consul members
"$localkube" leader

leader=$("$localkube" leader -o name)
say "deleting the leader's pod, $leader"
"$localkube" delete pod "$leader"
"$localkube" logs "$("$localkube" leader -o name)" | grep -E 'New leader elected|cluster leadership acquired' | tail -n 2
"$localkube" get pods

say "done: kubectl and $localkube work with this cluster; '$localkube down' powers it off"
