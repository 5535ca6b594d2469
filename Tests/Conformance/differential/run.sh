#!/usr/bin/env bash
# Sends the same seeded requests to kube-apiserver 1.20 and to localkube, and says where their answers differ.
#
#   Tests/Conformance/differential/run.sh DIRECTORY [--seed N] [--requests N]
#
# DIRECTORY holds the programs (bin/kube-apiserver, bin/etcd; built by Tests/Conformance/build.sh where they are missing)
# and gets the report: table.md and differences.jsonl. LOCALKUBE is the program that is tried (.build/debug/localkube).
# The short setting is --requests 500.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
[ $# -ge 1 ] || { echo "say where: Tests/Conformance/differential/run.sh DIRECTORY [--seed N] [--requests N]" >&2; exit 2; }
mkdir -p "$1"
work=$(cd "$1" && pwd)
shift
for program in kube-apiserver etcd; do
  [ -x "$work/bin/$program" ] || "$root/Tests/Conformance/build.sh" "$work" "$program"
done
export LOCALKUBE=${LOCALKUBE:-$root/.build/debug/localkube}
exec python3 "$here/differential.py" --programs "$work/bin" --rules "$root/Tests/KubeModelTests/Validation/Rules" \
  --purpose "$here/on-purpose.json" --report "$work" "$@"
