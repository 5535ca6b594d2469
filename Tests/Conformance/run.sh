#!/usr/bin/env bash
# Runs Kubernetes' own conformance specs of 1.20 against a cluster of its own, and writes what came of each.
#
#   Tests/Conformance/run.sh [--work DIRECTORY] [--report FILE] [--processes N] [--focus REGEX] [--only parallel|serial]
#
# The specs are built by build.sh in DIRECTORY (.build-conformance by default), where the results of the last run of each
# part stay. LOCALKUBE names the program (the release build by default). REGEX is ginkgo's, \[Conformance\] by default.
# FILE gets the table in Markdown. The exit code is 0 when every spec passed that known.txt does not list. It takes about
# an hour on two cores.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../Packaging/common.sh"
here=$root/Tests/Conformance
work=$root/.build-conformance report='' processes=4 focus='\[Conformance\]' only=''
while [ $# -gt 0 ]; do
  case $1 in
    --work) work=$2 ;;
    --report) report=$2 ;;
    --processes) processes=$2 ;;
    --focus) focus=$2 ;;
    --only) only=$2 ;;
    *) fail "there is no option $1; the head of this file lists them" ;;
  esac
  shift 2
done
mkdir -p "$work"
work=$(cd "$work" && pwd)
localkube=${LOCALKUBE:-$root/.build/release/localkube}
[ -x "$localkube" ] || fail "there is no program at $localkube: build it (swift build -c release --product localkube)"
need_packages python3 bind9-dnsutils netcat-openbsd perl
"$here/build.sh" "$work" e2e.test ginkgo agnhost nnp sample-apiserver etcd
mkdir -p "$tools"
need_kubectl aws-cdk.asset-kubectl-v20 "$tools/v20"
need_programs "$work/images" busybox-static
export PATH=$work/images:$PATH

home=$(mktemp -d "${TMPDIR:-/tmp}/localkube-conformance.XXXXXX")
results=$work/results
export LOCALKUBE_HOME=$home/lk LOCALKUBE_EGRESS=off KUBECONFIG=$home/kubeconfig
helpers=''
cleanup() {
  [ -z "$helpers" ] || kill "$helpers" 2>/dev/null || true
  "$localkube" delete-cluster >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap cleanup EXIT

# The images of the specs: recipes for the programs that were built, and for those of this machine.
recipe() { "$localkube" image add "$1" -f - >/dev/null; }
recipe agnhost <<END
images: ["*/agnhost", agnhost]
files:
- {path: /agnhost, host: "$work/bin/agnhost"}
- {path: /usr/local/bin/agnhost, host: "$work/bin/agnhost"}
- {path: /agnhost-2, host: "$work/bin/agnhost"}
- {path: /localhost.crt, host: "$work/bin/localhost.crt"}
- {path: /localhost.key, host: "$work/bin/localhost.key"}
entrypoint: [/agnhost]
command: [pause]
END
recipe pause <<END
images: ["*/pause", pause]
files: [{path: /pause, host: "$work/bin/agnhost"}]
entrypoint: [/pause, pause]
END
recipe web <<END
images: [httpd, nginx, docker.io/library/httpd, docker.io/library/nginx]
files: [{path: /usr/local/apache2/htdocs/index.html, text: "<html><body><h1>It works!</h1></body></html>", mode: 420}]
command: [python3, -m, http.server, "80", -d, /usr/local/apache2/htdocs]
END
recipe dnsutils <<END
images: ["*/jessie-dnsutils"]
command: [sleep, "100000"]
END
for name in kitten nautilus; do
  recipe "$name" <<END
images: ["*/$name"]
files: [{path: /srv/data.json, text: '{"image": "$name.jpg"}', mode: 420}]
command: [python3, -m, http.server, "80", -d, /srv]
END
done
recipe sample-apiserver <<END
images: ["*/sample-apiserver"]
files: [{path: /sample-apiserver, host: "$work/bin/sample-apiserver"}]
entrypoint: [/sample-apiserver]
END
recipe etcd <<END
images: ["*/etcd"]
files: [{path: /usr/local/bin/etcd, host: "$work/bin/etcd"}]
command: [/usr/local/bin/etcd]
END
recipe nonewprivs <<END
images: ["*/nonewprivs"]
files: [{path: /usr/local/bin/nnp, host: "$work/bin/nnp"}]
command: [nnp]
END
recipe nonroot <<END
images: ["*/nonroot"]
command: [id, -u]
user: 1234
END

say "starting a cluster of two nodes"
"$localkube" up --nodes 2 >/dev/null || fail "the cluster did not start"

# The specs wait until every service account names a Secret with a token, as Kubernetes before 1.24 made them.
name_tokens() {
  "$tools/v20/kubectl" get serviceaccounts --all-namespaces --watch \
    -o jsonpath='{.metadata.namespace} {.metadata.name} {.secrets[*].name}{"\n"}' |
    while read -r namespace account secrets; do
      [ -n "$secrets" ] || "$tools/v20/kubectl" --namespace "$namespace" patch serviceaccount "$account" --type merge \
        --patch "{\"secrets\": [{\"name\": \"$account-token\"}]}" >/dev/null || true  # It may have gone again.
    done
}
name_tokens 2>/dev/null &
helpers=$!

# run NAME PROCESSES FOCUS SKIP: one run of ginkgo; specs that fail do not end the script.
run() {
  local name=$1 count=$2
  rm -rf "${results:?}/$name"
  mkdir -p "$results/$name"
  (
    cd "$home"
    "$work/bin/ginkgo" -nodes="$count" -noColor -focus="$3" ${4:+-skip="$4"} "$work/bin/e2e.test" -- \
      --provider=skeleton --kubeconfig="$KUBECONFIG" --kubectl-path="$tools/v20/kubectl" --disable-log-dump \
      --report-dir="$results/$name" --allowed-not-ready-nodes=0 --delete-namespace-on-failure=true
  ) >"$results/$name.log" 2>&1 || true
}
serial='\[Serial\]|\[Disruptive\]'
if [ "$only" != serial ]; then
  say "running the specs that can run side by side ($processes at a time)"
  run parallel "$processes" "$focus" "$serial"
fi
if [ "$only" != parallel ]; then
  say "running the specs that need the cluster to themselves"
  # Their names have both in either order.
  run serial 1 "($serial).*($focus)|($focus).*($serial)" ''
fi
say "the results"
python3 "$here/report.py" --known "$here/known.txt" ${report:+--report "$report"} "$results"
