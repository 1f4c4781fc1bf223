#!/usr/bin/env bash
# Nine real holders that repair after some seconds: kills for good, cuts, surplus, deletion.   repair-test.sh [--grace SECONDS] [--disks]
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
source "$root/scripts/testing.sh"
shardmesh_require_testing
grace=20 disks=()
while [ $# -gt 0 ]; do
    case $1 in
        --grace) grace=${2-}; shift $(($# > 1 ? 2 : 1)) ;;
        --disks) disks=(--disks); shift ;;
        *) echo "usage: repair-test.sh [--grace SECONDS] [--disks]" >&2; exit 2 ;;
    esac
done
export SHARDMESH_REPAIR_GRACE=${grace}s
work=$(mktemp -d "${TMPDIR:-/tmp}/shardmesh-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
code=0
(shardmesh_testing cluster.RepairTest --dir "$work" --grace "$grace" "${disks[@]}") || code=$?
exit "$code"
