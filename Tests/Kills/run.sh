#!/bin/sh
# Kills the control plane at random moments while four writers make and delete pods, and looks after every third kill
# whether sandboxd, the directories and the API agree.
#
#   Tests/Kills/run.sh [KILLS [SEED]]     200 kills and a new seed unless given; the seed is printed.
#
# Needs what the end-to-end tests need (Packaging/test.sh fetches it); as root it runs as root and as an ordinary user.
set -eu
cd "$(dirname "$0")/../.."
export LOCALKUBE_KILLS="${1:-200}"
if [ $# -gt 1 ]; then export LOCALKUBE_KILLS_SEED="$2"; fi
exec swift test --filter 'PodLossTests/randomKills'
