#!/usr/bin/env bash
# Puts objects of 4 KiB in a mesh of seven processes on loopback through the service of one of them: one after the other and
# 16 at once, beside appending 4 KiB to a file on the same disk and syncing it.
#   bench-small.sh [--count N] [--dir DIR]
# Each row is of N objects (2000). DIR (default: a new one below /tmp) is where the homes lie: give one on a disk. Needs scripts/build.sh.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
count=2000 least_count=1
source "$root/bench/mesh.sh"
run SmallPuts "$count"
