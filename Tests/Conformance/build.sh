#!/usr/bin/env bash
# Gets Kubernetes 1.20 from Debian's source package and builds what the conformance specs and the differential run need.
#
#   Tests/Conformance/build.sh DIRECTORY [PROGRAM...]
#
# PROGRAM is any of e2e.test, ginkgo, agnhost, nnp, sample-apiserver, kube-apiserver and etcd (all of them by default);
# they come to lie in DIRECTORY/bin. What is there already is not made again. The first build takes minutes, and about 4 GB of disk.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../Packaging/common.sh"
[ $# -ge 1 ] || fail "say where to build: Tests/Conformance/build.sh DIRECTORY [PROGRAM...]"
mkdir -p "$1"
work=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- e2e.test ginkgo agnhost nnp sample-apiserver kube-apiserver etcd
bin=$work/bin
mkdir -p "$bin"

missing=()
for program in "$@"; do [ -x "$bin/$program" ] || missing+=("$program"); done
[ ${#missing[@]} -gt 0 ] || exit 0

# Debian's archive, as the machine's own source lists name it.
mirror() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true; } |
    sed -nE 's/^(deb|URIs:)[[:space:]].*[[:space:]]?(http[^[:space:]]*\/debian)\/?([[:space:]].*)?$/\2/p' | head -1
}

# apt-get with lists of this build's own, so that the machine's package state is neither needed nor changed.
own_apt() { APT_CONFIG=$work/apt/apt.conf apt-get -qq "$@"; }

get_source() {
  [ -e "$work/source.done" ] && return 0
  local archive
  archive=$(mirror)
  [ -n "$archive" ] || fail "no source list of this machine names Debian's archive, from which Kubernetes' source comes"
  need_packages dpkg-dev
  say "getting Kubernetes' source package"
  mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/apt/parts"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive bookworm main" >"$work/apt/sources.list"
  cat >"$work/apt/apt.conf" <<END
Dir::Etc::sourcelist "$work/apt/sources.list";
Dir::Etc::sourceparts "$work/apt/parts";
Dir::State::lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "";
END
  own_apt update || fail "the list of Debian's source packages cannot be fetched"
  (cd "$work/apt" && own_apt source --download-only kubernetes) || fail "Kubernetes' source package cannot be had"
  rm -rf "$work/go"
  mkdir -p "$work/go/src/k8s.io"
  dpkg-source --no-check -x "$work"/apt/kubernetes_*.dsc "$work/go/src/k8s.io/kubernetes" >/dev/null ||
    fail "Kubernetes' source package cannot be unpacked"
  # The vendored reflect2 knows maps of Go before 1.18 only; custom resources end the server with it.
  local reflect2=$work/go/src/k8s.io/kubernetes/vendor/github.com/modern-go/reflect2
  rm -rf "$reflect2"
  cp -rL /usr/share/gocode/src/github.com/modern-go/reflect2 "$reflect2"
  touch "$work/source.done"
}

# The two files that Kubernetes' own build makes first.
generate() {
  [ -e "$work/generated.done" ] && return 0
  say "generating OpenAPI definitions and the tests' data"
  (
    cd "$work/go/src/k8s.io/kubernetes"
    inputs=$(grep -rl --include='*.go' '^// +k8s:openapi-gen=' pkg cmd staging/src/k8s.io |
      grep -vE 'staging/src/k8s.io/(code-generator|sample-apiserver)/' |
      xargs -n1 dirname | sort -u | sed -e 's,^staging/src/,k8s.io/kubernetes/vendor/,; t' -e 's,^,k8s.io/kubernetes/,' |
      paste -sd,)
    go run k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen --logtostderr -i "$inputs" \
      -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
      -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$work/violations.txt"
    go-bindata -nometadata -o test/e2e/generated/bindata.go -pkg generated \
      -ignore .jpg -ignore .png -ignore .md -ignore 'BUILD(\.bazel)?' \
      test/conformance/testdata/... test/e2e/testing-manifests/... test/e2e_node/testing-manifests/... \
      test/images/... test/fixtures/...
  ) || fail "Kubernetes' generated files cannot be made"
  touch "$work/generated.done"
}

build() {
  local version=k8s.io/kubernetes/vendor/k8s.io/component-base/version
  local client=k8s.io/kubernetes/vendor/k8s.io/client-go/pkg/version
  local flags="-s -w"
  for place in "$version" "$client"; do
    flags+=" -X $place.gitVersion=v1.20.2 -X $place.gitMajor=1 -X $place.gitMinor=20"
  done
  say "building $1"
  case $1 in
    e2e.test) (cd "$work/go/src/k8s.io/kubernetes" && go test -c -ldflags "$flags" -o "$bin/e2e.test" k8s.io/kubernetes/test/e2e) ;;
    ginkgo) go build -o "$bin/ginkgo" k8s.io/kubernetes/vendor/github.com/onsi/ginkgo/ginkgo ;;
    agnhost) go build -ldflags "$flags" -o "$bin/agnhost" k8s.io/kubernetes/test/images/agnhost ;;
    nnp) go build -ldflags "-s -w" -o "$bin/nnp" k8s.io/kubernetes/test/images/nonewprivs && chmod u+s "$bin/nnp" ;;
    sample-apiserver) go build -o "$bin/sample-apiserver" k8s.io/kubernetes/vendor/k8s.io/sample-apiserver ;;
    kube-apiserver) go build -ldflags "$flags" -o "$bin/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver ;;
    *) fail "there is no program $1 to build" ;;
  esac || fail "$1 cannot be built"
  # What agnhost serves HTTPS with.
  if [ "$1" = agnhost ]; then cp "$work"/go/src/k8s.io/kubernetes/test/images/agnhost/porter/localhost.* "$bin/"; fi
}

need_packages golang-1.19-go go-bindata golang-github-modern-go-reflect2-dev ca-certificates
export GOPATH=$work/go GO111MODULE=off CGO_ENABLED=0 GOCACHE=$work/cache GOFLAGS= PATH=/usr/lib/go-1.19/bin:$PATH
for program in "${missing[@]}"; do
  if [ "$program" = etcd ]; then
    # Without installing the package, which would start a server.
    need_programs "$work/etcd" etcd-server
    cp "$work/etcd/etcd" "$bin/etcd"
    continue
  fi
  get_source
  generate
  build "$program"
done
