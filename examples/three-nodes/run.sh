#!/usr/bin/env bash
# Consul on three nodes, one server each, a client on every node.
#
# Expect: six pods, 1/1 Running; the NODE column names each node twice.
set -euo pipefail
cd "$(dirname "$0")"
PATH=${LOCALKUBE_BIN:-../../.build/release}:$PATH

localkube --profile three up --nodes 3
localkube --profile three install consul -f values.yaml
localkube --profile three get nodes
localkube --profile three get pods -o wide
localkube --profile three exec consul-server-0 -- consul members
