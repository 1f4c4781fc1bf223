#!/usr/bin/env bash
# Mixed load on seven holders and a client of which some die, stop and start all the time; what the others use must not
# grow, and Netty looks for leaks.   soak.sh [--minutes N] [--seed N] [--dir DIR]
# Prints a line for each check, its seed, and last "N passed, M failed". What lies in DIR, which has to be new, stays.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"
shardmesh_require_testing
export SHARDMESH_JAVA_OPTIONS="${SHARDMESH_JAVA_OPTIONS-} -Dio.netty.leakDetection.level=paranoid"
# Shorter than the longest stop, so that shards are made again and released.
export SHARDMESH_REPAIR_GRACE=${SHARDMESH_REPAIR_GRACE:-20s}
shardmesh_long_test cluster.SoakTest "$@"
