#!/usr/bin/env bash
# A three-server Consul cluster on one node, and what happens when its leader goes.
#
# Expect: three servers and a client, all alive; every server naming the same leader; after the deletion a report of
# who was elected and how long nobody led; the election in the new leader's log.
set -euo pipefail
cd "$(dirname "$0")"
PATH=${LOCALKUBE_BIN:-../../.build/release}:$PATH

localkube up
localkube install consul -f values.yaml
localkube get pods
localkube get services
localkube exec consul-server-0 -- consul members
for server in 0 1 2; do
  localkube exec "consul-server-$server" -- sh -c 'consul info | grep leader'
done

localkube leader
leader=$(localkube leader -o name)
echo "deleting the leader, $leader"
localkube delete pod "$leader"
new=$(localkube leader -o name)
localkube logs "$new" | grep -E 'New leader elected|cluster leadership acquired' | tail -n 2
localkube get pods
