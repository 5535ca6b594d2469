#!/usr/bin/env bash
# Takes a chart, as its publisher released it, out of a checkout of the publisher's repository.
#
#   Packaging/chart.sh OWNER/REPOSITORY REF PATH TARGET [NAME=OWNER/REPOSITORY@REF:PATH]...
#
# LOCALKUBE_CHARTS names the directory with the checkouts (work trees or bare): OWNER/REPOSITORY, OWNER+REPOSITORY or
# REPOSITORY below it. Each NAME=… is a chart that the first one depends on and does not bring along.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -ge 4 ] || fail "usage: chart.sh OWNER/REPOSITORY REF PATH TARGET [NAME=OWNER/REPOSITORY@REF:PATH]..."
[ -n "${LOCALKUBE_CHARTS:-}" ] || fail "LOCALKUBE_CHARTS is not set: let it name the directory with the checkouts"

# git_directory OWNER/REPOSITORY: the directory that git keeps its things in.
git_directory() {
  local place
  for place in "$1" "${1/\//+}" "${1#*/}"; do
    for place in "$LOCALKUBE_CHARTS/$place"{/.git,/repo,.git,}; do
      if [ -e "$place/HEAD" ]; then
        printf '%s\n' "$place"
        return 0
      fi
    done
  done
  fail "there is no checkout of $1 in $LOCALKUBE_CHARTS: git clone https://github.com/$1 there"
}

# take OWNER/REPOSITORY REF PATH TARGET
take() {
  local directory depth=0
  directory=$(git_directory "$1")
  [ "$3" = . ] || depth=$(awk -F/ '{ print NF }' <<<"$3")
  mkdir -p "$4"
  git --git-dir="$directory" archive "$2" "$3" | tar x -C "$4" --strip-components="$depth" ||
    fail "$1 has no $3 at $2"
}

take "$1" "$2" "$3" "$4"
target=$4
shift 4
for dependency in "$@"; do
  name=${dependency%%=*} source=${dependency#*=}
  repository=${source%%@*} place=${source#*@}
  take "$repository" "${place%%:*}" "${place#*:}" "$target/charts/$name"
done
