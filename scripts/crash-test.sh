#!/usr/bin/env bash
# kill -9 of random members under a mixed load; each starts again.   crash-test.sh [--kills N] [--seed N] [--dir DIR]
# Prints a line for each check, its seed, and last "N passed, M failed". What lies in DIR, which has to be new, stays.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"
shardmesh_require_testing
shardmesh_long_test cluster.CrashTest "$@"
