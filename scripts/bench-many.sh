#!/usr/bin/env bash
# Fills a mesh of seven processes on loopback with objects of 4 KiB, and tells at a hundredth, a tenth and all of them what a
# put, a name, a lookup, a list and a restart cost, and what they take of memory and disk.
#   bench-many.sh [--count N] [--dir DIR]
# N is 100000 or more; DIR (default: a new one below /tmp) is where the homes lie: give one on a disk. Needs scripts/build.sh.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
count=100000 least_count=100000 # A hundredth of them has to hold what is measured.
source "$root/bench/mesh.sh"
export SHARDMESH_PASSPHRASE_FILE=$mesh/passphrase
mkfifo "$work/said"

fill() { # from $1 to $2 objects, and what it costs among so many
    echo
    run ManyObjects "$1" "$2"
    memory=$(awk '/^VmRSS/ { print int($2 / 1024) }' $(awk '{ print "/proc/" $1 "/status" }' "$mesh"/*.pid) | sort -n | xargs)
    echo "RSS of the nodes: $memory MB"
    du -sb "$mesh"/[1-7] | awk -v count="$2" '{ sum += $1 } END { printf "disk: %.1f KiB for each object, all homes\n", sum / count / 1024 }'
    "$root/scripts/cluster.sh" kill 7 --dir "$mesh" >/dev/null
    start=$(date +%s%N)
    "$root/scripts/shardmesh" --home "$mesh/7" service >"$work/said" 2>&1 &
    node=$!
    exec 3<"$work/said" # A loop that looks again and again would take a processor from it.
    read -r said <&3
    [[ $said == 'listening on '* ]] || { echo "bench-many: $said" >&2; exit 1; }
    echo "ready after kill -9: $((($(date +%s%N) - start) / 1000000)) ms"
    kill "$node"
    wait "$node" || :
    exec 3<&-
    "$root/scripts/cluster.sh" start 7 --dir "$mesh" >/dev/null
}

fill 0 $((count / 100))
fill $((count / 100)) $((count / 10))
fill $((count / 10)) "$count"
