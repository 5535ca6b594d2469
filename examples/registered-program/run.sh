#!/usr/bin/env bash
# A program that is registered in Consul and found through Consul's DNS.
#
# Expect: the address of the pod "hello", twice: from Kubernetes, and as Consul's answer for hello.service.consul.
set -euo pipefail
cd "$(dirname "$0")"
PATH=${LOCALKUBE_BIN:-../../.build/release}:$PATH

localkube up --stub-domain consul=consul-dns.default
localkube install consul
localkube apply -f program.yaml
for attempt in $(seq 60); do
  localkube logs hello 2>/dev/null | grep -q '^registered' && break
  sleep 1
done
localkube get pod hello -o jsonpath='{.status.podIP}{"\n"}'
localkube exec hello -- getent hosts hello.service.consul
