#!/usr/bin/env bash
# Nine real holders that repair after some seconds: kills for good, cuts, surplus, deletion.   repair-test.sh [--grace SECONDS]
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"
shardmesh_require_testing
grace=20
if [ "${1-}" = --grace ] && [ $# -eq 2 ]; then
    grace=$2
elif [ $# -gt 0 ]; then
    echo "usage: repair-test.sh [--grace SECONDS]" >&2
    exit 2
fi
export SHARDMESH_REPAIR_GRACE=${grace}s
work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
code=0
(shardmesh_testing cluster.RepairTest --dir "$work" --grace "$grace") || code=$?
exit "$code"
