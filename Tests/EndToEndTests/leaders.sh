#!/usr/bin/env bash
# Compares for an hour what localkube tells of Consul's leaders with Consul's own logs, under kills, freezes and cuts at
# random. The tests must be built (Packaging/test.sh).
#
#   Tests/EndToEndTests/leaders.sh [MINUTES [SEED]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../Packaging/common.sh"
cd "$root"
export LOCALKUBE_TEST_TOOLS=${LOCALKUBE_TEST_TOOLS:-$tools} LOCALKUBE_LEADER_MINUTES=${1:-60} LOCALKUBE_SEED=${2:-$RANDOM}
say "comparing for $LOCALKUBE_LEADER_MINUTES minutes, seed $LOCALKUBE_SEED"
exec swift test --skip-build --filter 'LeaderTests/truth'
