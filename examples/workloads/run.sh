#!/usr/bin/env bash
# A StatefulSet, a DaemonSet and a Deployment of plain programs.
#
# Expect: counter-0 and counter-1, one watcher, three sleepers, all Running; after its deletion counter-0 comes back
# under the same name and says that it starts for the second time, since its volume was kept.
set -euo pipefail
cd "$(dirname "$0")"
PATH=${LOCALKUBE_BIN:-../../.build/release}:$PATH

localkube up
localkube apply -f workloads.yaml
localkube rollout status statefulset/counter
localkube rollout status daemonset/watcher
localkube rollout status deployment/sleeper
localkube get pods
localkube delete pod counter-0
localkube rollout status statefulset/counter
localkube logs counter-0
