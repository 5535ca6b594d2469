#!/usr/bin/env bash
# Measures localkube on this machine and prints one table.
#
#   Tests/Benchmarks/run.sh             everything but watch: some minutes
#   Tests/Benchmarks/run.sh NAME...     only these: up, consul, restart, idle, command, api,
#                                       watch (200 watchers, 20,000 writes: some minutes)
#
# LOCALKUBE_BENCHMARK_PROGRAM names the program to measure; without it the release build is made and measured.
# LOCALKUBE_BENCHMARK_RIVAL names the kubeconfig of another cluster's administrator on this machine (kube-apiserver with
# etcd, say): "api" then measures both in turn, five times, by the same client, and prints how many times as fast
# localkube is. It makes a service account and ConfigMaps in the namespace "default" there, and removes them.
# LOCALKUBE_BENCHMARK_ETCD names an etcd to measure beside the API; without it there is no such line.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if ! pkg-config --exists openssl; then
  echo "run.sh: the benchmarks speak TLS by OpenSSL: install libssl-dev and pkg-config" >&2
  exit 1
fi
if [ -z "${LOCALKUBE_BENCHMARK_PROGRAM-}" ]; then
  (cd "$root" && swift build -c release --product localkube --static-swift-stdlib >&2)
  LOCALKUBE_BENCHMARK_PROGRAM=$root/.build/release/localkube
fi
export LOCALKUBE_BENCHMARK_PROGRAM
swift build --package-path "$here" -c release >&2
exec "$here/.build/release/Benchmarks" "$@"
