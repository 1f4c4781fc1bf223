#!/usr/bin/env bash
# Many real nodes on this machine: [--nodes N] (50), [--dir D] (a temporary one). Prints how long they take to join, and to
# put, find and get at one of them, and their memory. Some 300 MB each. Ends all of them.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
nodes=50
dir=
while [ $# -gt 0 ]; do
    case "$1:${2:-}" in
        --nodes:[1-9] | --nodes:[1-9][0-9] | --nodes:100) nodes=$2 ;;
        --dir:?*) dir=$2 ;;
        *)
            echo "usage: many-nodes.sh [--nodes N (1 to 100)] [--dir D]" >&2
            exit 2
            ;;
    esac
    shift 2
done
if [ -z "$dir" ]; then
    dir=$(mktemp -d)
    trap '"$root/scripts/cluster.sh" down --dir "$dir" || true; rm -rf "$dir"' EXIT
else
    mkdir -p "$dir"
    trap '"$root/scripts/cluster.sh" down --dir "$dir" || true' EXIT
fi

timed() { # WHAT COMMAND...: runs the command and prints the seconds that it took
    local what=$1 start=$EPOCHREALTIME
    shift
    "$@"
    LC_ALL=C awk -v a="$start" -v b="$EPOCHREALTIME" -v what="$what" \
        'BEGIN { gsub(",", ".", a); gsub(",", ".", b); printf "%-28s %8.2f s\n", what, b - a }'
}

at_last_node() { # a command at the node that joined last, by its service
    SHARDMESH_HOME=$dir/$nodes SHARDMESH_PASSPHRASE_FILE=${SHARDMESH_PASSPHRASE_FILE:-$dir/passphrase} \
        "$root/scripts/shardmesh" "$@"
}

timed "$nodes nodes up and connected" "$root/scripts/cluster.sh" up "$nodes" --dir "$dir" >"$dir/up.txt"
tail -n 1 "$dir/up.txt"
head -c 16777216 /dev/urandom >"$dir/content"
for size in 4096 16777216; do
    head -c "$size" "$dir/content" >"$dir/content-$size"
    for round in 1 2 3; do
        timed "put $size bytes, $round" at_last_node put "$dir/content-$size" --json >"$dir/put.txt"
        tail -n 1 "$dir/put.txt"
        key=$(grep -o 'shm1[a-z0-9]*' "$dir/put.txt" | head -n 1)
        timed "find its holders" at_last_node distribution "$key" --json >"$dir/find.txt"
        tail -n 1 "$dir/find.txt"
        timed "get it" at_last_node get "$key" "$dir/output" --json >"$dir/get.txt"
        tail -n 1 "$dir/get.txt"
        cmp "$dir/content-$size" "$dir/output"
        rm "$dir/output"
    done
done
for pid in $(cut -d ' ' -f 1 "$dir"/*.pid); do
    awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"
done | sort -n | awk '{ all[NR] = $1 / 1024; sum += $1 / 1024 }
    END { printf "RSS of %d nodes: least %.0f, middle %.0f, most %.0f, together %.0f MiB\n",
        NR, all[1], all[int((NR + 1) / 2)], all[NR], sum }'
